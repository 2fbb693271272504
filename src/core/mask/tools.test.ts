import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../contracts/image';
import { distanceInside } from '../image/distance';
import { fillEllipse, fillPolygon } from './fillPath';
import { grown, shrunk, smoothed, withoutHoles } from './reshape';
import { emptyMask, maskArea } from './rle';
import { sensibleTolerance, similarRegion } from './similarRegion';
import { SoftStroke } from './softBrush';
import { paintSegment, type Point } from './stroke';
import { middleOf, transformMask, UNMOVED } from './transformMask';

const anyPoint = fc.record({
  x: fc.double({ min: -20, max: 60, noNaN: true }),
  y: fc.double({ min: -20, max: 60, noNaN: true }),
});
const anyMask = fc
  .array(fc.constantFrom<0 | 1>(0, 1), { minLength: 120, maxLength: 120 })
  .map((bits): Mask => ({ width: 12, height: 10, data: Uint8Array.from(bits) }));

function disc(diameter: number, x = 50, y = 50): Mask {
  const mask = emptyMask(100, 100);
  paintSegment(mask, { x, y }, { x, y }, diameter, 1);
  return mask;
}

function contains(outer: Mask, inner: Mask): boolean {
  return inner.data.every((value, i) => value === 0 || outer.data[i] === 1);
}

/** Even-odd test of one point, by itself. */
function isInside({ x, y }: Point, points: readonly Point[]): boolean {
  let winding = 0;
  points.forEach((to, i) => {
    const from = points[(i + points.length - 1) % points.length];
    if (!from || from.y <= y === to.y <= y) return;
    if (x >= from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) winding += to.y > from.y ? 1 : -1;
  });
  return winding !== 0;
}

describe('closed paths', () => {
  it('fill the pixels whose centres they go round, and only within the rectangle that they report', () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { minLength: 3, maxLength: 9 }), (points) => {
        const mask = emptyMask(40, 30);
        const rect = fillPolygon(mask, points, 1);
        mask.data.forEach((value, i) => {
          const [x, y] = [i % 40, Math.floor(i / 40)];
          expect(value === 1, `${x},${y}`).toBe(isInside({ x: x + 0.5, y: y + 0.5 }, points));
          if (value === 0) return;
          expect(rect && x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height).toBe(true);
        });
      }),
    );
  });

  it('take away what they go round', () => {
    const mask = emptyMask(10, 10);
    mask.data.fill(1);
    fillPolygon(mask, [{ x: 2, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 7 }, { x: 2, y: 7 }], 0); // prettier-ignore
    expect(maskArea(mask)).toBe(100 - 20);
  });

  it.each([
    ['two points', [{ x: 1, y: 1 }, { x: 5, y: 5 }]], // prettier-ignore
    ['a line', [{ x: 1, y: 1 }, { x: 5, y: 5 }, { x: 3, y: 3 }]], // prettier-ignore
    ['what lies outside', [{ x: 50, y: 50 }, { x: 70, y: 50 }, { x: 60, y: 70 }]], // prettier-ignore
  ])('fill nothing for %s', (_, points) => {
    const mask = emptyMask(20, 20);
    fillPolygon(mask, points, 1);
    expect(maskArea(mask)).toBe(0);
  });

  it('of an ellipse have its area, whichever corner comes first', () => {
    const mask = emptyMask(100, 80);
    fillEllipse(mask, { x: 80, y: 60 }, { x: 10, y: 20 }, 1);
    expect(Math.abs(maskArea(mask) - Math.PI * 35 * 20)).toBeLessThan(30);
    expect(fillEllipse(mask, { x: 5, y: 5 }, { x: 5, y: 50 }, 1)).toBeNull();
  });
});

