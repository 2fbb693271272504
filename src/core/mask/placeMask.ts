/** An outline that was drawn on one image, put onto a background of another size; and outlines kept small, for a library of them. */
import type { OutlinePlace } from '../../contracts/bundle';
import type { Mask } from '../../contracts/image';
import { maskBounds, type Rect } from '../image/region';
import { applyTaps, cellTaps, clampIndex } from '../image/resample';
import { emptyMask } from './rle';

/** Symmetries of the square: quarter turns clockwise, from 4 on mirrored left to right first. */
export type Turn = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface MaskPlacement {
  readonly turn: Turn;
  /** Where it lies among the places where it fits, in [0,1): from left to right and from top to bottom. */
  readonly u: number;
  readonly v: number;
  /** `anywhere`: by u and v, about the middle as `sampleOutline` does; `as-drawn`: at the same share of the sides. */
  readonly place: OutlinePlace | 'as-drawn';
}

/** As for outlines that are sampled: kept free at each edge, and the most of the shorter side that an outline takes. */
const MARGIN = 0.04;
const MAX_SHARE = 0.82;
/** A pixel is painted where at least this share of it is covered. */
const COVERED = 0.5;

/**
 * The outline on a background of width x height pixels. Its size, as a share of the shorter side, is kept, but shrunk where it would be
 * too long; it lies wholly inside. Never empty. Throws RangeError for a shape in which nothing is painted.
 * @param shape on the frame in which it was drawn
 */
export function placeMask(shape: Mask, width: number, height: number, { turn, u, v, place }: MaskPlacement): Mask {
  const turned = turnMask(shape, turn);
  const bounds = maskBounds(turned);
  if (!bounds) throw new RangeError('The shape is empty.');
  const shorter = Math.min(width, height);
  const scale = Math.min(
    shorter / Math.min(shape.width, shape.height),
    (MAX_SHARE * shorter) / Math.max(bounds.width, bounds.height),
  );
  const cut = scaled(turned, bounds, scale);
  const at = (size: number, length: number, drawn: number, share: number): number => {
    const [low, high] = [MARGIN * size, (1 - MARGIN) * size - length];
    const wanted = place === 'as-drawn' ? drawn * size - length / 2 : low + (high - low) * (0.25 + 0.5 * share);
    const start = place === 'centre' || high < low ? (size - length) / 2 : Math.max(low, Math.min(high, wanted));
    return Math.min(size - length, Math.max(0, Math.round(start)));
  };
  const left = at(width, cut.width, (bounds.x + bounds.width / 2) / turned.width, u);
  const top = at(height, cut.height, (bounds.y + bounds.height / 2) / turned.height, v);
  const placed = emptyMask(width, height);
  for (let y = 0; y < cut.height; y += 1)
    placed.data.set(cut.data.subarray(y * cut.width, (y + 1) * cut.width), (top + y) * width + left);
  return placed;
}

/** The mask turned and mirrored; a quarter turn swaps width and height. */
export function turnMask({ width, height, data }: Mask, turn: Turn): Mask {
  const quarters = turn & 3;
  const mirrored = turn >= 4;
  const out = quarters % 2 === 1 ? emptyMask(height, width) : emptyMask(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] !== 1) continue;
      let [px, py] = [mirrored ? width - 1 - x : x, y];
      for (let k = 0, rows = height, columns = width; k < quarters; k += 1) {
        [px, py] = [rows - 1 - py, px];
        [rows, columns] = [columns, rows];
      }
      out.data[py * out.width + px] = 1;
    }
  return out;
}

/** What takes a turn back. Mirrored forms take themselves back. */
export function inverseTurn(turn: Turn): Turn {
  return (turn >= 4 ? turn : (4 - turn) % 4) as Turn;
}

/** The mask with its longer side at most `maxSidePx` pixels; the same where it is smaller. Painted masks stay painted. */
export function shrinkMask(mask: Mask, maxSidePx: number): Mask {
  const longer = Math.max(mask.width, mask.height);
  if (longer <= maxSidePx) return mask;
  const [width, height] = [mask.width, mask.height].map((side) => Math.max(1, Math.round((side * maxSidePx) / longer)));
  return resizeMask(mask, width ?? 1, height ?? 1);
}

/** The mask on a frame of another size; painted masks stay painted. */
export function resizeMask(mask: Mask, width: number, height: number): Mask {
  return resampled(mask, { x: 0, y: 0, width: mask.width, height: mask.height }, width, height);
}

/** The painted part, `scale` times as large, on a frame that just holds it. */
function scaled(mask: Mask, bounds: Rect, scale: number): Mask {
  const [width, height] = [bounds.width, bounds.height].map((side) => Math.max(1, Math.ceil(side * scale - 1e-9)));
  const [wide, high] = [(width ?? 1) / scale, (height ?? 1) / scale];
  const from = { x: bounds.x + (bounds.width - wide) / 2, y: bounds.y + (bounds.height - high) / 2 };
  return resampled(mask, { ...from, width: wide, height: high }, width ?? 1, height ?? 1);
}

/** A part of the mask in cells, each painted where enough of it is covered, or where most is when none has enough. */
function resampled(mask: Mask, part: Rect, width: number, height: number): Mask {
  // A frame of nothing about the mask: beyond its edge there is no lesion.
  const at = (x: number, y: number): number =>
    x < 1 || y < 1 || x > mask.width || y > mask.height ? 0 : (mask.data[(y - 1) * mask.width + x - 1] ?? 0);
  const columns = cellTaps(part.x + 1, part.width, width);
  const rows = cellTaps(part.y + 1, part.height, height);
  const share = applyTaps(at, mask.width + 2, mask.height + 2, columns, rows, clampIndex);
  const most = share.reduce((a, b) => Math.max(a, b), 0);
  const level = Math.min(COVERED, most) - 1e-6;
  return { width, height, data: Uint8Array.from(share, (value) => (most > 0 && value >= level ? 1 : 0)) };
}
