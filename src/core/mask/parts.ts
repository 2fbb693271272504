/** Connected parts of a mask, and its holes. */

/**
 * The part that is connected over edges and weighs most; null where there is none.
 * @param over what parts are made of, 0 or 1, `width` x `height`
 * @param weights of each pixel
 */
export function weightiestPart(
  over: Uint8Array,
  weights: ArrayLike<number>,
  width: number,
  height: number,
): Uint8Array | null {
  const seen = new Uint8Array(over.length);
  let best: { readonly part: number[]; readonly weight: number } | null = null;
  for (const start of over.keys()) {
    if (over[start] !== 1 || seen[start] === 1) continue;
    const part = flood(start, width, height, (i) => over[i] === 1, seen);
    const weight = part.reduce((sum, i) => sum + (weights[i] ?? 0), 0);
    if (!best || weight > best.weight) best = { part, weight };
  }
  if (!best) return null;
  const mask = new Uint8Array(over.length);
  for (const i of best.part) mask[i] = 1;
  return mask;
}

/** Pixels that are reached from one without leaving `inside`, over edges; they are marked as seen. */
function flood(
  start: number,
  width: number,
  height: number,
  inside: (i: number) => boolean,
  seen: Uint8Array,
): number[] {
  const found = [start];
  seen[start] = 1;
  for (const i of found) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const next = [
      x > 0 ? i - 1 : -1,
      x < width - 1 ? i + 1 : -1,
      y > 0 ? i - width : -1,
      y < height - 1 ? i + width : -1,
    ];
    for (const pixel of next) {
      if (pixel < 0 || seen[pixel] === 1 || !inside(pixel)) continue;
      seen[pixel] = 1;
      found.push(pixel);
    }
  }
  return found;
}

/** What no way leads to from the edge is inside. */
export function fillHoles(mask: Uint8Array, width: number, height: number): void {
  const outside = new Uint8Array(mask.length);
  for (const i of mask.keys()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const atEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
    if (atEdge && mask[i] === 0 && outside[i] === 0) flood(i, width, height, (pixel) => mask[pixel] === 0, outside);
  }
  for (const i of mask.keys()) if (outside[i] === 0) mask[i] = 1;
}