describe('reshaping', () => {
  it('grows and shrinks by discs, and each contains the other', () => {
    expect(Math.abs(maskArea(grown(disc(40), 5)) - Math.PI * 25 ** 2)).toBeLessThan(60);
    expect(Math.abs(maskArea(shrunk(disc(40), 5)) - Math.PI * 15 ** 2)).toBeLessThan(60);
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 1, max: 4 }), (mask, radius) => {
        expect(contains(grown(mask, radius), mask)).toBe(true);
        expect(contains(mask, shrunk(mask, radius))).toBe(true);
      }),
    );
  });

  it('goes by the distance from what is painted, and is not painted', () => {
    fc.assert(
      fc.property(anyMask, fc.integer({ min: 1, max: 4 }), (mask, radius) => {
        const bare = { ...mask, data: mask.data.map((value) => 1 - value) };
        const away = distanceInside(bare.data, 12, 10);
        const deep = distanceInside(mask.data, 12, 10);
        expect([...grown(mask, radius).data]).toEqual([...away].map((distance) => (distance <= radius ? 1 : 0)));
        expect([...shrunk(mask, radius).data]).toEqual([...deep].map((distance) => (distance > radius ? 1 : 0)));
      }),
    );
  });

  it('does the same to a part of an image as to the whole of it', () => {
    fc.assert(
      fc.property(anyMask, fc.nat(8), fc.nat(10), fc.integer({ min: 1, max: 3 }), (mask, x, y, radius) => {
        const large = emptyMask(20, 20); // the mask may touch its edges
        mask.data.forEach((value, i) => {
          large.data[(y + Math.floor(i / 12)) * 20 + x + (i % 12)] = value;
        });
        // two far corners painted: now everything between them is looked at
        const far = emptyMask(60, 60);
        for (let row = 0; row < 20; row += 1)
          far.data.set(large.data.subarray(row * 20, (row + 1) * 20), (row + 20) * 60 + 20);
        for (const change of [(m: Mask) => smoothed(m, radius), withoutHoles]) {
          const alone = change(far);
          far.data.fill(1, 0, 2);
          far.data.fill(1, 58, 60);
          const whole = change(far);
          far.data.fill(0, 0, 60);
          const between = (m: Mask): Uint8Array => m.data.subarray(12 * 60);
          expect(between(alone)).toEqual(between(whole));
        }
      }),
    );
  });

  it('leaves an empty and a full mask as they are', () => {
    const [empty, full] = [emptyMask(9, 7), { ...emptyMask(9, 7), data: new Uint8Array(63).fill(1) }];
    for (const change of [
      (m: Mask) => grown(m, 3),
      (m: Mask) => shrunk(m, 3),
      (m: Mask) => smoothed(m, 3),
      withoutHoles,
    ]) {
      expect(maskArea(change(empty))).toBe(0);
      expect(maskArea(change(full))).toBe(63);
    }
  });

  it('smooths a spike away and keeps the disc', () => {
    const spiked = disc(40);
    paintSegment(spiked, { x: 70, y: 50 }, { x: 90, y: 50 }, 2, 1);
    const smooth = smoothed(spiked, 3);
    expect(smooth.data[50 * 100 + 85]).toBe(0);
    expect(Math.abs(maskArea(smooth) - maskArea(disc(40)))).toBeLessThan(80);
  });

  it('fills holes and nothing else', () => {
    const ring = disc(40);
    paintSegment(ring, { x: 50, y: 50 }, { x: 50, y: 50 }, 20, 0);
    expect(withoutHoles(ring)).toEqual(disc(40));
    fc.assert(
      fc.property(anyMask, (mask) => {
        const filled = withoutHoles(mask);
        expect(contains(filled, mask)).toBe(true);
        expect(withoutHoles(filled)).toEqual(filled);
      }),
    );
  });
});

describe('the wand', () => {
  const red = [200, 60, 50] as const;
  const skin = [220, 170, 150] as const;
  const image: RgbaImage = { width: 40, height: 30, data: new Uint8ClampedArray(40 * 30 * 4) };
  for (let i = 0; i < 1200; i += 1) {
    const [x, y] = [i % 40, Math.floor(i / 40)];
    const inBlob = (x > 4 && x < 15 && y > 4 && y < 15) || (x > 25 && x < 35 && y > 5 && y < 12);
    image.data.set([...(inBlob ? red : skin), 255], 4 * i);
  }

  it('takes what is connected and of one colour', () => {
    expect(maskArea(similarRegion(image, { x: 9, y: 9 }, 10))).toBe(100);
    expect(maskArea(similarRegion(image, { x: 1.5, y: 1.5 }, 10))).toBe(1200 - 100 - 54);
    expect(maskArea(similarRegion(image, { x: 9, y: 9 }, 200))).toBe(1200);
  });

  it('finds how alike colours have to be for an area that is neither a speck nor the image', () => {
    // skin that grows darker, with a lesion in it
    const shaded: RgbaImage = { width: 300, height: 200, data: new Uint8ClampedArray(300 * 200 * 4) };
    for (let i = 0; i < 60_000; i += 1) {
      const [x, y] = [i % 300, Math.floor(i / 300)];
      const inside = Math.hypot(x - 220, y - 100) < 40;
      const shade = Math.round(x / 6) + ((x * 7 + y * 13) % 3);
      shaded.data.set([220 - shade - (inside ? 70 : 0), 170 - shade - (inside ? 80 : 0), 150 - shade, 255], 4 * i);
    }
    const shareAt = (at: { x: number; y: number }, tolerance: number): number =>
      maskArea(similarRegion(shaded, at, tolerance)) / 60_000;
    expect(sensibleTolerance(shaded, { x: -1, y: 5 })).toBeNull();
    for (const at of [
      { x: 40, y: 60 },
      { x: 220, y: 100 },
    ]) {
      const share = shareAt(at, sensibleTolerance(shaded, at) ?? NaN);
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.36);
    }
    expect(shareAt({ x: 40, y: 60 }, 12), 'the usual tolerance would take more').toBeGreaterThan(0.36);
  });

  it('takes nothing beyond the edge', () => {
    expect(maskArea(similarRegion(image, { x: -1, y: 3 }, 10))).toBe(0);
    expect(maskArea(similarRegion(image, { x: 3, y: 30 }, 10))).toBe(0);
  });
});

