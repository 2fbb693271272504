/** The novel gate: is a sample nearer to one real image than real images of different lesions are to each other? */
import { nearestHash } from '../../image/perceptualHash';
import { conformalP, leastP } from '../conformal';
import { rowAt, rowCount, type Features } from '../../features/features';
import { neighbours, normalise, unitRows, type Neighbour } from '../../features/neighbours';

/** Real images as this gate knows them: a row of features, a hash and a lesion each. */
export interface Gallery {
  /** [N,D] */
  readonly features: Features;
  /** [N x 2] of core/image `perceptualHash`, of the region that is scored */
  readonly hashes: Uint32Array;
  /** [N] */
  readonly lesions: ArrayLike<number>;
}

/** An image to be compared: its features, and the hashes of its eight turned and mirrored forms. */
interface Comparand {
  readonly features: ArrayLike<number>;
  readonly hashes: Uint32Array;
}

export interface NoveltyScore {
  /** The share of real images that have another lesion's image as near or nearer, by features or by hash, twice the smaller one. */
  readonly p: number;
  /** By features, nearest first. */
  readonly nearest: readonly Neighbour[];
  /** By hash; bits of 64. */
  readonly alike: { readonly row: number; readonly distance: number } | null;
}

/** Distances of real images to the nearest one of another lesion, ascending: the scale of nearness. */
export interface RealDistances {
  readonly features: Float64Array;
  /** Bits of 64. */
  readonly hashes: Float64Array;
}

/** Real images whose distances to a gallery are the scale; their hashes are those of all eight forms. */
export interface Probes {
  readonly features: Features;
  readonly hashes: readonly Uint32Array[];
  readonly lesions: ArrayLike<number>;
}

export type Novelty = (image: Comparand, howMany?: number) => NoveltyScore;

/** A sample is a copy where no more than this share of real images has another lesion's as near: the 1st percentile. */
export const COPY_LEVEL = 0.01;

/** The level for so many real distances: where they are too few for a percentile, what is nearer than all of them is a copy. */
export function copyLevelFor({ features, hashes }: RealDistances): number {
  return Math.max(COPY_LEVEL, 2 * leastP(Math.min(features.length, hashes.length)));
}

/** Slow: each probe against the whole gallery, its own lesion left out. */
export function measureRealDistances(gallery: Gallery, probes: Probes): RealDistances {
  const bank = unitRows(gallery.features);
  const features: number[] = [];
  const hashes: number[] = [];
  for (let probe = 0; probe < rowCount(probes.features); probe += 1) {
    const others = rowsBut(gallery.lesions, probes.lesions[probe] ?? -1);
    const [nearest] = neighbours(normalise(Float32Array.from(rowAt(probes.features, probe))), bank, 1, others);
    const alike = nearestHash(probes.hashes[probe] ?? new Uint32Array(), hashesAt(gallery.hashes, others));
    if (nearest) features.push(nearest.distance);
    if (alike) hashes.push(alike.distance);
  }
  return { features: Float64Array.from(features).sort(), hashes: Float64Array.from(hashes).sort() };
}

/**
 * The gate.
 * @param gallery what a sample must not copy
 */
export function openNovelty(gallery: Gallery, real: RealDistances): Novelty {
  const bank = unitRows(gallery.features);
  return (image, howMany = 1) => {
    const nearest = neighbours(normalise(Float32Array.from(image.features)), bank, howMany);
    const alike = nearestHash(image.hashes, gallery.hashes);
    const byFeatures = nearness(nearest[0]?.distance, real.features);
    const byHash = nearness(alike?.distance, real.hashes);
    return { p: Math.min(1, 2 * Math.min(byFeatures, byHash)), nearest, alike };
  };
}

/** Share of real images that have something as near; 1 where there is nothing. */
export function nearness(distance: number | undefined, real: Float64Array): number {
  if (distance === undefined || Number.isNaN(distance)) return 1;
  return conformalP(
    -distance,
    real.map((value) => -value),
  );
}

function rowsBut(lesions: ArrayLike<number>, lesion: number): number[] {
  return Array.from(lesions).flatMap((other, row) => (other === lesion ? [] : [row]));
}

function hashesAt(hashes: Uint32Array, rows: readonly number[]): Uint32Array {
  return Uint32Array.from(rows.flatMap((row) => [hashes[2 * row] ?? 0, hashes[2 * row + 1] ?? 0]));
}
