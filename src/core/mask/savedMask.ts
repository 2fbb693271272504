/** A kept mask and the steps after it, put together. */
import type { Rle } from '../../contracts/recipe';
import type { SavedMask, Stroke } from '../../contracts/strokes';
import { MaskHistory } from './history';
import { decodeRle, emptyMask, encodeRle } from './rle';

/** @param strokes in the order in which they were kept; those of another size than the last one's belong to another image and are left out. */
export function withStrokes(saved: SavedMask | null, strokes: readonly Stroke[]): SavedMask | null {
  const last = strokes.at(-1);
  if (!last) return saved;
  const [height, width] = last.size;
  const fits = saved && isSize(saved.rle.size, last.size);
  const mask = fits ? decodeRle(saved.rle) : emptyMask(width, height);
  const history = new MaskHistory(fits ? saved : undefined);
  for (const { size, change } of strokes) if (isSize(size, last.size)) history.take(mask, change);
  const { past, future } = history.steps;
  return { rle: encodeRle(mask), past: [...past], future: [...future] };
}

function isSize(a: Rle['size'], b: Rle['size']): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
