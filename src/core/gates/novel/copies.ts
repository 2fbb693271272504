/**
 * The novel gate for description 2. A copy is much nearer to one real image than to the next ones, however it was cut, turned a little, recoloured
 * or encoded again; the distance alone does not tell it, for some lesions have many that are like them. The features of both depths are
 * compared by that ratio (D. Lowe, IJCV 2004, section 7.1), quarter turns and mirrors by hashes.
 */
import { nearestHash } from '../../image/perceptualHash';
import { rowAt, rowCount, type Features } from '../../features/features';
import { neighbours, normalise, unitRows, type Neighbour } from '../../features/neighbours';
import { leastP } from '../conformal';
import { COPY_LEVEL, nearness } from './novelty';

export interface CopyGallery {
  /** Of each depth. [N,D] */
  readonly depths: readonly Features[];
  /** [N x 2] of the square around the lesion. */
  readonly hashes: Uint32Array;
  /** [N x 2] of the whole frame; null where they are not kept. */
  readonly frames: Uint32Array | null;
  /** [N] */
  readonly lesions: ArrayLike<number>;
}

/** An image to be compared; hashes are those of its eight turned and mirrored forms. */
export interface CopyComparand {
  readonly depths: readonly ArrayLike<number>[];
  readonly hashes: Uint32Array;
  /** Of its whole frame; null for a sample, whose surroundings are those of a real image by intent. */
  readonly frame: Uint32Array | null;
}

/** How near real images come to one of another lesion, ascending: distance over that to the next lesions; bits of 64. */
export interface CopyScale {
  readonly ratios: Float64Array;
  readonly hashes: Float64Array;
  readonly frames: Float64Array;
}

export interface CopyScore {
  /** The share of real images that come as near to another one, by the test that finds it nearest: three tests, so a level rejects at most three times that. */
  readonly p: number;
  /** Distance to the nearest over that to the next lesions. */
  readonly ratio: number;
  /** By features of both depths, nearest first. */
  readonly nearest: readonly Neighbour[];
  /** By the hash that is nearest; bits of 64. */
  readonly alike: { readonly row: number; readonly distance: number } | null;
}

/** The level for so many real images: where they are too few for a percentile, what is nearer than all of them is a copy. */
export function copyLevelOf({ ratios, hashes }: CopyScale): number {
  return Math.max(COPY_LEVEL, leastP(Math.min(ratios.length, hashes.length)));
}

/** The nearest one is held against the lesion at this place behind it. */
const BEHIND = 5;
/** Images that are searched for so many lesions. */
const SEARCHED = 60;

export function openCopies(gallery: CopyGallery, scale: CopyScale): (image: CopyComparand) => CopyScore {
  const ratioOf = openRatio(gallery);
  return ({ depths, hashes, frame }) => {
    const { ratio, nearest } = ratioOf(joined(depths), null);
    const byHash = nearestHash(hashes, gallery.hashes);
    const byFrame = frame && gallery.frames && nearestHash(frame, gallery.frames);
    const shares = [
      nearness(ratio, scale.ratios),
      nearness(byHash?.distance, scale.hashes),
      ...(byFrame ? [nearness(byFrame.distance, scale.frames)] : []),
    ];
    const alike = byFrame && byFrame.distance <= (byHash?.distance ?? Infinity) ? byFrame : byHash;
    return { p: Math.min(...shares), ratio, nearest, alike };
  };
}

/** Slow: each probe against the whole gallery, its own lesion left out. @param probes rows of the gallery, with their hashes in all forms */
export function measureCopyScale(
  gallery: CopyGallery,
  probes: readonly { readonly row: number; readonly hashes: Uint32Array; readonly frame: Uint32Array | null }[],
): CopyScale {
  const ratioOf = openRatio(gallery);
  const ratios: number[] = [];
  const [hashes, frames] = [[] as number[], [] as number[]];
  for (const probe of probes) {
    const lesion = gallery.lesions[probe.row] ?? -1;
    const { ratio } = ratioOf(joined(gallery.depths.map((features) => rowAt(features, probe.row))), lesion);
    if (Number.isFinite(ratio)) ratios.push(ratio);
    const others = Array.from(gallery.lesions).flatMap((other, row) => (other === lesion ? [] : [row]));
    const byHash = nearestHash(probe.hashes, hashesAt(gallery.hashes, others));
    if (byHash) hashes.push(byHash.distance);
    const byFrame = probe.frame && gallery.frames && nearestHash(probe.frame, hashesAt(gallery.frames, others));
    if (byFrame) frames.push(byFrame.distance);
  }
  const ascending = (values: number[]): Float64Array => Float64Array.from(values).sort();
  return { ratios: ascending(ratios), hashes: ascending(hashes), frames: ascending(frames) };
}

interface Found {
  /** NaN where there are too few lesions. */
  readonly ratio: number;
  readonly nearest: readonly Neighbour[];
}

function openRatio({ depths, lesions }: CopyGallery): (unit: Float32Array, without: number | null) => Found {
  const bank = joinedRows(depths);
  return (unit, without) => {
    const all = neighbours(unit, bank, SEARCHED);
    const nearest = all.filter(({ row }) => lesions[row] !== without);
    const first = nearest[0];
    const ofEachLesion = new Map(nearest.toReversed().map((found) => [lesions[found.row], found.distance]));
    if (first) ofEachLesion.delete(lesions[first.row]);
    const next = [...ofEachLesion.values()].sort((a, b) => a - b)[BEHIND - 1];
    return { ratio: first && next !== undefined && next > 0 ? first.distance / next : NaN, nearest };
  };
}

/** Each depth at unit length, so that both count alike in the cosine distance. */
function joined(depths: readonly ArrayLike<number>[]): Float32Array {
  return normalise(Float32Array.from(depths.flatMap((row) => [...normalise(Float32Array.from(row))])));
}

function joinedRows(depths: readonly Features[]): Float32Array {
  const units = depths.map((features) => ({ dim: features.dim, data: unitRows(features) }));
  const count = units[0] ? rowCount(units[0]) : 0;
  const dim = units.reduce((sum, features) => sum + features.dim, 0);
  const bank = new Float32Array(count * dim);
  let column = 0;
  for (const features of units) {
    for (let row = 0; row < count; row += 1) bank.set(rowAt(features, row), row * dim + column);
    column += features.dim;
  }
  return unitRows({ dim, data: bank });
}

function hashesAt(hashes: Uint32Array, rows: readonly number[]): Uint32Array {
  return Uint32Array.from(rows.flatMap((row) => [hashes[2 * row] ?? 0, hashes[2 * row + 1] ?? 0]));
}
