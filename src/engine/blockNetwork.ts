/** One call of a U-Net over blocks: a row for each class that is told, in one batch. */
import type { BlockConfig } from '../core/bundle/blockConfig';
import type { Graph } from './runtime';

export const INPUTS = [
  'sample',
  'timestep',
  'class_vector',
  'example',
  'attributes',
  'low_rank_in',
  'low_rank_out',
] as const;

export interface Rows {
  /** Row of the table of classes. */
  readonly told: number;
  /** What guidance leads away from; null without guidance. */
  readonly away: number | null;
}

/** @param input [2C+2,g,g] @param labels rows of the table of classes @returns [labels,C,g,g] velocities */
export async function callBlockNetwork(
  graph: Graph,
  config: BlockConfig,
  input: Float32Array,
  t: number,
  labels: readonly number[],
): Promise<Float32Array> {
  const n = labels.length;
  const { gridSize, coefficients, exampleLength, embeddingSize, modulations } = config;
  const vectors = labels.map((label) => config.classVectors[label]);
  const repeated = (row: Float32Array): Float32Array => joined(labels.map(() => row));
  const { out_sample: output } = await graph.run({
    sample: { data: repeated(input), dims: [n, 2 * coefficients + 2, gridSize, gridSize] },
    timestep: { data: new Float32Array(n).fill(t), dims: [n] },
    class_vector: { data: joined(vectors), dims: [n, vectors[0]?.length ?? 0] },
    example: { data: new Float32Array(n * exampleLength), dims: [n, exampleLength] },
    attributes: { data: repeated(config.attributes), dims: [n, config.attributes.length] },
    low_rank_in: { data: new Float32Array(embeddingSize), dims: [1, embeddingSize] },
    low_rank_out: { data: new Float32Array(modulations), dims: [modulations, 1] },
  });
  if (!output) throw new TypeError('The U-Net gave no out_sample.');
  return output;
}

function joined(rows: readonly (Float32Array | undefined)[]): Float32Array {
  const length = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * length);
  rows.forEach((row, index) => {
    if (!row) throw new RangeError('The table of classes lacks a row.');
    all.set(row, index * length);
  });
  return all;
}
