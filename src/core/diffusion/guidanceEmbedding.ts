/** Guidance as an input of a distilled network, in sines and cosines. */

/**
 * [size] numbers of about -1 to 1, as diffusers' get_guidance_scale_embedding gives them for `guidance` - 1.
 * @param size at least 4
 */
export function guidanceEmbedding(guidance: number, size: number): Float32Array {
  const half = Math.floor(size / 2);
  const embedding = new Float32Array(size); // the last number of an odd size stays 0
  for (let index = 0; index < half; index += 1) {
    const angle = 1000 * (guidance - 1) * Math.exp((-Math.log(10_000) * index) / (half - 1));
    embedding[index] = Math.sin(angle);
    embedding[half + index] = Math.cos(angle);
  }
  return embedding;
}
