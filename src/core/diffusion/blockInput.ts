/** What a U-Net over blocks sees: a noisy state, the state of what is shown, and how much of each block is to be painted (training/inlay_training/latent). */

/** The image [3,S,S] with the masked region in one colour. @param mask [S,S] @param colour [3] */
export function hiddenInColour(known: Float32Array, mask: Float32Array, colour: readonly number[]): Float32Array {
  const area = mask.length;
  return known.map((value, i) => {
    const inside = mask[i % area] ?? 0;
    return value * (1 - inside) + (colour[Math.floor(i / area)] ?? 0) * inside;
  });
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
