/** One call of a pixel-space network, and the Euler steps that every one of them runs (training/inlay_training/diffusion/flow.py). */
import type { BundleManifest } from '../contracts/bundle';
import { succeed, type Outcome } from '../contracts/failure';
import { eulerStep, guide, guidesAt, keepKnown, networkInput } from '../core/diffusion/euler';
import { runSteps, type OnEstimate, type Start, type StepHooks } from './pipeline';
import type { Graph } from './runtime';

/** An estimate of the clean image, [3,S,S]. @param input [7,S,S] @param t in (0,1] */
export type Denoiser = (input: Float32Array, t: number) => Promise<Float32Array>;

/** A network that is told the class. @param label its column */
export function plainDenoiser(graph: Graph, manifest: BundleManifest, label: number): Denoiser {
  return (input, t) => callNetwork(graph, manifest, input, t, [label]);
}

/**
 * With guidance away from the null class: two rows a call, one where it does not act.
 * @param times between which it acts
 */
export function guidedDenoiser(
  graph: Graph,
  manifest: BundleManifest,
  label: number,
  guidance: number,
  times: readonly [number, number],
): Denoiser {
  const plain = plainDenoiser(graph, manifest, label);
  if (guidance === 1) return plain;
  return async (input, t) => {
    if (!guidesAt(t, times)) return plain(input, t);
    const both = await callNetwork(graph, manifest, input, t, [label, manifest.nullIndex]);
    const half = both.length / 2;
    return guide(both.subarray(half), both.subarray(0, half), guidance);
  };
}

export interface Path extends Pick<Start, 'known' | 'mask'> {
  /** State at the first time, [3,S,S]. */
  readonly x: Float32Array;
  /** What the network is given of the image beside the state, [3,S,S]. */
  readonly given: Float32Array;
  /** [steps + 1], falling to 0. */
  readonly times: Float64Array;
  readonly sizePx: number;
}

/** Follows a path to its end, the known pixels kept at each step. @returns [3,S,S] in [-1,1]. Fails with cancelled or device-not-finite. */
export async function follow(
  denoiser: Denoiser,
  { known, mask, given, times, sizePx, ...path }: Path,
  hooks: StepHooks,
  onEstimate: OnEstimate,
): Promise<Outcome<Float32Array>> {
  const steps = times.length - 1;
  let x = path.x;
  let estimate = given;
  const call = async (index: number) => {
    const t = times[index] ?? 0;
    const output = await denoiser(networkInput(x, given, mask), t);
    estimate = keepKnown(output, known, mask, sizePx);
    x = eulerStep(x, estimate, t, times[index + 1] ?? 0);
    return { output, estimate };
  };
  const done = await runSteps(steps, steps, hooks, call, onEstimate);
  return done.ok ? succeed(estimate) : done;
}

/** One call for every label at once. @param input [7,S,S] @returns [labels,3,S,S] estimates of the clean image */
export async function callNetwork(
  graph: Graph,
  { classes, nullIndex }: BundleManifest,
  input: Float32Array,
  t: number,
  labels: readonly number[],
): Promise<Float32Array> {
  const n = labels.length;
  const columns = 1 + Math.max(nullIndex, ...classes.map(({ index }) => index)); // two classes may share one
  const side = Math.sqrt(input.length / 7);
  const sample = new Float32Array(n * input.length);
  const classLabels = new Float32Array(n * columns);
  labels.forEach((label, row) => {
    sample.set(input, row * input.length);
    classLabels[row * columns + label] = 1;
  });
  const { x0 } = await graph.run({
    sample: { data: sample, dims: [n, 7, side, side] },
    timestep: { data: new Float32Array(n).fill(t), dims: [n] },
    class_labels: { data: classLabels, dims: [n, columns] },
  });
  if (!x0) throw new TypeError('The graph gave no x0.');
  return x0;
}
