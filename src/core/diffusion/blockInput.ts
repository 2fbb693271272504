/** What a U-Net over blocks sees: a noisy state, the state of what is shown, and how much of each block is to be painted (training/inlay_training/latent). */

/** The image [3,S,S] with the masked region in one colour. @param mask [S,S] @param colour [3] */
export function hiddenInColour(known: Float32Array, mask: Float32Array, colour: readonly number[]): Float32Array {
  const area = mask.length;
  return known.map((value, i) => {
    const inside = mask[i % area] ?? 0;
    return value * (1 - inside) + (colour[Math.floor(i / area)] ?? 0) * inside;
  });
}

/** Side of the cells in which masks are drawn in training, px (training/inlay_training/latent/scenes.py). */
const CELL_PX = 4;

/**
 * A mask drawn in cells of 4 px, corners rounded, as the network has learnt them: a cell counts where at least half of it is
 * masked, or at all where no cell is. With another edge the network paints the lesion up to it, with a rim.
 * @param mask [S,S] of 0 and 1, S a multiple of 4
 */
export function inCells(mask: Float32Array, sizePx: number): Float32Array {
  const side = sizePx / CELL_PX;
  const share = blockCover(mask, sizePx, CELL_PX);
  const most = share.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return new Float32Array(mask.length);
  const least = Math.min(most, 0.5);
  const at = (x: number, y: number): number => {
    const inside = (value: number): number => Math.min(side - 1, Math.max(0, value));
    return (share[inside(y) * side + inside(x)] ?? 0) >= least ? 1 : 0;
  };
  const places = Array.from({ length: sizePx }, (_, px) => {
    const place = (px + 0.5) / CELL_PX - 0.5;
    return { first: Math.floor(place), part: place - Math.floor(place) };
  });
  const drawn = new Float32Array(mask.length);
  places.forEach((y, row) => {
    places.forEach((x, column) => {
      const top = at(x.first, y.first) * (1 - x.part) + at(x.first + 1, y.first) * x.part;
      const bottom = at(x.first, y.first + 1) * (1 - x.part) + at(x.first + 1, y.first + 1) * x.part;
      if (top * (1 - y.part) + bottom * y.part > 0.5) drawn[row * sizePx + column] = 1;
    });
  });
  return drawn;
}

/** The share of each block that a mask [S,S] covers, [S/b,S/b]. */
export function blockCover(mask: Float32Array, sizePx: number, blockPx: number): Float32Array {
  const side = sizePx / blockPx;
  const cover = new Float32Array(side * side);
  mask.forEach((value, i) => {
    const block = Math.floor(Math.floor(i / sizePx) / blockPx) * side + Math.floor((i % sizePx) / blockPx);
    cover[block] = (cover[block] ?? 0) + value;
  });
  return cover.map((sum) => sum / (blockPx * blockPx));
}

/** [2C+2,g,g]: the noisy state, that of what is shown, the share to be painted, the share where the lesion is to be. */
export function blockInput(
  noisy: Float32Array,
  shown: Float32Array,
  painted: Float32Array,
  lesion: Float32Array,
): Float32Array {
  const input = new Float32Array(noisy.length + shown.length + painted.length + lesion.length);
  let at = 0;
  for (const part of [noisy, shown, painted, lesion]) {
    input.set(part, at);
    at += part.length;
  }
  return input;
}

/** The estimate of the clean state from a velocity: x_0 = x_t - t v. */
export function cleanFrom(x: Float32Array, velocity: Float32Array, t: number): Float32Array {
  return x.map((value, i) => value - t * (velocity[i] ?? 0));
}

/** (1 - t) x_0 + t e */
export function mixedAt(clean: Float32Array, noise: Float32Array, t: number): Float32Array {
  return clean.map((value, i) => (1 - t) * value + t * (noise[i] ?? 0));
}
