/** Segments on a real disk of a browser. */
import * as Comlink from 'comlink';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyStorage } from './emptyStorage.browser';

interface Piece {
  readonly segment: string;
  readonly offset: number;
  readonly length: number;
  readonly sha256: string;
}

/** src/data/segments.ts, in a worker. */
interface Segments {
  append(images: Uint8Array[]): Piece[];
  read(piece: Piece): Uint8Array;
  remove(segment: string): void;
  hold(): (() => Promise<void>) & Comlink.ProxyMarked;
}

let worker: Worker;
let segments: Comlink.Remote<Segments>;
const image = (length: number, value: number) => new Uint8Array(length).fill(value);

beforeEach(async () => {
  await emptyStorage();
  worker = new Worker(new URL('../data/segments.worker.ts', import.meta.url), { type: 'module' });
  segments = Comlink.wrap(worker);
});
afterEach(() => worker.terminate());

it('are read while they are held, and written to at their end meanwhile', async () => {
  const pieces = await segments.append([image(90, 1), image(90, 2), image(20, 3)]);
  expect(new Set(pieces.map(({ segment }) => segment)).size).toBe(3);
  const letGo = await segments.hold();
  const [more] = await segments.append([image(30, 4)]);
  for (const [i, piece] of [...pieces, more].entries())
    if (piece) expect(await segments.read(piece)).toEqual(image(piece.length, i + 1));
  const [first, second] = pieces;
  if (!first || !second) throw new Error('Nothing was written.');
  await expect(segments.read({ ...first, length: 900 })).rejects.toThrow();
  await expect(segments.read({ ...first, sha256: second.sha256 })).rejects.toThrow('another hash');
  await expect(segments.remove(first.segment)).rejects.toThrow(); // it is in use
  await letGo();
  await segments.remove(first.segment);
  expect(await segments.read(second)).toEqual(image(90, 2));
  await expect(segments.read(first)).rejects.toThrow();
});
