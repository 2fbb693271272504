/** The generator's own opinion: how well it can restore an image that it is given noisy. It costs calls of the U-Net, no encoder. */

/**
 * Mean squared error of an estimate inside the mask.
 * @param image [3,S,S] in [-1,1]
 * @param estimate [3,S,S] in [-1,1]
 * @param mask [S,S], 1 inside
 * @returns NaN where the mask is empty
 */
export function denoisingError(image: Float32Array, estimate: Float32Array, mask: Float32Array): number {
  const plane = mask.length;
  let error = 0;
  let weight = 0;
  for (let at = 0; at < image.length; at += 1) {
    const inside = mask[at % plane] ?? 0;
    error += inside * ((image[at] ?? 0) - (estimate[at] ?? 0)) ** 2;
    weight += inside;
  }
  return error / weight;
}

/**
 * The error with the class told over the error without, as ln: below 0 where knowing the class helps. An image that is hard
 * for any class is not odd for this one (the comparison of a diffusion classifier, Li et al., arXiv 2303.16203).
 */
export function relativeDenoisingError(withClass: number, without: number): number {
  return Math.log(withClass / without);
}
