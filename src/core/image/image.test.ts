import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../contracts/image';
import { compositeRegion, featherAlpha, maxDiffOutside } from './composite';
import { distanceInside } from './distance';
import distanceGolden from './golden/distance.json' with { type: 'json' };
import resampleGolden from './golden/resample.json' with { type: 'json' };
import { maskBounds, paintedRegion, regionAround, regionMask, regionTensor } from './region';
import { applyTaps, clampIndex, cubicTaps } from './resample';
import { tensorToRgba } from './tensorImage';

const GOLDEN_SIDE = 12;

function goldenImage(): RgbaImage {
  const data = new Uint8ClampedArray(GOLDEN_SIDE * GOLDEN_SIDE * 4);
  resampleGolden.image.forEach((value, i) => (data[Math.floor(i / 3) * 4 + (i % 3)] = value));
  return { width: GOLDEN_SIDE, height: GOLDEN_SIDE, data };
}

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

/** A random image with a random painted ellipse in it. */
const scene = fc
  .record({
    width: fc.integer({ min: 40, max: 90 }),
    height: fc.integer({ min: 40, max: 90 }),
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
    rx: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    ry: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ width, height, x, y, rx, ry, seed }) => {
    const mask: Mask = { width, height, data: new Uint8Array(width * height) };
    for (let i = 0; i < mask.data.length; i += 1) {
      const dx = ((i % width) - x * (width - 1)) / (rx * width);
      const dy = (Math.floor(i / width) - y * (height - 1)) / (ry * height);
      mask.data[i] = dx * dx + dy * dy <= 1 ? 1 : 0;
    }
    mask.data[Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))] = 1;
    const image: RgbaImage = { width, height, data: new Uint8ClampedArray(width * height * 4) };
    image.data.forEach((_, i) => (image.data[i] = (i * seed * 7919) % 256));
    return { image, mask };
  });

describe('resampling', () => {
  it('averages areas as PyTorch does', () => {
    const made = regionTensor(goldenImage(), { x: 0, y: 0, sidePx: 12 }, 4);
    expect(worst(made, resampleGolden.area4)).toBeLessThan(2e-6);
  });

  it('interpolates linearly as PyTorch does', () => {
    const made = regionTensor(goldenImage(), { x: 0, y: 0, sidePx: 12 }, 18);
    expect(worst(made, resampleGolden.linear18)).toBeLessThan(2e-6);
  });

  it('interpolates cubically as PyTorch does', () => {
    const image = goldenImage();
    const at = (x: number, y: number): number => (image.data[(y * GOLDEN_SIDE + x) * 4] ?? 0) / 127.5 - 1;
    const taps = cubicTaps(GOLDEN_SIDE, 20);
    const made = applyTaps(at, GOLDEN_SIDE, GOLDEN_SIDE, taps, taps, clampIndex);
    expect(worst(made, resampleGolden.cubic20.slice(0, 400))).toBeLessThan(2e-6);
  });

  it('mirrors beyond the edge', () => {
    const image: RgbaImage = {
      width: 2,
      height: 2,
      data: Uint8ClampedArray.from({ length: 16 }, (_, i) => (i % 8 < 4 ? 0 : 255)),
    };
    const row = regionTensor(image, { x: -2, y: 0, sidePx: 6 }, 6).subarray(0, 6);
    expect([...row]).toEqual([1, -1, -1, 1, 1, -1]);
  });
});

