/** What every pipeline offers, and the loop that all of them run: one step after another, to be stopped between any two. */
import type { Student } from '../contracts/bundle';
import type { ClassCode } from '../contracts/classes';
import { fail, succeed, type Failed, type Outcome } from '../contracts/failure';
import type { LowRank } from '../contracts/ownClass';
import type { Sampler } from '../contracts/recipe';
import type { BlockConfig } from '../core/bundle/blockConfig';
import type { Told } from './blockNetwork';
import type { Graph } from './runtime';
import type { Vae } from './vae';

export interface Start {
  /** Standard normal, as long as the `noiseLength` of the pipeline or of its second stage. */
  readonly noise: Float32Array;
  /** [3,S,S] in [-1,1]. */
  readonly known: Float32Array;
  /** [S,S] of 0 and 1. */
  readonly mask: Float32Array;
  /** What is told of the class in place of its row, where the person has shown or taught it. */
  readonly own?: OwnTold | undefined;
}

export interface OwnTold extends Told {
  readonly lowRank: LowRank | null;
}

/** Which network paints, and how. */
export type SamplerChoice = Omit<Sampler, 'featherPx'>;

export interface StepHooks {
  /** Asked before each step. */
  readonly isCancelled: () => boolean;
  /** Lets messages in between steps. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
}

/** After each step, 1..steps. @param estimate [3,S,S] in [-1,1], blended with the known pixels: what the finished region will look like */
export type OnEstimate = (step: number, estimate: Float32Array, stepMs: number) => void;

/** Paints a region again, larger, from what the first stage gave. */
export interface SecondStage {
  readonly graph: Graph;
  /** Side of its region. */
  readonly sizePx: number;
  readonly steps: number;
  readonly noiseLength: number;
  /** @param low [3,S,S] of the first stage @param start at `sizePx` @returns [3,sizePx,sizePx] in [-1,1]. Fails as Pipeline.paint */
  refine(
    low: Float32Array,
    start: Start,
    code: ClassCode,
    hooks: StepHooks,
    onEstimate: OnEstimate,
  ): Promise<Outcome<Float32Array>>;
}

export interface Pipeline {
  /** It and the other networks are what `reference/parity.safetensors` is compared with. */
  readonly unet: Graph;
  /** The fast sampler's network; null where the bundle has none. */
  readonly student: Graph | null;
  readonly secondStage: SecondStage | null;
  /** Whether a sample may begin with what lies under the mask (`strength` of a sampler). */
  readonly takesStrength: boolean;
  /** What showing and teaching a class work with; null for a pipeline that takes the bundle's classes alone. */
  readonly blocks: { readonly config: BlockConfig; readonly vae: Vae } | null;
  /** Deviates that a sample takes: what it starts with, then what its sampler asks for between its calls. */
  noiseLength(steps: number): number;
  /** One call of the network as in a run with guidance, on zeros. @returns what it gave */
  trial(): Promise<Float32Array>;
  /** @returns [3,S,S] in [-1,1]. Fails with cancelled, device-not-finite, or bundle-* codes for a class or a sampler that the bundle has not. */
  sample(
    start: Start,
    code: ClassCode,
    choice: SamplerChoice,
    hooks: StepHooks,
    onEstimate: OnEstimate,
  ): Promise<Outcome<Float32Array>>;
  release(): Promise<void>;
}

export interface StepResult {
  /** What the network gave. */
  readonly output: Float32Array;
  readonly estimate: Float32Array;
}

/**
 * Runs a step `calls` times. A sampler that calls the network more often than it was asked for steps (PNDM repeats its first)
 * reports the surplus as the first step.
 * Fails with cancelled, or device-not-finite.
 */
export async function runSteps(
  calls: number,
  steps: number,
  hooks: StepHooks,
  call: (index: number) => Promise<StepResult>,
  onEstimate: OnEstimate,
): Promise<Outcome<null>> {
  for (let index = 0; index < calls; index += 1) {
    await hooks.pause();
    if (hooks.isCancelled()) return fail('cancelled');
    const started = hooks.now();
    const { output, estimate } = await call(index);
    if (!isFinite(output)) return fail('device-not-finite');
    onEstimate(Math.max(1, index + 1 - (calls - steps)), estimate, hooks.now() - started);
  }
  return succeed(null);
}

export function isFinite(values: Float32Array): boolean {
  return values.every((value) => Number.isFinite(value));
}

/** A recipe that asks the student for other steps or another guidance would say what did not happen: refused. */
export function checkStudent(own: Student, { steps, guidance, awayFrom }: SamplerChoice): Outcome<null> {
  if (steps === own.steps && guidance === own.guidance && awayFrom === undefined) return succeed(null);
  return fail('bundle-student-other', { steps: own.steps, guidance: own.guidance });
}

/** For a recipe that asks a bundle for a way of sampling that only latent bundles over blocks have; null where it does not. */
export function refuseBlockOptions({ awayFrom, strength }: SamplerChoice): Failed | null {
  if (awayFrom === undefined && strength === undefined) return null;
  return fail(strength === undefined ? 'bundle-sampler-away' : 'bundle-sampler-strength');
}

/** Column or row of a class. Fails with bundle-class-unknown. */
export function classIndex(
  classes: readonly { readonly code: ClassCode; readonly index: number }[],
  code: ClassCode,
): Outcome<number> {
  const found = classes.find((entry) => entry.code === code);
  return found ? succeed(found.index) : fail('bundle-class-unknown', { class: code });
}
