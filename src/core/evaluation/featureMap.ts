/** The map of Review: real images and samples on the two axes along which real images differ most, and which samples lie outside. */
import { LIES, type FeatureMap, type MapRequest } from '../../contracts/evaluation';
import { failureOf, type Failure } from '../../contracts/failure';
import { pickRows, rowAt, rowCount, rowsByLabel, type Features } from '../features/features';
import { neighbours, unitRows } from '../features/neighbours';
import { principalPlane, projected } from '../features/principal';
import { LEAST_OF_CLASS, LEAST_POINTS } from './mapLimits';

/** Samples are outside that are farther from the nearest real image than this share of real images. */
const SHARE_AMONG = 0.95;
/** Of each class at most as many real images are compared with, taken evenly: the time grows with their square. */
const MOST_OF_CLASS = 1000;
/** Images that may come before the nearest one of another lesion. */
const MOST_OF_LESION = 12;
/** Samples between two breaths. */
const AT_A_TIME = 500;

/** Why no map can be drawn; null where one can. */
export function mapRefusalOf({ real, made }: MapRequest): Failure | null {
  const [n, m] = [real.labels.length, made.labels.length];
  if (Math.max(n, m) < LEAST_POINTS) return failureOf('map-too-few', { least: LEAST_POINTS });
  if (n > 0 && m > 0 && real.dim !== made.dim) return failureOf('evaluate-other-encoder');
  const isDamaged = [real.deep, made.deep].some((deep) => deep.some((value) => !Number.isFinite(value)));
  return isDamaged ? failureOf('map-damaged') : null;
}

/** @param request for which `mapRefusalOf` is null @param onStep called before each step of the work, and may throw to stop */
export async function featureMap(
  { real, made }: MapRequest,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<FeatureMap> {
  const [reals, mades] = [featuresOf(real), featuresOf(made)];
  const axesOf = rowCount(reals) < LEAST_POINTS ? 'samples' : 'real';
  const total = rowCount(mades) + 1;
  await onStep(0, total);
  const plane = principalPlane(axesOf === 'real' ? reals : mades);
  const [ofReal, ofMade] = [projected(plane, reals), projected(plane, mades)];
  const places = new Float32Array(ofReal.length + ofMade.length);
  places.set(ofReal);
  places.set(ofMade, ofReal.length);
  let done = 1;
  const lies = new Uint8Array(rowCount(mades)).fill(LIES.indexOf('unknown'));
  const realRows = rowsByLabel(real.labels);
  for (const [label, rows] of rowsByLabel(made.labels)) {
    const border = borderOf(reals, real.lesions, realRows.get(label) ?? []);
    for (let from = 0; from < rows.length; from += AT_A_TIME) {
      await onStep(done, total);
      const some = rows.slice(from, from + AT_A_TIME);
      if (border) for (const row of some) lies[row] = LIES.indexOf(border(rowAt(mades, row)) ? 'outside' : 'among');
      done += some.length;
    }
  }
  return { places, shares: plane.shares, axesOf, lies };
}

/** Whether a vector lies farther from the nearest of some real images than nearly all of these do from one of another lesion; null where too few tell. */
function borderOf(
  reals: Features,
  lesions: ArrayLike<number>,
  rows: readonly number[],
): ((query: ArrayLike<number>) => boolean) | null {
  const step = Math.max(1, rows.length / MOST_OF_CLASS);
  const taken = Array.from({ length: Math.ceil(rows.length / step) }, (_, at) => rows[Math.floor(at * step)] ?? 0);
  if (new Set(taken.map((row) => lesions[row])).size < LEAST_OF_CLASS) return null;
  const bank = unitRows(pickRows(reals, taken));
  const { dim } = reals;
  const apart = taken.map((row, at) => {
    const nearest = neighbours(bank.subarray(at * dim, (at + 1) * dim), bank, MOST_OF_LESION);
    return nearest.find(({ row: other }) => lesions[taken[other] ?? 0] !== lesions[row])?.distance ?? Infinity;
  });
  apart.sort((a, b) => a - b);
  const limit = apart[Math.ceil(SHARE_AMONG * apart.length) - 1] ?? Infinity;
  return (query) => {
    const unit = unitRows({ dim, data: Float32Array.from(query) });
    return (neighbours(unit, bank, 1)[0]?.distance ?? Infinity) > limit;
  };
}

function featuresOf({ deep, dim }: Pick<MapRequest['made'], 'deep' | 'dim'>): Features {
  return { dim, data: deep };
}
