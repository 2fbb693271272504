/** Rows of one length, one after another. */
export function joined(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const length = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * length);
  rows.forEach((row, index) => all.set(row, index * length));
  return all;
}
