import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat } from './half';

describe('half precision', () => {
  it('gives every pattern again', () => {
    const finite = Uint16Array.from({ length: 0x1_0000 }, (_, i) => i).filter((bits) => (bits & 0x7c00) !== 0x7c00);
    expect(floatToHalf(halfToFloat(finite))).toEqual(finite);
  });

  it('rounds to the nearest', () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const [half = NaN] = halfToFloat(floatToHalf(Float32Array.of(value)));
        expect(Math.abs(half - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
      }),
    );
  });

  it('rounds halves to even, and keeps what is no number', () => {
    expect([...floatToHalf(Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 65519, 65520, -Infinity))]).toEqual([
      0x3c00, 0x3c02, 0x7bff, 0x7c00, 0xfc00,
    ]);
    expect(halfToFloat(floatToHalf(Float32Array.of(NaN)))[0]).toBeNaN();
  });
});
