import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { failureIn } from '../../contracts/failure';
import { uniform } from '../random/gaussian';
import { packedChunk, pngOf } from '../../testing/hostile';
import { encodePng } from './png';
import { decodeForeignPng, decodeForeignPngSoon } from './pngPixels';
import { checkPng, unpackRows } from './pngLimits';
import { chunksOf, encodeChunk, joined, PNG_SIGNATURE } from './pngChunks';

const MIB = 2 ** 20;

function refusal(png: Uint8Array): string {
  try {
    decodeForeignPng(png, 'images/a.png');
    return 'read';
  } catch (error) {
    return failureIn(error).code;
  }
}

describe('a PNG from outside', () => {
  it.each([
    ['more pixels than are read', pngOf({ width: 30_000, height: 30_000, dataBytes: 1_000 }), 'limit-pixels'],
    ['a side that no canvas has', pngOf({ width: 64_000, height: 1 }), 'limit-side'],
    ['a colour profile', pngOf({ width: 9, height: 9, chunks: [packedChunk('iCCP', 40 * MIB)] }), 'limit-chunk'],
    ['a packed text', pngOf({ width: 9, height: 9, chunks: [packedChunk('zTXt', 40 * MIB)] }), 'limit-chunk'],
    ['an international text', pngOf({ width: 9, height: 9, chunks: [packedChunk('iTXt', 40 * MIB)] }), 'limit-chunk'],
    [
      'many small ones',
      pngOf({ width: 9, height: 9, chunks: Array.from({ length: 12 }, () => packedChunk('zTXt', MIB)) }),
      'limit-chunk',
    ],
    ['pixels that the header does not name', pngOf({ width: 9, height: 9, dataBytes: 90 * MIB }), 'limit-pixel-data'],
    ['16 bits a channel', pngOf({ width: 9, height: 9, depth: 16 }), 'unexpected'],
  ])('is refused for %s, before memory is taken', async (_, png, code) => {
    const began = performance.now();
    expect(refusal(png)).toBe(code);
    const soon = decodeForeignPngSoon(png, 'images/a.png').then(() => 'read');
    expect(await soon.catch((error: unknown) => failureIn(error).code)).toBe(code);
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('is read where it has a profile and a text of the usual size, and 6000 x 4000 pixels', () => {
    const chunks = [packedChunk('iCCP', 3 * MIB), packedChunk('iTXt', MIB)];
    expect(decodeForeignPng(pngOf({ width: 9, height: 9, colour: 2, chunks }), 'a.png').width).toBe(9);
    expect(() =>
      checkPng(pngOf({ width: 6_000, height: 4_000, colour: 2, dataBytes: 72_004_000 }), 'a.png'),
    ).not.toThrow();
    expect(() =>
      checkPng(pngOf({ width: 6_000, height: 4_000, colour: 6, depth: 16, dataBytes: 9 }), 'a.png'),
    ).not.toThrow();
  });

  it('has the pixels it had', () => {
    const data = Uint8ClampedArray.from({ length: 300 * 200 * 4 }, (_, i) =>
      i % 4 === 3 ? 255 : (i * 2654435761) >>> 24,
    );
    const image = { width: 300, height: 200, data };
    expect(decodeForeignPng(encodePng(image), 'a.png')).toEqual(image);
  });

  it.each([1, 1_000, 40_000, 2 * MIB])(
    'with %i bytes behind its rows is what it is by the other way',
    async (hidden) => {
      const [width, height, rowBytes] = [85, 256, 256]; // as long as what the platform hands out at once
      const [before, , after] = chunksOf(pngOf({ width, height, colour: 2 })).map(({ whole }) => whole);
      const noise = uniform(1, height * rowBytes + hidden);
      const rows = Uint8Array.from(noise, (value, i) => (i % rowBytes === 0 ? 0 : 256 * value));
      if (!before || !after) throw new Error('There is no header, or no end.');
      const png = joined([Uint8Array.from(PNG_SIGNATURE), before, encodeChunk('IDAT', zlibSync(rows)), after]);
      const soon = decodeForeignPngSoon(png, 'a.png').then(() => 'read');
      expect(await soon.catch((error: unknown) => failureIn(error).code)).toBe(refusal(png));
      expect(refusal(png)).toBe(hidden < 40_000 ? 'read' : 'limit-pixel-data');
      expect(await unpackRows(png, 'a.png')).toBeNull();
    },
  );

  it('has the same pixels by either way, and is refused by both where it is damaged', async () => {
    const palette = pngOf({ width: 9, height: 9, colour: 2, dataBytes: 9 * 28 });
    const image = { width: 40, height: 30, data: new Uint8ClampedArray(4800).map((_, i) => (i % 4 === 3 ? 255 : i)) };
    for (const png of [palette, encodePng(image)]) {
      expect(await decodeForeignPngSoon(png, 'a.png')).toEqual(decodeForeignPng(png, 'a.png'));
      for (const at of [60, png.length - 30, png.length - 14]) {
        const damaged = png.slice();
        damaged[at] = (damaged[at] ?? 0) ^ 255;
        const read = await decodeForeignPngSoon(damaged, 'a.png').catch(failureIn);
        expect('code' in read ? read.code : 'read').toBe(refusal(damaged));
      }
    }
  });
});
