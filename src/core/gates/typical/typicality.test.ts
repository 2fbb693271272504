import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../../random/gaussian';
import { binomialInterval } from '../conformal';
import { MEASURED_NAMES } from '../../description/describeRegion';
import { aspectsOf, METHODS, type ScorerName } from './scorers';
import type { RealImages } from '../referenceImages';
import { calibrateTypicality, openTypicality, prepareParts, traitsAt, type Typicality } from './typicality';

const DIM = 6;
const PARTS: readonly ScorerName[] = [
  { method: 'mahalanobis', aspect: 'deep' },
  { method: 'mahalanobis', aspect: 'mid' },
  { method: 'knn', aspect: 'deep' },
];

/** `count` images around a centre a class; `perLesion` images of a lesion are alike but for a little noise. */
function drawn(counts: readonly number[], seed: number, perLesion = 1, measured = DIM): RealImages {
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  const lesions = labels.map((label, i) => label * 10_000 + Math.floor(i / perLesion));
  const depth = (stream: number, dim = DIM) => {
    const own = gaussianNoise(seed * 10 + stream, labels.length * dim);
    const ofLesion = gaussianNoise(seed * 10 + stream + 5, labels.length * dim);
    const data = Float64Array.from(own, (value, at) => {
      const row = Math.floor(at / dim);
      const shared = ofLesion[Math.floor(row / perLesion) * dim + (at % dim)] ?? 0;
      return 5 + 3 * Math.sin((labels[row] ?? 0) * 7 + (at % dim)) + (perLesion > 1 ? 0.01 * value + shared : value);
    });
    return { dim, data };
  };
  const logits = Float64Array.from(labels.flatMap((label) => [0, 1].map((c) => (c === label ? 2 : 0))));
  return {
    depths: { texture: depth(1, measured), mid: depth(2), deep: depth(3) },
    logits: { dim: 2, data: logits },
    labels,
    lesions,
  };
}

function rowsOf(real: RealImages, label: number): number[] {
  return Array.from(real.labels).flatMap((value, row) => (value === label ? [row] : []));
}

/** The gate of a class, calibrated on `heldOut` rows or, without any, by leaving lesions out. */
function gateOf(
  real: RealImages,
  names: readonly ScorerName[],
  rows: readonly number[],
  heldOut: readonly number[] = [],
): Typicality {
  const apart = new Set(heldOut);
  const known = Array.from(real.labels, (_, row) => row).filter((row) => !apart.has(row));
  const parts = prepareParts(names, real, known);
  return openTypicality(parts, real, rows, calibrateTypicality(parts, real, rows, heldOut));
}

function rejected(gate: Typicality, real: RealImages, rows: readonly number[], alpha: number): number {
  return rows.filter((row) => gate.score(traitsAt(real, row)).p <= alpha).length;
}

describe('the typical gate', () => {
  it.each([
    ['held-out images', 300, 150],
    ['fits that leave a lesion out', 150, 0],
  ])('keeps the promise of every level with %s', (_, fitted, heldOut) => {
    const real = drawn([fitted + heldOut, 60], 1);
    const rows = rowsOf(real, 0);
    const gate = gateOf(real, PARTS, rows.slice(0, fitted), rows.slice(fitted));
    expect(gate.calibration).toHaveLength(heldOut || fitted);
    const fresh = drawn([1000], 2);
    for (const alpha of [0.01, 0.05, 0.1, 0.2]) {
      const count = rejected(gate, fresh, rowsOf(fresh, 0), alpha);
      // the calibration's own chance (a beta variable) comes on top of the binomial one
      const spread = 4 * Math.sqrt((alpha * (1 - alpha)) / gate.calibration.length);
      expect(count).toBeGreaterThanOrEqual(binomialInterval(1000, Math.max(1e-9, alpha - spread), 0.99)[0]);
      expect(count).toBeLessThanOrEqual(binomialInterval(1000, alpha + spread, 0.99)[1]);
    }
  });

  it('never lets an image be judged by another one of its lesion', () => {
    const real = drawn([90, 40], 3, 3);
    const rows = rowsOf(real, 0);
    const gate = gateOf(real, PARTS, rows);
    const fresh = drawn([600], 4, 3);
    const share = rejected(gate, fresh, rowsOf(fresh, 0), 0.1) / 600;
    expect(share).toBeLessThan(0.3); // by its twin an image would look typical, and a new one odd: 0.9 and more
  });

  it('finds what lies elsewhere odd, and says in which part', () => {
    const real = drawn([240, 60], 5);
    const rows = rowsOf(real, 0);
    const gate = gateOf(real, PARTS, rows);
    const usual = traitsAt(real, 0);
    const odd = { ...usual, depths: { ...usual.depths, mid: new Float64Array(DIM).fill(40) } };
    const { p, parts } = gate.score(odd);
    expect(p).toBeCloseTo(1 / 241, 9);
    const worst = parts.toSorted((a, b) => b.z - a.z)[0];
    expect(worst?.name).toEqual(PARTS[1]);
  });

  it.each([0, 1, 2, 5])('gives a p-value for a class of %i images, no smaller than they can give', (count) => {
    const real = drawn([count, 80], 6);
    const gate = gateOf(real, PARTS, rowsOf(real, 0));
    for (const row of rowsOf(real, 1).slice(0, 5)) {
      const { p } = gate.score(traitsAt(real, row));
      expect(p).toBeGreaterThanOrEqual(1 / (count + 1));
      expect(p).toBeLessThanOrEqual(1);
    }
  });

  it('finds an image whose features are no numbers the oddest', () => {
    const real = drawn([60, 60], 7);
    const gate = gateOf(real, PARTS, rowsOf(real, 0));
    const usual = traitsAt(real, 0);
    const broken = { ...usual, depths: { ...usual.depths, deep: new Float64Array(DIM).fill(NaN) } };
    expect(gate.score(broken).p).toBeCloseTo(1 / 61, 9);
  });

  it('works where all images are alike', () => {
    const alike = drawn([40, 40], 8);
    const flat = { dim: DIM, data: new Float64Array(80 * DIM).fill(2) };
    const real: RealImages = { ...alike, depths: { texture: flat, mid: flat, deep: flat } };
    const gate = gateOf(real, PARTS, rowsOf(real, 0));
    expect(gate.score(traitsAt(real, 0)).p).toBe(1);
    const other = {
      ...traitsAt(real, 0),
      depths: { texture: [2, 2, 2, 2, 2, 3], mid: [2, 2, 2, 2, 2, 3], deep: [0, 1, 0, 0, 0, 0] },
    };
    expect(gate.score(other).p).toBeCloseTo(1 / 41, 9);
  });

  it('takes every method of every aspect', () => {
    const real = drawn([40, 40], 9, 1, MEASURED_NAMES.length);
    for (const method of METHODS) {
      for (const aspect of aspectsOf(method)) {
        const gate = gateOf(real, [{ method, aspect }], rowsOf(real, 1));
        expect(gate.score(traitsAt(real, rowsOf(real, 1)[0] ?? 0)).p, `${method} ${aspect}`).toBeGreaterThan(0);
      }
    }
  });
});
