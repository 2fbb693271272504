/** Where a file is written, piece by piece: on the disk of a browser, or wherever a test wants it. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}
