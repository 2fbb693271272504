/** Hairs: thin dark or light lines, found as DullRazor finds them (Lee et al. 1997), by closing the image along short lines. */

/** Steps from a pixel to the next one along the four directions in which lines are closed. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;
/** Pixels to each side of the middle: what is thinner than 2 REACH + 1 in some direction is closed. */
const REACH = 4;
/** Contrast in grey levels from which a line is surely one, and down to which it is followed. */
const SURE = 22;
const FOLLOWED = 12;
/** Lines are at least so long, as a share of the longer side; else they are pores, scales or dots. */
const MIN_LENGTH = 0.12;

/**
 * 1 on thin lines that are darker than their surroundings, else 0. For light ones give the values with their sign changed.
 * @param values row-major grey levels, about 128 pixels along the longer side: there a hair is one to four pixels wide
 */
export function thinLines(values: Float32Array, width: number, height: number): Uint8Array {
  const depth = blackHat(values, width, height);
  const lines = new Uint8Array(values.length);
  const seen = new Uint8Array(values.length);
  const least = MIN_LENGTH * Math.max(width, height);
  for (let start = 0; start < depth.length; start += 1) {
    if ((depth[start] ?? 0) < SURE || seen[start] === 1) continue;
    const part = follow(start, depth, width, height, seen);
    const [xs, ys] = [part.map((i) => i % width), part.map((i) => Math.floor(i / width))];
    if (Math.hypot(span(xs), span(ys)) >= least) for (const i of part) lines[i] = 1;
  }
  return lines;
}

/** How much the closing along lines, the most over the directions, lifts each pixel. */
function blackHat(values: Float32Array, width: number, height: number): Float32Array {
  const depth = new Float32Array(values.length);
  for (const [dx, dy] of DIRECTIONS) {
    const closed = extreme(extreme(values, width, height, dx, dy, 1), width, height, dx, dy, -1);
    closed.forEach((value, i) => (depth[i] = Math.max(depth[i] ?? 0, value - (values[i] ?? 0))));
  }
  return depth;
}

/** Largest (sign 1) or smallest (sign -1) value along a line about each pixel, inside the image. */
function extreme(
  values: Float32Array,
  width: number,
  height: number,
  dx: number,
  dy: number,
  sign: 1 | -1,
): Float32Array {
  const out = new Float32Array(values.length);
  const step = dy * width + dx;
  const line = new Float32Array(Math.max(width, height) + 2 * REACH).fill(-Infinity);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      // Lines begin where the pixel before lies outside.
      if (x >= dx && y - dy >= 0 && y - dy < height) continue;
      const start = y * width + x;
      const length = Math.min(dx === 0 ? Infinity : width - x, dy === 0 ? Infinity : dy > 0 ? height - y : y + 1);
      for (let k = 0; k < length; k += 1) line[REACH + k] = sign * (values[start + k * step] ?? 0);
      line.fill(-Infinity, REACH + length, 2 * REACH + length);
      for (let k = 0; k < length; k += 1) {
        let best = -Infinity;
        for (let at = k; at <= k + 2 * REACH; at += 1) {
          const value = line[at] ?? 0;
          if (value > best) best = value;
        }
        out[start + k * step] = sign * best;
      }
    }
  return out;
}

/** Pixels of one line, over edges and corners. They are marked as seen. */
function follow(start: number, depth: Float32Array, width: number, height: number, seen: Uint8Array): number[] {
  const found = [start];
  seen[start] = 1;
  for (const i of found) {
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        const [px, py] = [x + dx, y + dy];
        const next = py * width + px;
        if (px < 0 || py < 0 || px >= width || py >= height || seen[next] === 1) continue;
        if ((depth[next] ?? 0) < FOLLOWED) continue;
        seen[next] = 1;
        found.push(next);
      }
  }
  return found;
}

function span(values: readonly number[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low + 1;
}
