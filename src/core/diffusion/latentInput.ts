/** What a latent inpainting U-Net sees: noisy latents, mask, latents of the masked image (the order of Stable Diffusion inpainting). */

/** The image [3,S,S] with the masked region at 0, which is grey. @param mask [S,S] */
export function maskedImage(known: Float32Array, mask: Float32Array): Float32Array {
  return known.map((value, i) => ((mask[i % mask.length] ?? 0) < 0.5 ? value : 0));
}

/** The mask [S,S] at the latents' size [L,L]: the upper left pixel of each cell, as diffusers' nearest neighbour takes it. */
export function latentMask(mask: Float32Array, sizePx: number, latentSizePx: number): Float32Array {
  const factor = sizePx / latentSizePx;
  return Float32Array.from({ length: latentSizePx * latentSizePx }, (_, i) => {
    const x = Math.floor((i % latentSizePx) * factor);
    const y = Math.floor(Math.floor(i / latentSizePx) * factor);
    return mask[y * sizePx + x] ?? 0;
  });
}

/** [2C+1,L,L] */
export function latentInput(noisy: Float32Array, mask: Float32Array, masked: Float32Array): Float32Array {
  const input = new Float32Array(noisy.length + mask.length + masked.length);
  input.set(noisy, 0);
  input.set(mask, noisy.length);
  input.set(masked, noisy.length + mask.length);
  return input;
}
