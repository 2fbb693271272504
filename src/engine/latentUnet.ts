/** One call of a foreign U-Net, fed in the types, ranks and batches that its graph declares. */
import type { Graph, TensorValue } from './runtime';

export const GUIDANCE_INPUT = 'timestep_cond';

/** What the U-Net is told beside the image. */
export interface Told {
  /** Name of the conditioning input. */
  readonly input: string;
  /** One an output. */
  readonly rows: readonly TensorValue[];
  /** The guidance, for a U-Net that takes it as an input [1,D]. */
  readonly guidance: TensorValue | null;
}

/**
 * @param sample of one image, the same for every row
 * @returns an output [C,L,L] a row
 */
export async function callUnet(unet: Graph, sample: TensorValue, t: number, told: Told): Promise<Float32Array[]> {
  const { input, rows, guidance } = told;
  const batch = shapeOf(unet, 'sample')[0];
  if (batch === 1 && rows.length > 1) {
    const outputs: Float32Array[] = [];
    for (const row of rows) outputs.push(...(await callUnet(unet, sample, t, { ...told, rows: [row] })));
    return outputs;
  }
  const n = rows.length;
  const feeds = { sample: stack(rows.map(() => sample)), timestep: timestep(unet, t, n), [input]: stack(rows) };
  const more = guidance ? { [GUIDANCE_INPUT]: stack(rows.map(() => guidance)) } : {};
  const made = await unet.run({ ...feeds, ...more }, ['out_sample']);
  const output = made['out_sample'];
  if (!output) throw new TypeError('The U-Net gave no out_sample.');
  const length = output.length / n;
  return rows.map((_, row) => output.subarray(row * length, (row + 1) * length));
}

/** A scalar, one value for all images, or one for each: as the graph declares it. */
function timestep(unet: Graph, t: number, n: number): TensorValue {
  const shape = shapeOf(unet, 'timestep');
  if (shape.length === 0) return { data: Float32Array.of(t), dims: [] };
  const [size] = shape;
  const count = typeof size === 'number' ? size : size === shapeOf(unet, 'sample')[0] ? n : 1;
  return { data: new Float32Array(count).fill(t), dims: [count] };
}

function shapeOf(graph: Graph, name: string): readonly (number | string)[] {
  return graph.inputs.find((input) => input.name === name)?.shape ?? [];
}

function stack(rows: readonly TensorValue[]): TensorValue {
  const [first] = rows;
  if (!first) throw new RangeError('There is nothing to stack.');
  const { length } = first.data;
  const data =
    first.data instanceof Int32Array ? new Int32Array(rows.length * length) : new Float32Array(rows.length * length);
  rows.forEach((row, index) => data.set(row.data, index * length));
  return { data, dims: [rows.length, ...first.dims.slice(1)] };
}
