/** How the mask is shown: a light tint and a two-tone outline, readable on any skin and for colour-blind eyes. */
import type { Mask } from '../../contracts/image';
import type { Rect } from '../image/region';

export const TINT = rgba(30, 120, 255, 46);
/** Of the painted pixels beside unpainted ones. */
export const EDGE = rgba(255, 255, 255, 235);
/** Of the unpainted pixels beside painted ones. */
export const EDGE_SHADE = rgba(12, 28, 64, 190);

/** Four bytes as the machine keeps a 32-bit number of them. */
function rgba(...bytes: [number, number, number, number]): number {
  return new Uint32Array(Uint8Array.from(bytes).buffer)[0] ?? 0;
}

/** Places along a row at which the mask turns from unpainted to painted and back: the first turn paints. */
type Turns = readonly number[];

/**
 * The colours of a part of a mask, row by row. Neighbours beyond the part count, those beyond the image do not.
 * @param part inside the image
 * @param pixels [part.height * part.width] of 0; written
 */
export function drawOverlay(mask: Mask, part: Rect, pixels: Uint32Array): void {
  const turnsAt = (y: number): Turns | null => (y < 0 || y >= mask.height ? null : turnsOf(mask, y));
  let above = turnsAt(part.y - 1);
  let own = turnsAt(part.y) ?? [];
  for (let row = 0; row < part.height; row += 1) {
    const below = turnsAt(part.y + row + 1);
    const colours = pixels.subarray(row * part.width, (row + 1) * part.width);
    drawRow(colours, own, [above, below], part.x, mask.width);
    above = own;
    own = below ?? [];
  }
}

function turnsOf({ width, data }: Mask, y: number): Turns {
  const row = data.subarray(y * width, (y + 1) * width);
  const turns: number[] = [];
  for (let from = row.indexOf(1); from >= 0;) {
    const end = row.indexOf(0, from);
    turns.push(from, end < 0 ? width : end);
    from = end < 0 ? -1 : row.indexOf(1, end);
  }
  return turns;
}

/** @param left where the row begins in the image */
function drawRow(
  row: Uint32Array,
  own: Turns,
  neighbours: readonly (Turns | null)[],
  left: number,
  width: number,
): void {
  const fill = (colour: number, from: number, to: number): void => {
    row.fill(colour, Math.max(0, from - left), Math.max(0, Math.min(row.length, to - left)));
  };
  for (let i = 0; i < own.length; i += 2) fill(TINT, own[i] ?? 0, own[i + 1] ?? width);
  for (const there of neighbours) if (there) drawDifference(fill, own, there, width);
  for (const [i, at] of own.entries()) {
    if (at === 0 || at === width) continue;
    fill(i % 2 === 0 ? EDGE_SHADE : EDGE, at - 1, at);
    fill(i % 2 === 0 ? EDGE : EDGE_SHADE, at, at + 1);
  }
}

/** Colours what is painted in one row and not in its neighbour, and the other way round. */
function drawDifference(
  fill: (colour: number, from: number, to: number) => void,
  own: Turns,
  there: Turns,
  width: number,
): void {
  for (let [from, i, j] = [0, 0, 0]; from < width;) {
    const [next, nextThere] = [own[i] ?? width, there[j] ?? width];
    const to = Math.min(next, nextThere);
    if (i % 2 !== j % 2) fill(i % 2 === 1 ? EDGE : EDGE_SHADE, from, to);
    if (next === to) i += 1;
    if (nextThere === to) j += 1;
    from = to;
  }
}
