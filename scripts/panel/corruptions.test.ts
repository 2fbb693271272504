import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../../src/contracts/image';
import { blurred, hueTurned, inked, mirrored, noise, pasted, plaid, slightlyRecoloured } from './corruptions';

const image: RgbaImage = {
  width: 40,
  height: 30,
  data: Uint8ClampedArray.from({ length: 40 * 30 * 4 }, (_, i) => (i % 4 === 3 ? 255 : 60 + ((i * 31) % 120))),
};

function differing(a: RgbaImage, b: RgbaImage): number {
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((c) => a.data[at + c] !== b.data[at + c])) count += 1;
  }
  return count / (a.width * a.height);
}

function spread({ data }: RgbaImage): number {
  const red = data.filter((_, i) => i % 4 === 0);
  const mean = red.reduce((sum, v) => sum + v, 0) / red.length;
  return red.reduce((sum, v) => sum + (v - mean) ** 2, 0) / red.length;
}

describe('corruptions', () => {
  it('blur flattens detail and keeps a flat image', () => {
    expect(spread(blurred(image, 2))).toBeLessThan(0.2 * spread(image));
    const flat = { ...image, data: image.data.map((_, i) => (i % 4 === 3 ? 255 : 90)) };
    expect(blurred(flat, 2)).toEqual(flat);
  });

  it('a turned hue keeps brightness and changes colour; a full turn changes nothing but rounding', () => {
    const turned = hueTurned(image, 40);
    const brightness = ({ data }: RgbaImage, at: number): number =>
      0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    expect(differing(turned, image)).toBeGreaterThan(0.9);
    for (let at = 0; at < 400; at += 4)
      expect(Math.abs(brightness(turned, at) - brightness(image, at))).toBeLessThan(3);
    const full = hueTurned(image, 360);
    expect(Math.max(...full.data.map((v, i) => Math.abs(v - (image.data[i] ?? 0))))).toBeLessThanOrEqual(2);
  });

  it('ink covers little, in its colour, and elsewhere with another seed', () => {
    const made = inked(image, [40, 50, 150], 1);
    const share = differing(made, image);
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.5);
    expect(inked(image, [40, 50, 150], 1)).toEqual(made);
    expect(inked(image, [40, 50, 150], 2)).not.toEqual(made);
  });

  it('a paste takes the mask and nothing else', () => {
    const mask: Mask = {
      width: 40,
      height: 30,
      data: Uint8Array.from({ length: 1200 }, (_, i) => (i % 40 > 20 ? 1 : 0)),
    };
    const made = pasted(noise(40, 30, 3), image, mask);
    expect(differing(made, image)).toBeCloseTo(mask.data.reduce((sum, v) => sum + v, 0) / 1200, 2);
    expect(made.data.subarray(0, 4)).toEqual(image.data.subarray(0, 4));
  });

  it('mirroring twice, and recolouring by nothing, changes nothing', () => {
    expect(mirrored(mirrored(image))).toEqual(image);
    expect(differing(mirrored(image), image)).toBeGreaterThan(0.9);
    expect(slightlyRecoloured(image, 1, [0, 0, 0])).toEqual(image);
  });

  it('noise and plaid are opaque, varied and the same for a seed', () => {
    for (const make of [noise, plaid]) {
      const made = make(40, 30, 5);
      expect(make(40, 30, 5)).toEqual(made);
      expect(make(40, 30, 6)).not.toEqual(made);
      expect(spread(made)).toBeGreaterThan(20);
      expect(made.data.every((v, i) => i % 4 !== 3 || v === 255)).toBe(true);
    }
  });
});
