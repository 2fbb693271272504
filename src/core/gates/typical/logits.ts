/** Scores that need the classifier's logits alone; larger is odder. */

/** ln of the sum of exponentials, without overflow. */
export function logSumExp(logits: ArrayLike<number>): number {
  const values = Array.from(logits);
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, v) => sum + Math.exp(v - largest), 0));
}

/** The energy -ln sum exp (Liu et al., arXiv 2010.03759, temperature 1). */
export function energy(logits: ArrayLike<number>): number {
  return -logSumExp(logits);
}

/** The negative maximum softmax probability, -1..0 (Hendrycks & Gimpel, arXiv 1610.02136). */
export function maximumSoftmax(logits: ArrayLike<number>): number {
  return -Math.exp(Math.max(...Array.from(logits)) - logSumExp(logits));
}
