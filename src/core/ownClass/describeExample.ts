/** The description of a lesion that the network can be shown: whitened features of the encoder (latent/classify.py, `describe`). */

/** From features to a description. */
export interface Whitening {
  /** [D] */
  readonly mean: Float32Array;
  /** [D,E] */
  readonly projection: Float32Array;
}

const MOST = 3;

/** @param depths features at each depth, brought to unit length here @returns [E]. Throws RangeError where they are not as long as the mean. */
export function whitened({ mean, projection }: Whitening, depths: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const features = depths.flatMap((values) => [...unit(values)]);
  if (features.length !== mean.length) throw new RangeError(`${features.length} features, not ${mean.length}.`);
  const size = projection.length / mean.length;
  const found = new Float64Array(size);
  features.forEach((value, row) => {
    const centred = value - (mean[row] ?? 0);
    for (let i = 0; i < size; i += 1) found[i] = (found[i] ?? 0) + centred * (projection[row * size + i] ?? 0);
  });
  return Float32Array.from(found, (value) => Math.min(MOST, Math.max(-MOST, value)));
}

function unit(values: Float32Array): Float32Array {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? values.map((value) => value / length) : values;
}
