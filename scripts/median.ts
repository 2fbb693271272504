/** The middle one, or the greater of the two in the middle. @returns NaN where there is none */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
