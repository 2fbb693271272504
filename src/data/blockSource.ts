/** Reads a file in large blocks: a zip is read in thousands of small pieces, one after another. */
import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js';

const BLOCK_BYTES = 4 * 2 ** 20;

export interface Readable {
  readonly size: number;
  /** Bytes from `start` up to `end`, which is not beyond the size. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export class BlockSource extends Reader<Readable> {
  private readonly source: Readable;
  private block: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };

  constructor(source: Readable) {
    super(source);
    this.source = source;
    this.size = source.size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const end = Math.min(index + length, this.size);
    if (index < this.block.start || end > this.block.start + this.block.bytes.length) {
      const to = Math.min(this.size, Math.max(end, index + BLOCK_BYTES));
      this.block = { start: index, bytes: await this.source.read(index, to) };
    }
    return this.block.bytes.slice(index - this.block.start, end - this.block.start);
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

export function blobSource(blob: Blob): BlockSource {
  return new BlockSource({
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
    close: () => Promise.resolve(),
  });
}
