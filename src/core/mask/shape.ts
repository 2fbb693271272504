/** Outlines of the library: small, and named by what they are, so that the same one is there once. */
import type { MaskShape } from '../../contracts/library';
import type { Rle } from '../../contracts/recipe';
import { sha256Hex } from '../provenance/digest';

/** @param rle at most SHAPE_PX long */
export async function shapeOf(rle: Rle, origin: MaskShape['origin'], code: MaskShape['class']): Promise<MaskShape> {
  const digest = await sha256Hex(new TextEncoder().encode(JSON.stringify([rle.size, rle.counts])));
  return { id: `outline-${digest.slice(0, 12)}`, rle, origin, class: code, excluded: false };
}
