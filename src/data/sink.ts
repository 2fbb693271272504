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
