import { describe, expect, it } from 'vitest';
import { failureIn } from '../../contracts/failure';
import { packedChunk, pngOf } from '../../testing/hostile';
import { encodePng } from './png';
import { decodeForeignPng } from './pngPixels';
import { checkPng } from './pngLimits';

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
  ])('is refused for %s, before memory is taken', (_, png, code) => {
    const began = performance.now();
    expect(refusal(png)).toBe(code);
    expect(performance.now() - began).toBeLessThan(2_000);
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
});
