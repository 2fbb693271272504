import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockCover, blockInput, cleanFrom, hiddenInColour, mixedAt } from './blockInput';

describe('what a U-Net over blocks sees', () => {
  it('is the share of each block that the mask covers', () => {
    const mask = new Float32Array(16 * 16);
    for (let y = 0; y < 8; y += 1) for (let x = 4; x < 16; x += 1) mask[y * 16 + x] = 1;
    expect([...blockCover(mask, 16, 8)]).toEqual([0.5, 1, 0, 0]);
  });

  it('covers as much as the mask does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 256, maxLength: 256 }), (pixels) => {
        const cover = blockCover(Float32Array.from(pixels), 16, 4);
        const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
        expect(16 * sum(cover)).toBeCloseTo(sum(pixels), 4);
      }),
    );
  });

  it('shows nothing of what is masked', () => {
    const known = Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    const shown = hiddenInColour(known, Float32Array.of(0, 1), [0.7, -0.5, 0]);
    expect([...shown].map((value) => Math.round(value * 10) / 10)).toEqual([0.1, 0.7, 0.3, -0.5, 0.5, 0]);
  });

  it('puts its parts one after another', () => {
    const scalar = (value: number): Float32Array => Float32Array.of(value);
    expect([...blockInput(scalar(1), scalar(2), scalar(3), scalar(4))]).toEqual([1, 2, 3, 4]);
  });

  it('finds the clean state again from the velocity of a straight path', () => {
    const [clean, noise] = [Float32Array.of(0.5, -1), Float32Array.of(2, 1)];
    const velocity = noise.map((value, i) => value - (clean[i] ?? 0));
    const found = cleanFrom(mixedAt(clean, noise, 0.3), velocity, 0.3);
    found.forEach((value, i) => expect(value).toBeCloseTo(clean[i] ?? NaN, 6));
  });
});
