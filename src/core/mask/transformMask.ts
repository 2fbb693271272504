/** A mask that is moved, scaled, turned or mirrored about its middle. */
import type { Mask } from '../../contracts/image';
import { maskBounds } from '../image/region';
import { copyRows, emptyMask } from './rle';
import type { Point } from './stroke';

export interface MaskTransform {
  /** Image pixels. */
  readonly dx: number;
  readonly dy: number;
  /** Above 0. */
  readonly scale: number;
  /** Clockwise on the screen. */
  readonly angleRad: number;
  /** Mirrored before anything else: left to right, top to bottom. */
  readonly flipX: boolean;
  readonly flipY: boolean;
}

export const UNMOVED: MaskTransform = { dx: 0, dy: 0, scale: 1, angleRad: 0, flipX: false, flipY: false };

/** A mask of a part of an image, and where its top left corner lies there. */
export interface MaskPart {
  readonly x: number;
  readonly y: number;
  readonly mask: Mask;
}

type Size = Pick<Mask, 'width' | 'height'>;

/** Middle of what is painted, null where nothing is. */
export function middleOf(mask: Mask): Point | null {
  const bounds = maskBounds(mask);
  return bounds && { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 };
}

/** What is painted, in the smallest rectangle that holds it; null where nothing is. */
export function paintedPart(mask: Mask): MaskPart | null {
  const bounds = maskBounds(mask);
  if (!bounds) return null;
  const cut = emptyMask(bounds.width, bounds.height);
  copyRows(mask, bounds.x, bounds.y, cut, 0, 0, bounds);
  return { x: bounds.x, y: bounds.y, mask: cut };
}

/** Points of a side of a pixel that are sampled. */
export const FINE = 3;
/** From this scale on no more than an edge can lie between the middles of two neighbouring pixels. */
const EDGES_FROM_SCALE = 0.5;

/** The same size; what leaves the image is gone. A pixel is painted when more than half of it is covered. */
export function transformMask(mask: Mask, change: MaskTransform): Mask {
  const part = paintedPart(mask);
  const out = emptyMask(mask.width, mask.height);
  const moved = part && transformPart(part, mask, change);
  if (moved) copyRows(moved.mask, 0, 0, out, moved.x, moved.y, moved.mask);
  return out;
}

/**
 * As transformMask, of what is painted alone.
 * @param part what is painted in an image, as paintedPart gives it
 * @param image its size: what leaves it is gone
 * @param samples points of a side of a pixel that decide it: 1 while it is dragged
 * @returns null where nothing of it is left in the image
 */
export function transformPart(part: MaskPart, image: Size, change: MaskTransform, samples = FINE): MaskPart | null {
  const reach = reachOf(part, change);
  const [x, y] = [Math.max(0, Math.floor(reach.left)), Math.max(0, Math.floor(reach.top))];
  const width = Math.min(image.width, Math.ceil(reach.right)) - x;
  const height = Math.min(image.height, Math.ceil(reach.bottom)) - y;
  if (width <= 0 || height <= 0) return null;
  const { dx, dy, scale, angleRad, flipX, flipY } = change;
  const isWhole = angleRad === 0 && scale === 1 && Number.isInteger(dx) && Number.isInteger(dy); // pixels onto pixels
  const mask = emptyMask(width, height);
  if (isWhole && !flipX && !flipY) copyRows(part.mask, x - part.x - dx, y - part.y - dy, mask, 0, 0, mask);
  else fill(mask, { x, y }, part, change, isWhole ? 1 : samples);
  return { x, y, mask };
}

/** Paints the mask whose corner lies at `corner` of the image. */
function fill({ width, height, data }: Mask, corner: Point, part: MaskPart, change: MaskTransform, samples: number) {
  const { dx, dy, scale, angleRad, flipX, flipY } = change;
  const old = part.mask;
  const cos = Math.cos(angleRad) / scale;
  const sin = Math.sin(angleRad) / scale;
  const [across, down] = [flipX ? -1 : 1, flipY ? -1 : 1];
  const [middleX, middleY] = [old.width / 2, old.height / 2];
  /** From a point of the new mask to one of the middle of the old one. */
  const [left, top] = [corner.x - part.x - middleX - dx, corner.y - part.y - middleY - dy];
  /** 1 where a point of the new mask is painted in the old one, else 0. */
  const paintedAt = (px: number, py: number): number => {
    const [tx, ty] = [px + left, py + top];
    const sx = Math.floor(middleX + across * (cos * tx + sin * ty));
    const sy = Math.floor(middleY + down * (cos * ty - sin * tx));
    return sx >= 0 && sy >= 0 && sx < old.width && sy < old.height ? (old.data[sy * old.width + sx] ?? 0) : 0;
  };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data[y * width + x] = paintedAt(x + 0.5, y + 0.5);
  if (samples === 1) return;
  const isEdge = scale < EDGES_FROM_SCALE ? () => true : edgesOf({ width, height, data });
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!isEdge(x, y)) continue;
      let covered = 0;
      for (let row = 0; row < samples; row += 1)
        for (let column = 0; column < samples; column += 1)
          covered += paintedAt(x + (column + 0.5) / samples, y + (row + 0.5) / samples);
      data[y * width + x] = 2 * covered > samples * samples ? 1 : 0;
    }
}

/** Whether one of the pixels around is painted and another is not, or lies beyond the edge; as the mask is now. */
function edgesOf({ width, height, data: changing }: Mask): (x: number, y: number) => boolean {
  const data = changing.slice();
  return (x, y) => {
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return true;
    const at = y * width + x;
    const value = data[at];
    for (let row = at - width; row <= at + width; row += width)
      if (data[row - 1] !== value || data[row] !== value || data[row + 1] !== value) return true;
    return false;
  };
}

/** Edges of what a part becomes. */
function reachOf({ x, y, mask: { width, height } }: MaskPart, { dx, dy, scale, angleRad }: MaskTransform) {
  const [cos, sin] = [Math.abs(Math.cos(angleRad)), Math.abs(Math.sin(angleRad))];
  const halfWidth = (scale * (width * cos + height * sin)) / 2;
  const halfHeight = (scale * (width * sin + height * cos)) / 2;
  const [cx, cy] = [x + width / 2 + dx, y + height / 2 + dy];
  return { left: cx - halfWidth, right: cx + halfWidth, top: cy - halfHeight, bottom: cy + halfHeight };
}
