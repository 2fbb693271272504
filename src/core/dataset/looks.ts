/** What a real image shows beside its class: hair on the skin, and how large the lesion is in the frame. */
import type { RgbaImage } from '../../contracts/image';
import { findLesion } from '../mask/findLesion';
import { hairsOf, LOOK_PX, SKIN_LIMITS } from '../skin/appearance';
import { reducedCopy } from '../skin/reducedCopy';

export interface ImageLooks {
  /** Share of the skin's pixels, beside the lesion, that lie on hairs. 0..1 */
  readonly hairShare: number;
  /** Diameter of a disc as large as the lesion, over the frame's shorter side; null where no lesion was found. */
  readonly diameter: number | null;
}

/** Looks at a small copy of an image, about 128 pixels long: pigment inside the lesion is no hair. */
export function looksOf(image: RgbaImage): ImageLooks {
  const copy = reducedCopy(image, LOOK_PX);
  const hairs = hairsOf(copy);
  const lesion = findLesion(image);
  let [skin, onHairs] = [0, 0];
  hairs.forEach((hair, i) => {
    const [x, y] = [i % copy.width, Math.floor(i / copy.width)];
    const from =
      Math.floor((y * image.height) / copy.height) * image.width + Math.floor((x * image.width) / copy.width);
    if (lesion?.data[from] === 1) return;
    skin += 1;
    onHairs += hair;
  });
  const area = lesion?.data.reduce((sum, value) => sum + value, 0) ?? 0;
  return {
    hairShare: skin === 0 ? 0 : onHairs / skin,
    diameter: lesion && (2 * Math.sqrt(area / Math.PI)) / Math.min(image.width, image.height),
  };
}

export const HAIR_GROUPS = ['no hair', 'hair'] as const;
export type HairGroup = (typeof HAIR_GROUPS)[number];

/** Skin is called hairy from where on it is fair and no longer good. */
export function hairGroupOf(hairShare: number): HairGroup {
  return hairShare > SKIN_LIMITS.hairShare.fair ? 'hair' : 'no hair';
}

/** Named as the outlines that are drawn for a plan (contracts/bundle OUTLINE_SIZES). */
export const SIZE_GROUPS = ['small', 'medium', 'large'] as const;
export type SizeGroup = (typeof SIZE_GROUPS)[number];
/** Thirds of the diameters that the outlines of bundle 0.3.0 have, in shorter sides. */
const SIZE_BOUNDS = [0.45, 0.63] as const;

export function sizeGroupOf(diameter: number): SizeGroup {
  return diameter < SIZE_BOUNDS[0] ? 'small' : diameter < SIZE_BOUNDS[1] ? 'medium' : 'large';
}
