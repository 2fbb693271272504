import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockCover, blockInput, cleanFrom, hiddenInColour, inCells, mixedAt } from './blockInput';

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

  it.each([
    ['nothing of nothing', () => 0, 0],
    ['whole frames whole', () => 1, 256],
    [
      'a speck as the cell that it lies in, corners rounded',
      (x: number, y: number) => (x === 5 && y === 6 ? 1 : 0),
      12,
    ],
    ['half covered cells whole', (x: number, y: number) => (x < 6 && y < 16 ? 1 : 0), 8 * 16],
    ['cells covered less than half not at all', (x: number, y: number) => (x < 5 && y < 16 ? 1 : 0), 4 * 16],
  ])('draws masks in cells: %s', (_, painted, area) => {
    const mask = Float32Array.from({ length: 256 }, (__, i) => painted(i % 16, i >> 4));
    const drawn = inCells(mask, 16);
    expect(drawn.reduce((sum, value) => sum + value, 0)).toBe(area);
    expect(inCells(drawn, 16)).toEqual(drawn);
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
