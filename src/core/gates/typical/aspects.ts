/** What of an image is scored: its description at three depths, and groups of the measured numbers that are looked at by themselves. */
import { BAND_NAMES } from '../../description/bands';
import { BLOCK_NAMES } from '../../description/blockSteps';
import type { Depth } from '../gate';
import { rowCount, type Features } from '../../features/features';
import { TEXTURE_NAMES } from '../../description/texture';
import { measuredNames } from '../../description/versions';

/**
 * Among all that is measured a few numbers that are odd together do not show, so `colour` and `grain` are scored apart as well. `blocks`
 * are apart because only many of them are odd: real images are JPEGs, and a sample without any is none the worse.
 */
export const ASPECTS = ['texture', 'colour', 'grain', 'blocks', 'bands', 'mid', 'deep'] as const;
export type Aspect = (typeof ASPECTS)[number];

const GRAIN_INSIDE = ['fineness 1 px inside', 'edges 1 px inside'];
export const GRAIN_INSIDE_COUNT = GRAIN_INSIDE.length;
const GRAIN_AROUND = [1, 2, 4].flatMap((px) => [`fineness ${px} px around`, `edges ${px} px around`]);

const COLUMNS: Readonly<Partial<Record<Aspect, readonly number[]>>> = {
  texture: columns(TEXTURE_NAMES),
  blocks: columns(BLOCK_NAMES),
  /** Colour without brightness: what a hue is made of. */
  colour: columns(['red - green inside', 'red - green around', 'green - blue inside', 'green - blue around']),
  /** Detail inside the mask, then around it. */
  grain: columns([...GRAIN_INSIDE, ...GRAIN_AROUND]),
  /** From description 2 on. */
  bands: columns(BAND_NAMES),
};

function columns(names: readonly string[]): readonly number[] {
  const all = measuredNames(2); // those of version 1 stand at the same places
  return names.map((name) => {
    const at = all.indexOf(name);
    if (at < 0) throw new RangeError(`There is no ${name} in a description.`);
    return at;
  });
}

function depthOf(aspect: Aspect): Depth {
  return aspect === 'mid' || aspect === 'deep' ? aspect : 'texture';
}

/** One image. @returns [D] */
export function traitOf(depths: Readonly<Record<Depth, ArrayLike<number>>>, aspect: Aspect): ArrayLike<number> {
  const all = depths[depthOf(aspect)];
  return COLUMNS[aspect]?.map((at) => all[at] ?? NaN) ?? all;
}

/** Many images. @returns [N,D] */
export function traitsOf(depths: Readonly<Record<Depth, Features>>, aspect: Aspect): Features {
  const all = depths[depthOf(aspect)];
  const chosen = COLUMNS[aspect];
  if (!chosen) return all;
  const data = new Float64Array(rowCount(all) * chosen.length);
  for (let row = 0; row < rowCount(all); row += 1) {
    chosen.forEach((at, i) => (data[row * chosen.length + i] = all.data[row * all.dim + at] ?? NaN));
  }
  return { dim: chosen.length, data };
}
