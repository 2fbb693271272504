/**
 * What a latent image looks like, without the decoder: a linear map from latent channels to colours. It is fitted on the region that
 * the encoder has just seen, so it needs no constants of one particular autoencoder.
 */
import { applyTaps, cellTaps, clampIndex } from '../image/resample';

/** Keeps the fit from exaggerating channels that hardly vary on plain skin; latents have a spread of about 1. */
const RIDGE = 0.02;

/** [3, channels + 1] weights, the constant last. */
export type ColourMap = readonly Float64Array[];

/**
 * Least squares between latent cells and the mean colours of the pixels that each covers.
 * @param latents [C,L,L], of `image` encoded
 * @param image [3,S,S] in [-1,1]
 */
export function fitColourMap(
  latents: Float32Array,
  image: Float32Array,
  latentSizePx: number,
  sizePx: number,
): ColourMap {
  const cells = latentSizePx * latentSizePx;
  const columns = latents.length / cells + 1;
  const taps = cellTaps(0, sizePx, latentSizePx);
  const value = (column: number, cell: number): number =>
    column === columns - 1 ? 1 : (latents[column * cells + cell] ?? 0);
  const normal = Array.from({ length: columns }, (_, row) =>
    Float64Array.from({ length: columns }, (__, column) => {
      let sum = row === column && row < columns - 1 ? RIDGE * cells : 0;
      for (let cell = 0; cell < cells; cell += 1) sum += value(row, cell) * value(column, cell);
      return sum;
    }),
  );
  return [0, 1, 2].map((channel) => {
    const plane = image.subarray(channel * sizePx * sizePx, (channel + 1) * sizePx * sizePx);
    const colours = applyTaps((x, y) => plane[y * sizePx + x] ?? 0, sizePx, sizePx, taps, taps, clampIndex);
    const target = Float64Array.from({ length: columns }, (_, row) =>
      colours.reduce((sum, colour, cell) => sum + value(row, cell) * colour, 0),
    );
    return solve(normal, target);
  });
}

/** @returns [3,S,S], the cells' colours interpolated; beyond [-1,1] where the estimate is */
export function previewOf(map: ColourMap, latents: Float32Array, latentSizePx: number, sizePx: number): Float32Array {
  const cells = latentSizePx * latentSizePx;
  const taps = cellTaps(0, latentSizePx, sizePx);
  const image = new Float32Array(3 * sizePx * sizePx);
  map.forEach((weights, channel) => {
    const last = weights.length - 1;
    const colours = Float32Array.from({ length: cells }, (_, cell) => {
      let sum = weights[last] ?? 0;
      for (let c = 0; c < last; c += 1) sum += (weights[c] ?? 0) * (latents[c * cells + cell] ?? 0);
      return sum;
    });
    const at = (x: number, y: number): number => colours[y * latentSizePx + x] ?? 0;
    const plane = applyTaps(at, latentSizePx, latentSizePx, taps, taps, clampIndex);
    image.set(plane, channel * sizePx * sizePx);
  });
  return image;
}

/** Gauss's elimination for a symmetric positive definite matrix, which needs no pivots. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i] ?? 0));
  const n = rows.length;
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < n; pivot += 1) {
    for (let row = pivot + 1; row < n; row += 1) {
      const factor = at(row, pivot) / at(pivot, pivot);
      rows[row] = Float64Array.from({ length: n + 1 }, (_, c) => at(row, c) - factor * at(pivot, c));
    }
  }
  const x = new Float64Array(n);
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = at(row, n);
    for (let c = row + 1; c < n; c += 1) sum -= at(row, c) * (x[c] ?? 0);
    x[row] = sum / at(row, row);
  }
  return x;
}