describe('the region', () => {
  it('holds the mask, is a square of the wanted side and lies inside where it fits', () => {
    fc.assert(
      fc.property(scene, ({ mask }) => {
        const bounds = maskBounds(mask);
        const region = regionAround(mask, 1.6);
        if (!bounds || !region) throw new Error('the scene has a mask');
        expect(region.x).toBeLessThanOrEqual(bounds.x);
        expect(region.y).toBeLessThanOrEqual(bounds.y);
        expect(region.x + region.sidePx).toBeGreaterThanOrEqual(bounds.x + bounds.width);
        expect(region.y + region.sidePx).toBeGreaterThanOrEqual(bounds.y + bounds.height);
        if (region.sidePx <= mask.width) expect(region.x).toBeGreaterThanOrEqual(0);
        if (region.sidePx <= mask.height) expect(region.y + region.sidePx).toBeLessThanOrEqual(mask.height);
        const small = regionMask(mask, region, 24);
        expect(small.some((value) => value === 1)).toBe(true);
        expect(small.every((value) => value === 0 || value === 1)).toBe(true);
      }),
    );
  });

  it('is absent without a mask', () => {
    expect(regionAround({ width: 4, height: 4, data: new Uint8Array(16) }, 1.6)).toBeNull();
  });

  it.each([
    ['a frame of the size that the model paints is painted whole', 224, 224, 224],
    ['a smaller one too', 160, 200, 160],
    ['of a larger frame three quarters of the shorter side', 600, 450, 338],
  ])('of a model of whole frames: %s', (_, width, height, sidePx) => {
    const data = new Uint8Array(width * height);
    for (let y = 80; y < 100; y += 1) data.fill(1, y * width + 80, y * width + 100);
    const whole = { contextScale: 1.6, frameShare: 0.75, nativeSizePx: 224 };
    const region = paintedRegion({ width, height, data }, whole);
    expect(region?.sidePx).toBe(sidePx);
    expect(paintedRegion({ width, height, data }, { contextScale: 1.6, nativeSizePx: 64 })?.sidePx).toBe(32);
  });
});

describe('compositing', () => {
  it('changes nothing outside the mask, whatever the mask and the feather', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 20 }), ({ image, mask }, featherPx) => {
        const region = regionAround(mask, 1.6);
        if (!region) throw new Error('the scene has a mask');
        const estimate = new Float32Array(3 * 16 * 16).fill(1);
        const made = compositeRegion(image, mask, region, estimate, 16, featherPx);
        expect(maxDiffOutside(image, made, mask)).toBe(0);
        expect(made.data).not.toBe(image.data);
      }),
    );
  });

  it('puts the estimate in without a feather', () => {
    const mask: Mask = { width: 40, height: 40, data: new Uint8Array(1600).fill(1) };
    const image: RgbaImage = { width: 40, height: 40, data: new Uint8ClampedArray(6400) };
    const made = compositeRegion(image, mask, { x: 0, y: 0, sidePx: 40 }, new Float32Array(3 * 64).fill(1), 8, 0);
    expect([...made.data.subarray(0, 4)]).toEqual([255, 255, 255, 0]);
  });

  it('averages where the estimate is finer than the region', () => {
    const image = { width: 20, height: 20, data: new Uint8ClampedArray(1600).fill(200) };
    const mask: Mask = { width: 20, height: 20, data: new Uint8Array(400).fill(1) };
    const stripes = Float32Array.from({ length: 3 * 80 * 80 }, (_, i) => (i % 4 < 2 ? -1 : 1));
    const made = compositeRegion(image, mask, { x: 0, y: 0, sidePx: 20 }, stripes, 80, 0);
    expect(new Set(made.data.filter((_, i) => i % 4 < 3))).toEqual(new Set([128]));
  });

  it('finds a changed pixel outside the mask', () => {
    const mask: Mask = { width: 2, height: 1, data: Uint8Array.of(1, 0) };
    const a: RgbaImage = { width: 2, height: 1, data: new Uint8ClampedArray(8) };
    const b: RgbaImage = { width: 2, height: 1, data: Uint8ClampedArray.of(9, 9, 9, 9, 0, 3, 0, 0) };
    expect(maxDiffOutside(a, b, mask)).toBe(3);
  });

  it('feathers inwards from the border of the mask only', () => {
    const mask: Mask = { width: 9, height: 3, data: new Uint8Array(27).fill(1) };
    for (const y of [0, 1, 2]) mask.data[y * 9 + 8] = 0;
    const row = featherAlpha(mask, 3)?.values.subarray(0, 9) ?? new Float32Array();
    expect(row[8]).toBe(0);
    expect(row[7]).toBeGreaterThan(0);
    expect([...row.subarray(0, 5)]).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('distanceInside', () => {
  it('agrees with SciPy', () => {
    const { width, height, mask, distance } = distanceGolden;
    expect(worst(distanceInside(Uint8Array.from(mask), width, height), distance)).toBeLessThan(1e-8);
  });

  it('is infinite where everything is painted', () => {
    expect([...distanceInside(new Uint8Array(4).fill(1), 2, 2)]).toEqual([Infinity, Infinity, Infinity, Infinity]);
  });
});

describe('tensorToRgba', () => {
  it('clamps and keeps the order of channels', () => {
    expect([...tensorToRgba(Float32Array.of(-1, 0, 2), 1).data]).toEqual([0, 128, 255, 255]);
  });
});
