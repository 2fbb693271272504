/** Proves a bundle on this device against the numbers that PyTorch gave, where the bundle brings them. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Safetensors } from '../core/tensor/safetensors';
import type { OpenBundle } from './bundleGraphs';
import { isFinite } from './pipeline';
import type { Graph, Runtime, TensorValue } from './runtime';

/** A step may differ this much from PyTorch in fp32; silent kernel faults differ by orders more. */
const PARITY_TOLERANCE = 1e-2;

/** On a device whose first call takes longer, preparing is little of it. */
const SLOW_CALL_MS = 400;

/** What the gates read; the encoder may give more. */
const ENCODER_OUTPUTS = ['features', 'logits'];

export interface ParityReport {
  /** Null when the bundle has no reference tensors. */
  readonly maxDiff: number | null;
  /** Time of one U-Net call on two images, once warm; of the first one on a device that is slow. */
  readonly stepMs: number;
}

/**
 * One call of each network on the bundle's fixed tensors; without such tensors a U-Net call on zeros. A student or a second
 * stage without tensors of its own is not compared.
 * Fails with device-wrong-numbers beyond PARITY_TOLERANCE, device-not-finite-trial, device-refuses-model or device-lost.
 */
export async function proveParity(
  bundle: OpenBundle,
  runtime: Runtime,
  now: () => number,
): Promise<Outcome<ParityReport>> {
  try {
    return await (bundle.parity ? compare(bundle, bundle.parity, now) : tryOnce(bundle, now));
  } catch (error) {
    return fail(runtime.isLost() ? 'device-lost' : 'device-refuses-model', {}, String(error));
  }
}

async function compare(
  { pipeline: { unet, student, secondStage }, encoder }: OpenBundle,
  parity: Safetensors,
  now: () => number,
): Promise<Outcome<ParityReport>> {
  const feeds = pick(parity, unet);
  const upsampler = secondStage?.graph;
  const timed = async (): Promise<[Awaited<ReturnType<Graph['run']>>, number]> => {
    const started = now();
    const outputs = await unet.run(feeds);
    return [outputs, now() - started];
  };
  const [first, firstMs] = await timed();
  // On a slow device a second one would only keep the person waiting.
  const stepMs = firstMs > SLOW_CALL_MS ? firstMs : (await timed())[1];
  const differences = [worstOf(first, outputsOf(unet), parity)];
  if (encoder) differences.push(worstOf(await encoder.run(pick(parity, encoder)), ENCODER_OUTPUTS, parity));
  if (student && outputsOf(student).every((name) => `student_${name}` in parity.tensors))
    differences.push(worstOf(await student.run(feeds), outputsOf(student), parity, 'student_'));
  if (upsampler && 'fine_x0' in parity.tensors)
    differences.push(
      worstOf(await upsampler.run(pick(parity, upsampler, 'fine_')), outputsOf(upsampler), parity, 'fine_'),
    );
  const maxDiff = Math.max(...differences);
  return maxDiff <= PARITY_TOLERANCE
    ? succeed({ maxDiff, stepMs })
    : fail('device-wrong-numbers', { difference: maxDiff.toPrecision(2) });
}

/** The first call also compiles shaders; a foreign model may be large, so there is no second one to time. */
async function tryOnce({ pipeline }: OpenBundle, now: () => number): Promise<Outcome<ParityReport>> {
  const started = now();
  const output = await pipeline.trial();
  return isFinite(output) ? succeed({ maxDiff: null, stepMs: now() - started }) : fail('device-not-finite-trial');
}

function outputsOf(graph: Graph): string[] {
  return graph.outputs.map(({ name }) => name);
}

/** @param prefix of the tensors' names in the file */
function pick(file: Safetensors, graph: Graph, prefix = ''): Record<string, TensorValue> {
  return Object.fromEntries(
    graph.inputs.map(({ name }) => {
      const { data, shape } = tensor(file, prefix + name);
      return [name, { data, dims: shape }];
    }),
  );
}

function worstOf(
  made: Readonly<Record<string, Float32Array>>,
  names: readonly string[],
  file: Safetensors,
  prefix = '',
): number {
  return Math.max(...names.map((name) => maxAbsDiff(made[name], tensor(file, prefix + name).data)));
}

function tensor(file: Safetensors, name: string): Safetensors['tensors'][string] {
  const found = file.tensors[name];
  if (!found) throw new RangeError(`The parity tensors lack ${name}.`);
  return found;
}

function maxAbsDiff(made: Float32Array | undefined, wanted: Float32Array | Int32Array): number {
  if (made?.length !== wanted.length) return Number.NaN;
  return made.reduce((worst, value, i) => {
    const difference = Math.abs(value - (wanted[i] ?? Number.NaN));
    return difference > worst || Number.isNaN(difference) ? difference : worst;
  }, 0);
}
