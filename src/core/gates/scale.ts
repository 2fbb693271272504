/** A gate's scores beside those of real images: where a level lies among them, and their distribution. Pure. */
import type { GateScale } from '../../contracts/gateReference';
import { conformalP, imagesFor } from './conformal';

/** The share of real images at least as odd as a score: the p-value of a gate with this scale. */
export function levelAt({ real, odd, share }: GateScale, score: number): number {
  const p = odd === 'high' ? conformalP(score, real) : conformalP(-score, real.map(negated));
  return Math.min(1, p / share);
}

const negated = (value: number): number => -value;

/** The oddest score that passes a level; null where so few real images cannot reject at it. */
export function thresholdFor({ real, odd, share }: GateScale, level: number): number | null {
  const own = level * share;
  const place = imagesFor(own) > real.length ? 0 : Math.ceil(own * (real.length + 1) - 1 - 1e-9);
  if (place < 1) return null;
  return (odd === 'high' ? real[real.length - place] : real[place - 1]) ?? null;
}

/** The range that shows nearly all of both sets; never empty. */
export function rangeOf(scales: readonly ArrayLike<number>[]): readonly [number, number] {
  const values = scales.flatMap((scale) => Array.from(scale)).filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || 1) * 0.04;
  return [low - margin, high + margin];
}

/** The share of the values in each of `count` bins of equal width; values outside count to the nearest one. */
export function histogram(values: ArrayLike<number>, [low, high]: readonly [number, number], count: number): number[] {
  const bins = new Array<number>(count).fill(0);
  for (const value of Array.from(values)) {
    const at = Math.floor(((value - low) / (high - low)) * count);
    const bin = Math.min(count - 1, Math.max(0, Number.isFinite(at) ? at : count - 1));
    bins[bin] = (bins[bin] ?? 0) + 1 / values.length;
  }
  return bins;
}
