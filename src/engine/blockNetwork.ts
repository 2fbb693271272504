/** One call of a U-Net over blocks: a row of the batch for each thing that is told. */
import type { LowRank } from '../contracts/ownClass';
import type { BlockConfig } from '../core/bundle/blockConfig';
import { joined } from '../core/tensor/joined';
import type { Graph, TensorValue } from './runtime';

export const INPUTS = [
  'sample',
  'timestep',
  'class_vector',
  'example',
  'attributes',
  'low_rank_in',
  'low_rank_out',
] as const;

/** What the network is told to paint. */
export interface Told {
  /** Of the class, [E]. */
  readonly vector: Float32Array;
  /** Description of an example lesion with its two marks, [D+2]; null for none. */
  readonly example: Float32Array | null;
}

/** The class at a row of the table. Throws RangeError where there is none. */
export function rowOf({ classVectors }: BlockConfig, row: number): Told {
  const vector = classVectors[row];
  if (!vector) throw new RangeError('The table of classes lacks a row.');
  return { vector, example: null };
}

/**
 * @param input [2C+2,g,g] @param lowRank a change of all modulations, for every row @returns [rows,C,g,g] velocities
 */
export async function callBlockNetwork(
  graph: Graph,
  config: BlockConfig,
  input: Float32Array,
  t: number,
  told: readonly Told[],
  lowRank: LowRank | null = null,
): Promise<Float32Array> {
  const n = told.length;
  const { gridSize, coefficients } = config;
  const { out_sample: output } = await graph.run({
    sample: { data: joined(told.map(() => input)), dims: [n, 2 * coefficients + 2, gridSize, gridSize] },
    timestep: { data: new Float32Array(n).fill(t), dims: [n] },
    class_vector: table(told.map(({ vector }) => vector)),
    ...conditionsOf(config, told),
    ...lowRankOf(config, lowRank),
  });
  if (!output) throw new TypeError('The U-Net gave no out_sample.');
  return output;
}

/** Examples and attributes of a batch. */
export function conditionsOf(
  { exampleLength, attributes }: BlockConfig,
  told: readonly Pick<Told, 'example'>[],
): Record<'example' | 'attributes', TensorValue> {
  return {
    example: table(told.map(({ example }) => example ?? new Float32Array(exampleLength))),
    attributes: table(told.map(() => attributes)),
  };
}

export function lowRankOf(
  { embeddingSize, modulations }: BlockConfig,
  lowRank: LowRank | null,
): Record<'low_rank_in' | 'low_rank_out', TensorValue> {
  const rank = lowRank?.rank ?? 1;
  return {
    low_rank_in: { data: lowRank?.in ?? new Float32Array(embeddingSize), dims: [rank, embeddingSize] },
    low_rank_out: { data: lowRank?.out ?? new Float32Array(modulations), dims: [modulations, rank] },
  };
}

function table(rows: readonly Float32Array[]): TensorValue {
  return { data: joined(rows), dims: [rows.length, rows[0]?.length ?? 0] };
}
