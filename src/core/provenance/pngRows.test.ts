import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { expect, it } from 'vitest';
import { encodeChunk, joined, PNG_SIGNATURE } from './pngChunks';
import { decodeForeignPng, decodeForeignPngSoon } from './pngPixels';

const CHANNELS = { 0: 1, 2: 3, 4: 2, 6: 4 } as const;

const images = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
    colour: fc.constantFrom(0, 2, 4, 6),
  })
  .chain(({ width, height, colour }) => {
    const length = width * CHANNELS[colour];
    const row = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.uint8Array({ minLength: length, maxLength: length }));
    return fc
      .array(row, { minLength: height, maxLength: height })
      .map((rows) =>
        pngOf(width, height, colour, joined(rows.map(([filter, bytes]) => Uint8Array.of(filter, ...bytes)))),
      );
  });

function pngOf(width: number, height: number, colour: number, rows: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, colour], 8);
  const end = encodeChunk('IEND', new Uint8Array());
  return joined([
    ...[Uint8Array.from(PNG_SIGNATURE), encodeChunk('IHDR', header)],
    ...[encodeChunk('IDAT', zlibSync(rows)), end],
  ]);
}

it('an image of any filters and channels has the pixels that fast-png gives', () =>
  fc.assert(
    fc.asyncProperty(images, async (png) => {
      expect(await decodeForeignPngSoon(png, 'a.png')).toEqual(decodeForeignPng(png, 'a.png'));
    }),
  ));
