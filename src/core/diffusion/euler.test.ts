import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/trajectory.json' with { type: 'json' };
import { eulerStep, guide, guidesAt, hidden, keepKnown, networkInput, timeSteps } from './euler';

const { sizePx, steps, guidance } = golden;
const area = sizePx * sizePx;

/** The analytic denoiser of the golden script: a fixed mixture of its inputs, of the time and of the class. */
function denoise(input: Float32Array, t: number, label: number): Float32Array {
  return Float32Array.from({ length: 3 * area }, (_, i) => {
    const noisy = input[i] ?? 0;
    const known = input[3 * area + i] ?? 0;
    const mask = input[6 * area + (i % area)] ?? 0;
    return 0.4 * noisy * (1 - t) + 0.3 * known + 0.2 * mask - 0.05 * label * t;
  });
}

describe('the sampler', () => {
  it('follows the PyTorch reference step by step', () => {
    const known = Float32Array.from(golden.known);
    const mask = Float32Array.from(golden.mask);
    let x = Float32Array.from(golden.noise);
    const times = timeSteps(steps, 1, golden.shift);
    const acts = golden.guidanceTimes as [number, number];
    for (let index = 0; index < steps; index += 1) {
      const t = times[index] ?? 0;
      const input = networkInput(x, hidden(known, mask), mask);
      const plain = denoise(input, t, golden.label);
      const guided = guidesAt(t, acts) ? guide(denoise(input, t, golden.nullLabel), plain, guidance) : plain;
      const estimate = keepKnown(guided, known, mask, sizePx);
      x = eulerStep(x, estimate, t, times[index + 1] ?? 0) as Float32Array<ArrayBuffer>;
      const expected = golden.estimates[index] ?? [];
      const worst = Math.max(...estimate.map((value, i) => Math.abs(value - (expected[i] ?? NaN))));
      expect(worst).toBeLessThan(2e-6);
    }
  });

  it('ends on the last estimate', () => {
    const estimate = Float32Array.of(0.25, -0.5);
    expect([...eulerStep(Float32Array.of(3, 4), estimate, 0.1, 0)]).toEqual([0.25, -0.5]);
  });

  it('has times that fall from 1 to 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.1, max: 5, noNaN: true }), (n, shift) => {
        const times = timeSteps(n, 1, shift);
        expect(times[0]).toBe(1);
        expect(times[n]).toBe(0);
        expect([...times].every((t, i) => i === 0 || t < (times[i - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it('gives the class alone at guidance 1 and never leaves the range inside the mask', () => {
    expect([...guide(Float32Array.of(0.5), Float32Array.of(0.25), 1)]).toEqual([0.25]);
    expect([...keepKnown(Float32Array.of(9, 9, -9), Float32Array.of(0, 0, 0), Float32Array.of(1), 1)]).toEqual([
      1, 1, -1,
    ]);
  });
});
