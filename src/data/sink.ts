/** Where a file is written, piece by piece: on the disk of a browser, or wherever a test wants it. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>;
  close(): void | Promise<void>;
}

/** Written once, then read once from its start: rows that are gathered while other files are written. */
export interface Spool extends Sink {
  /** Ends the writing. */
  read(): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

const BUFFER_BYTES = 2 ** 20;

/** Gathers small pieces: each write is a call out of the process. Closing it again does nothing. */
export function buffered(sink: Sink): Sink {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let filled = 0;
  let isOpen = true;
  const flush = async (): Promise<void> => {
    const bytes = buffer.slice(0, filled);
    filled = 0;
    if (bytes.length > 0) await sink.write(bytes);
  };
  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length;) {
        const part = bytes.subarray(from, from + BUFFER_BYTES - filled);
        buffer.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === BUFFER_BYTES) await flush();
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      try {
        await flush();
      } finally {
        await sink.close();
      }
    },
  };
}
