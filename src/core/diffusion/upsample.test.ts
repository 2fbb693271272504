import { describe, expect, it } from 'vitest';
import golden from './golden/upsample.json' with { type: 'json' };
import { timeSteps } from './euler';
import { condition, noised } from './upsample';

const { lowSizePx, sizePx, fromTime, steps } = golden;
const [low, known, mask] = [golden.low, golden.known, golden.mask].map((values) => Float32Array.from(values));

describe('the second stage', () => {
  it('is given the enlarged sample inside the mask and the skin outside, as PyTorch makes it', () => {
    if (!low || !known || !mask) throw new Error('unreachable');
    const given = condition(low, lowSizePx, known, mask, sizePx);
    expect(given).toHaveLength(golden.condition.length);
    expect(Math.max(...given.map((value, i) => Math.abs(value - (golden.condition[i] ?? NaN))))).toBeLessThan(3e-6);
    expect(golden.condition.some((value) => value === 1)).toBe(true); // the golden sample leaves the range
  });

  it('starts part of the way to the noise, and its times fall from there to 0', () => {
    expect([...noised(Float32Array.of(1, -1), Float32Array.of(3, 2), 0.25)]).toEqual([1.5, -0.25]);
    const times = timeSteps(steps, fromTime);
    expect([times[0], times[steps]]).toEqual([fromTime, 0]);
    expect(times[1]).toBeCloseTo(fromTime * (1 - 1 / steps), 12);
  });
});