describe('moving', () => {
  it('leaves a mask that is not moved as it is', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        expect(transformMask(mask, UNMOVED)).toEqual(mask);
      }),
    );
  });

  it('moves by whole pixels exactly, and back', () => {
    const mask = disc(30);
    const there = transformMask(mask, { ...UNMOVED, dx: 12, dy: -7 });
    expect(there).toEqual(disc(30, 62, 43));
    expect(transformMask(there, { ...UNMOVED, dx: -12, dy: 7 })).toEqual(mask);
  });

  it('mirrors exactly, and twice is none', () => {
    fc.assert(
      fc.property(anyMask, fc.boolean(), (mask, across) => {
        const flip = across ? { flipX: true } : { flipY: true };
        const once = transformMask(mask, { ...UNMOVED, ...flip });
        expect(transformMask(once, { ...UNMOVED, ...flip })).toEqual(mask);
        expect(maskArea(once)).toBe(maskArea(mask));
      }),
    );
  });

  it('scales the area by the square, and a turn keeps it', () => {
    const mask = emptyMask(100, 100);
    fillEllipse(mask, { x: 40, y: 30 }, { x: 60, y: 70 }, 1);
    expect(maskArea(transformMask(mask, { ...UNMOVED, scale: 1.5 })) / maskArea(mask)).toBeCloseTo(2.25, 1);
    const turned = transformMask(mask, { ...UNMOVED, angleRad: Math.PI / 2 });
    expect(maskArea(turned) / maskArea(mask)).toBeCloseTo(1, 1);
    expect(turned.data[50 * 100 + 65]).toBe(1); // now it is wide
    expect(turned.data[65 * 100 + 50]).toBe(0);
  });

  it('of an empty mask gives an empty one', () => {
    expect(middleOf(emptyMask(5, 5))).toBeNull();
    expect(maskArea(transformMask(emptyMask(5, 5), { ...UNMOVED, scale: 2 }))).toBe(0);
  });
});

describe('a soft brush', () => {
  const along = (mask: Mask, passes: number, hardness: number): number => {
    const stroke = new SoftStroke(mask);
    const [from, to] = [{ x: 20, y: 50 }, { x: 80, y: 50 }]; // prettier-ignore
    for (let i = 0; i < passes; i += 1) stroke.segment(i % 2 ? to : from, i % 2 ? from : to, 30, hardness, 1);
    return maskArea(mask);
  };

  it('takes the core at first and more with each pass, never more than the hard one', () => {
    const hard = emptyMask(100, 100);
    paintSegment(hard, { x: 20, y: 50 }, { x: 80, y: 50 }, 30, 1);
    const [once, often] = [emptyMask(100, 100), emptyMask(100, 100)];
    expect(along(once, 1, 0)).toBeLessThan(along(often, 12, 0));
    expect(contains(often, once)).toBe(true);
    expect(contains(hard, often)).toBe(true);
    expect(along(emptyMask(100, 100), 1, 0.8)).toBeGreaterThan(maskArea(once));
  });

  it('paints the same however the path is cut into segments', () => {
    const [whole, cut] = [emptyMask(100, 100), emptyMask(100, 100)];
    new SoftStroke(whole).segment({ x: 10, y: 20 }, { x: 90, y: 70 }, 20, 0.3, 1);
    const stroke = new SoftStroke(cut);
    for (let i = 0; i < 16; i += 1) {
      const at = (k: number): Point => ({ x: 10 + 5 * k, y: 20 + (50 / 16) * k });
      stroke.segment(at(i), at(i + 1), 20, 0.3, 1);
    }
    expect(Math.abs(maskArea(cut) - maskArea(whole))).toBeLessThanOrEqual(4);
  });

  it('outside of the image changes nothing', () => {
    const mask = emptyMask(20, 20);
    expect(new SoftStroke(mask).segment({ x: -90, y: -90 }, { x: -60, y: -90 }, 10, 0.5, 1)).toBeNull();
    expect(maskArea(mask)).toBe(0);
  });
});
