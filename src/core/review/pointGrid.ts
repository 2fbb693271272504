/** Points of a plane by place: which is nearest, and which lie inside a line drawn around them. */

/** Points are pairs of numbers, one after another: [2N]. */
export type Points = ArrayLike<number>;

export interface PointGrid {
  /** The nearest point within `reach`; of equally near ones the last, for it is drawn on top. Null where there is none. */
  nearest(x: number, y: number, reach: number, counts?: (point: number) => boolean): number | null;
}

/** About so many points a cell. */
const PER_CELL = 2;
/** Cells are looked at one by one, so that a few points far apart do not make many. */
const MOST_CELLS = 1 << 16;

/** Sorts points into square cells: a look-up reads those cells alone that are within reach. */
export function pointGrid(points: Points): PointGrid {
  const count = Math.floor(points.length / 2);
  const { left, top, width, height } = boundsOf(points);
  const wanted = Math.min(MOST_CELLS, Math.max(1, count / PER_CELL));
  const cell = Math.max(Math.sqrt((width * height) / wanted), Math.max(width, height) / wanted) || 1;
  const columns = Math.floor(width / cell) + 1;
  const rows = Math.floor(height / cell) + 1;
  const cellOf = (point: number): number =>
    Math.floor(((points[2 * point + 1] ?? 0) - top) / cell) * columns +
    Math.floor(((points[2 * point] ?? 0) - left) / cell);
  const starts = new Uint32Array(columns * rows + 1);
  for (let point = 0; point < count; point += 1) starts[cellOf(point) + 1] = (starts[cellOf(point) + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const sorted = new Uint32Array(count);
  const next = starts.slice();
  for (let point = 0; point < count; point += 1) {
    const own = cellOf(point);
    const place = next[own] ?? 0;
    sorted[place] = point;
    next[own] = place + 1;
  }

  const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.floor(value / cell)));
  return {
    nearest(x, y, reach, counts = () => true) {
      if (count === 0 || x + reach < left || x - reach > left + width) return null;
      if (y + reach < top || y - reach > top + height) return null;
      let found: number | null = null;
      let least = reach * reach;
      const [first, last] = [within(x - reach - left, columns - 1), within(x + reach - left, columns - 1)];
      for (let row = within(y - reach - top, rows - 1); row <= within(y + reach - top, rows - 1); row += 1) {
        const end = starts[row * columns + last + 1] ?? 0;
        for (let at = starts[row * columns + first] ?? 0; at < end; at += 1) {
          const point = sorted[at] ?? 0;
          const distance = ((points[2 * point] ?? 0) - x) ** 2 + ((points[2 * point + 1] ?? 0) - y) ** 2;
          const isNearer = distance < least || (distance === least && point >= (found ?? 0));
          if (!isNearer || !counts(point)) continue;
          least = distance;
          found = point;
        }
      }
      return found;
    },
  };
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle that holds them all; of no points, nothing at 0. */
export function boundsOf(points: Points): Bounds {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return left > right
    ? { left: 0, top: 0, width: 0, height: 0 }
    : { left, top, width: right - left, height: bottom - top };
}

/** Whether a place lies inside a closed line, counted by how often a ray from it crosses the line. */
export function isInside(x: number, y: number, line: Points): boolean {
  let inside = false;
  for (let at = 0, before = line.length - 2; at + 1 < line.length; before = at, at += 2) {
    const [x1, y1, x2, y2] = [line[at] ?? 0, line[at + 1] ?? 0, line[before] ?? 0, line[before + 1] ?? 0];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
