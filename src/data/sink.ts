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
/** For rows, which come in large pieces already; there are several spools. */
export const SPOOL_BYTES = 2 ** 16;

/** Gathers small pieces: each write is a call out of the process. Closing it again does nothing. */
export function buffered(sink: Sink, bufferBytes = BUFFER_BYTES): Sink {
  const buffer = new Uint8Array(bufferBytes);
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
        const part = bytes.subarray(from, from + bufferBytes - filled);
        buffer.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === bufferBytes) await flush();
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
