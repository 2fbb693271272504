import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../contracts/image';
import { drawOverlay, EDGE, EDGE_SHADE, TINT } from './overlayPixels';

/** Pixel by pixel, as its words say. */
function colourAt({ width, height, data }: Mask, x: number, y: number): number {
  const at = (px: number, py: number): number | undefined =>
    px < 0 || py < 0 || px >= width || py >= height ? undefined : data[py * width + px];
  const value = at(x, y);
  const around = [at(x - 1, y), at(x + 1, y), at(x, y - 1), at(x, y + 1)];
  if (around.some((other) => other !== undefined && other !== value)) return value === 1 ? EDGE : EDGE_SHADE;
  return value === 1 ? TINT : 0;
}

const masks = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 })).chain(([width, height]) =>
  fc.record({
    mask: fc
      .array(fc.constantFrom(0, 0, 1, 1, 1), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, data: Uint8Array.from(values) })),
    x: fc.nat(width - 1),
    y: fc.nat(height - 1),
  }),
);

describe('the colours of a mask', () => {
  it('are those of each pixel and its four neighbours, in any part of it', () => {
    fc.assert(
      fc.property(masks, ({ mask, x, y }) => {
        const part = { x, y, width: mask.width - x, height: mask.height - y };
        const pixels = new Uint32Array(part.width * part.height);
        drawOverlay(mask, part, pixels);
        const wanted = Array.from(pixels, (_, i) =>
          colourAt(mask, x + (i % part.width), y + Math.floor(i / part.width)),
        );
        expect([...pixels]).toEqual(wanted);
      }),
    );
  });

  it('are none where nothing is painted, and only a tint where everything is', () => {
    const pixels = new Uint32Array(6);
    const part = { x: 0, y: 0, width: 3, height: 2 };
    drawOverlay({ width: 3, height: 2, data: new Uint8Array(6) }, part, pixels);
    expect([...pixels]).toEqual(Array(6).fill(0));
    drawOverlay({ width: 3, height: 2, data: new Uint8Array(6).fill(1) }, part, pixels);
    expect([...pixels]).toEqual(Array(6).fill(TINT));
  });
});
