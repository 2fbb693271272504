/** The novel gate: is a sample nearer to one real image than real images of different lesions are to each other? */
import { nearestHash } from '../image/perceptualHash';
import { conformalP } from './conformal';
import { rowAt, rowCount, type Features } from './features';
import { neighbours, normalise, unitRows, type Neighbour } from './neighbours';

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
export interface Comparand {
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

export interface Novelty {
  /** Distances of real images to the nearest one of another lesion. */
  readonly featureDistances: Float64Array;
  readonly hashDistances: Float64Array;
  score(image: Comparand, howMany?: number): NoveltyScore;
}

/** Below this share of real images as near, a sample is a copy: the 1st percentile. */
export const COPY_LEVEL = 0.01;

/**
 * @param gallery what a sample must not copy
 * @param probes real images whose distances to the gallery are the scale; their hashes in all eight forms, [n x 16]
 */
export function fitNovelty(
  gallery: Gallery,
  probes: { readonly features: Features; readonly hashes: readonly Uint32Array[]; readonly lesions: ArrayLike<number> },
): Novelty {
  const bank = unitRows(gallery.features);
  const featureDistances: number[] = [];
  const hashDistances: number[] = [];
  for (let probe = 0; probe < rowCount(probes.features); probe += 1) {
    const others = rowsBut(gallery.lesions, probes.lesions[probe] ?? -1);
    const [nearest] = neighbours(normalise(Float32Array.from(rowAt(probes.features, probe))), bank, others);
    const alike = nearestHash(probes.hashes[probe] ?? new Uint32Array(), hashesAt(gallery.hashes, others));
    if (nearest) featureDistances.push(nearest.distance);
    if (alike) hashDistances.push(alike.distance);
  }
  const scales = {
    features: Float64Array.from(featureDistances).sort(),
    hashes: Float64Array.from(hashDistances).sort(),
  };
  return {
    featureDistances: scales.features,
    hashDistances: scales.hashes,
    score(image, howMany = 1) {
      const nearest = neighbours(normalise(Float32Array.from(image.features)), bank).slice(0, howMany);
      const alike = nearestHash(image.hashes, gallery.hashes);
      const p = Math.min(
        1,
        2 * Math.min(nearness(nearest[0]?.distance, scales.features), nearness(alike?.distance, scales.hashes)),
      );
      return { p, nearest, alike };
    },
  };
}

/** Share of real images that have something as near. */
function nearness(distance: number | undefined, real: Float64Array): number {
  if (distance === undefined) return 1;
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
