import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../contracts/image';
import { describeSkin, gradeSkin, SKIN_LIMITS, type SkinAppearance } from './appearance';

type Paint = (x: number, y: number) => readonly [number, number, number];

/** Repeatable noise in -1..1. */
function noise(x: number, y: number): number {
  const s = Math.sin(x * 127.1 + y * 311.7) * 43758.5453;
  return 2 * (s - Math.floor(s)) - 1;
}

function picture(paint: Paint, side = 128): RgbaImage {
  const data = new Uint8ClampedArray(4 * side * side);
  for (let i = 0; i < side * side; i += 1) data.set([...paint(i % side, Math.floor(i / side)), 255], 4 * i);
  return { width: side, height: side, data };
}

const skin: Paint = (x, y) => [214 + 3 * noise(x, y), 160 + 3 * noise(x + 9, y), 140 + 3 * noise(x, y + 9)];
const shaded =
  (by: (x: number, y: number) => number): Paint =>
  (x, y) => {
    const [r, g, b] = skin(x, y);
    return [r * by(x, y), g * by(x, y), b * by(x, y)];
  };
const line = (x: number, y: number, at: number, width: number): boolean => Math.abs(x - 0.3 * y - at) < width / 2;

describe('how skin looks', () => {
  const plain = describeSkin(picture(skin));

  it('is good when it is even and bare', () => {
    expect(plain.hairShare).toBe(0);
    expect(plain.foreignShare).toBe(0);
    expect(plain.itaDeg).toBeGreaterThan(41);
    expect(gradeSkin(plain)).toEqual({ grade: 'good', reason: 'Even, sharp skin with hardly any hairs or spots.' });
  });

  it.each([
    ['dark', 0.4],
    ['pale', 0.95],
  ])('finds %s hairs and their share, and takes them for nothing else', (_, factor) => {
    const hairs = [10, 40, 70].map((at) => ({ at, width: 3 }));
    const isHair = (x: number, y: number): boolean => hairs.some(({ at, width }) => line(x, y, at, width));
    const paint = shaded((x, y) => (isHair(x, y) ? factor : 0.8));
    const truth = Array.from({ length: 128 * 128 }, (__, i) => isHair(i % 128, Math.floor(i / 128))).filter(
      Boolean,
    ).length;
    const found = describeSkin(picture(paint));
    expect(found.hairShare / (truth / 128 ** 2)).toBeGreaterThan(0.8);
    expect(found.hairShare / (truth / 128 ** 2)).toBeLessThan(1.6);
    expect(found.foreignShare).toBeLessThan(SKIN_LIMITS.foreignShare.fair);
    expect(gradeSkin(found)).toEqual({
      grade: 'fair',
      reason: expect.stringMatching(/^Hairs .* cover \d+ % of it\.$/) as string,
    });
  });

  it('takes neither dots nor vessels for hairs', () => {
    const dots = describeSkin(picture(shaded((x, y) => (x % 30 > 25 && y % 30 > 25 ? 0.5 : 1))));
    expect(dots.hairShare).toBe(0);
    const vessels = describeSkin(
      picture((x, y) => {
        const [r, g, b] = skin(x, y);
        return line(x, y, 40, 3) ? [r, g - 40, b - 40] : [r, g, b];
      }),
    );
    expect(vessels.hairShare).toBe(0);
  });

  it('sees a lesion, glare and darkness as what is no skin', () => {
    const spot = (factor: number): SkinAppearance =>
      describeSkin(picture(shaded((x, y) => (Math.hypot(x - 60, y - 70) < 26 ? factor : 1))));
    for (const factor of [0.1, 0.5, 2]) {
      expect(spot(factor).foreignShare).toBeGreaterThan(0.1);
      expect(gradeSkin(spot(factor)).grade).toBe('poor');
    }
    expect(gradeSkin(spot(0.5)).reason).toMatch(/^Spots, ink, glare or darkness cover \d+ % of it\.$/);
    const black = describeSkin(picture(() => [5, 5, 5]));
    expect(gradeSkin(black)).toEqual({ grade: 'poor', reason: 'Too little of the picture looks like skin.' });
  });

  it('measures uneven light as a share of its brightness, on dark skin as on light skin', () => {
    const gradient = (level: number): SkinAppearance =>
      describeSkin(picture(shaded((x) => level * (0.76 + (0.24 * x) / 127))));
    expect(gradient(1).unevenness).toBeCloseTo(0.23, 1);
    expect(gradient(0.5).unevenness).toBeCloseTo(gradient(1).unevenness, 1);
    expect(plain.unevenness).toBeLessThan(0.03);
    expect(gradeSkin(gradient(1))).toEqual({
      grade: 'fair',
      reason: expect.stringContaining('brightness varies by') as string,
    });
  });

  it('loses sharpness by blur and not by contrast', () => {
    // A pattern of waves: the longer they are, the less fine contrast there is.
    const waves = (lengthPx: number, gain: number): number =>
      describeSkin(
        picture((x, y) => {
          const value = gain * Math.sin((2 * Math.PI * x) / lengthPx) * Math.sin((2 * Math.PI * y) / lengthPx);
          return [200 + value, 160 + value, 140 + value];
        }),
      ).sharpness;
    const values = [5, 16, 40].map((lengthPx) => waves(lengthPx, 40));
    expect(values[0]).toBeGreaterThan(0.8);
    expect(values[1]).toBeLessThan((values[0] ?? 0) - 0.2);
    expect(values[2]).toBeLessThan(0.2);
    expect(Math.abs(waves(5, 20) - waves(5, 40))).toBeLessThan(0.05);
    expect(describeSkin(picture(() => [214, 160, 140])).sharpness).toBe(0);
    expect(gradeSkin({ ...plain, sharpness: 0.1 })).toEqual({ grade: 'poor', reason: 'It is blurred.' });
  });

  it('is about the same at any size', () => {
    const paint = shaded((x, y) => (line(x, y, 40, 5) ? 0.3 : 1));
    const twice: Paint = (x, y) => paint(Math.floor(x / 2), Math.floor(y / 2));
    const [once, large] = [describeSkin(picture(paint)), describeSkin(picture(twice, 256))];
    expect(large.hairShare).toBeCloseTo(once.hairShare, 2);
    expect(large.sharpness).toBeCloseTo(once.sharpness, 2);
  });

  it('says the worst first', () => {
    const worse = { ...plain, hairShare: 0.5, unevenness: 0.2 };
    expect(gradeSkin(worse)).toEqual({ grade: 'poor', reason: 'Hairs or other lines cover 50 % of it.' });
    expect(gradeSkin({ ...worse, hairShare: 0 }).grade).toBe('fair');
  });
});
