/** Teaches the open network a class, its own weights held: random views, the graph of the gradient, Adam. The reference is latent/teach.py. */
import type { BundleFiles, BundleManifest, TeachingInfo } from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Taught, TeachProgress, TeachRequest } from '../contracts/teaching';
import type { BlockConfig } from '../core/bundle/blockConfig';
import { blockCover, hiddenInColour } from '../core/diffusion/blockInput';
import type { Whitening } from '../core/ownClass/describeExample';
import { drawnExample, drawnNoise, lessonOf, type Lesson } from '../core/teach/lesson';
import { beginPupil, learn, type Gradients, type Pupil } from '../core/teach/pupil';
import { readPupil, writePupil, type Best, type Kept } from '../core/teach/pupilFile';
import { drawnView, plainView, type DescribedPicture, type View } from '../core/teach/views';
import { joined } from '../core/tensor/joined';
import { parseSafetensors, SafetensorsError } from '../core/tensor/safetensors';
import { callBlockNetwork, conditionsOf, lowRankOf } from './blockNetwork';
import type { OpenBundle } from './bundleGraphs';
import { isFinite } from './pipeline';
import { openListedGraph, type Graph, type Runtime } from './runtime';
import type { Vae } from './vae';

/** Steps between two looks at the held-out lesions; so often it is kept, too. */
const LOOK_EACH = 25;
/** Lessons of one look. */
const LOOKS = 8;
/** So many looks without a better one end it. */
const PATIENCE = 8;

export interface School {
  readonly runtime: Runtime;
  readonly manifest: BundleManifest;
  readonly unet: Graph;
  readonly config: BlockConfig;
  readonly vae: Vae;
  readonly info: TeachingInfo;
}

export interface TeachHooks {
  /** Lets messages in between steps, and whoever needs the processor more. */
  readonly pause: () => Promise<void>;
  readonly isCancelled: () => boolean;
  readonly now: () => number;
  /** Work on the device, in turn with samples. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onProgress: (progress: TeachProgress) => void;
}

/** What a bundle offers for teaching. Fails with own-class-other-model. */
export function schoolOf(runtime: Runtime, { manifest, pipeline }: OpenBundle): Outcome<School> {
  const { teaching: info } = manifest;
  const { unet, blocks } = pipeline;
  if (!blocks || !info) return fail('own-class-other-model');
  return succeed({ runtime, manifest, unet, ...blocks, info });
}

/** What `teaching.numbers` of a bundle holds. */
export interface TeachingNumbers {
  readonly whitening: Whitening;
  /** Of the squared error, [C]. */
  readonly channelWeights: Float32Array;
}

/** Fails with bundle-teaching-unreadable. */
export function teachingNumbers(
  { info, config }: Pick<School, 'info' | 'config'>,
  file: Uint8Array | undefined,
): Outcome<TeachingNumbers> {
  const path = info.numbers;
  try {
    const { tensors } = parseSafetensors(file ?? new Uint8Array());
    const [mean, projection, channelWeights] = ['example_mean', 'example_projection', 'channel_weights'].map(
      (name) => tensors[name]?.data,
    );
    const isFloats = (data: unknown): data is Float32Array => data instanceof Float32Array;
    const fits =
      isFloats(mean) && isFloats(projection) && isFloats(channelWeights) &&
      projection.length === mean.length * (config.exampleLength - 2) && channelWeights.length === config.coefficients; // prettier-ignore
    return fits
      ? succeed({ whitening: { mean, projection }, channelWeights })
      : fail('bundle-teaching-unreadable', { path });
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    return fail('bundle-teaching-unreadable', { path }, error.message);
  }
}

/** @param pictures to learn from, one at least @param heldOut only looked at. Fails as TeachingApi.teach. */
export async function teach(
  school: School,
  request: Omit<TeachRequest, 'pictures' | 'heldOut'>,
  pictures: readonly DescribedPicture[],
  heldOut: readonly DescribedPicture[],
  hooks: TeachHooks,
): Promise<Outcome<Taught>> {
  const numbers = teachingNumbers(school, request.files[school.info.numbers]);
  if (!numbers.ok) return numbers;
  const kept = request.from && readPupil(request.from);
  if (kept && kept.bundleSha256 !== request.bundleSha256) return fail('own-class-changed-model');
  const seed = kept?.seed ?? request.seed;
  const graph = await openGradient(school, request.files);
  if (!graph.ok) return graph;
  try {
    const lessons = new Lessons(school, numbers.value.channelWeights, seed);
    return await run(school, graph.value, lessons, { ...request, seed }, kept, pictures, heldOut, hooks);
  } finally {
    await graph.value.release();
  }
}

/** Fails with bundle-* codes or device-lost. */
export function openGradient({ runtime, manifest, info }: School, files: BundleFiles): Promise<Outcome<Graph>> {
  return openListedGraph(runtime, manifest, files, info.path);
}

class Lessons {
  private readonly school: School;
  private readonly weights: Float32Array;
  private readonly seed: number;

  constructor(school: School, weights: Float32Array, seed: number) {
    this.school = school;
    this.weights = weights;
    this.seed = seed;
  }

  /** The batch of a step. */
  async at(step: number, pictures: readonly DescribedPicture[]): Promise<Lesson[]> {
    const { manifest, info } = this.school;
    const made: Lesson[] = [];
    for (let place = 0; place < info.batch; place += 1) {
      const picture = pictures[(step * info.batch + place) % pictures.length];
      if (!picture) throw new RangeError('There is no picture to learn from.');
      const view = drawnView(picture, manifest.nativeSizePx, this.seed, step, place);
      const example = drawnExample(picture.description, this.seed, step, place);
      made.push(await this.of(view, example, step, place));
    }
    return made;
  }

  /** The same at every look: each picture in turn, as it is. */
  async looks(pictures: readonly DescribedPicture[]): Promise<Lesson[]> {
    const made: Lesson[] = [];
    for (let at = 0; pictures.length > 0 && at < LOOKS; at += 1) {
      const picture = pictures[at % pictures.length];
      if (!picture) continue;
      const view = plainView(picture, this.school.manifest.nativeSizePx);
      made.push(await this.of(view, Float32Array.of(...picture.description, 1, 0), 0, 32 + at));
    }
    return made;
  }

  private async of({ image, mask }: View, example: Float32Array | null, step: number, place: number): Promise<Lesson> {
    const { vae, config, manifest } = this.school;
    const clean = await vae.encode(image);
    const shown = await vae.encode(hiddenInColour(image, mask, config.mean));
    const painted = blockCover(mask, manifest.nativeSizePx, config.blockPx);
    const { t, noise } = drawnNoise(this.seed, step, place, clean.length);
    return lessonOf({ clean, shown, painted }, t, noise, example, this.weights);
  }
}

async function run(
  school: School,
  graph: Graph,
  lessons: Lessons,
  { jobId, steps, seed, bundleSha256 }: Omit<TeachRequest, 'pictures' | 'heldOut'>,
  kept: Kept | null,
  pictures: readonly DescribedPicture[],
  heldOut: readonly DescribedPicture[],
  { isCancelled, pause, now, inTurn, onProgress }: TeachHooks,
): Promise<Outcome<Taught>> {
  const { config, manifest, info } = school;
  const nobody = config.classVectors[manifest.nullIndex] ?? new Float32Array();
  const pupil = kept?.pupil ?? beginPupil(nobody, { ...config, rank: info.rank }, seed);
  const looks = await inTurn(() => lessons.looks(heldOut));
  const look = (): Promise<number> => inTurn(() => errorOf(school, pupil, looks));
  const before = looks.length === 0 ? null : (kept?.before ?? (await look()));
  let best = kept?.best ?? null;
  if (before !== null) onProgress({ jobId, step: 0, steps, heldOut: before, stepMs: 0, kept: null });
  const state = (): Uint8Array<ArrayBuffer> => writePupil({ pupil, best, before, seed, bundleSha256 });
  while (pupil.step < steps) {
    await pause();
    if (isCancelled()) {
      onProgress({ jobId, step: pupil.step, steps, heldOut: null, stepMs: 0, kept: state() });
      return fail('cancelled');
    }
    const started = now();
    const made = await inTurn(async () => gradientOf(school, graph, pupil, await lessons.at(pupil.step, pictures)));
    if (!made) return fail('teaching-diverged', { step: pupil.step });
    learn(pupil, made.gradients, steps);
    const stepMs = now() - started;
    const isLook = pupil.step % LOOK_EACH === 0 || pupil.step === steps;
    const error = isLook && looks.length > 0 ? await look() : null;
    if (error !== null && error < (best?.error ?? Infinity)) best = snapshot(pupil, error);
    onProgress({ jobId, step: pupil.step, steps, heldOut: error, stepMs, kept: isLook ? state() : null });
    if (best && pupil.step - best.step >= PATIENCE * LOOK_EACH) break;
  }
  return succeed(taughtOf(pupil, best, before, pictures));
}

function snapshot({ step, vector, lowRank }: Pupil, error: number): Best {
  return { step, error, vector: vector.slice(), in: lowRank.in.slice(), out: lowRank.out.slice() };
}

function taughtOf(
  pupil: Pupil,
  best: Best | null,
  before: number | null,
  pictures: readonly DescribedPicture[],
): Taught {
  const { vector, in: given, out, step } = best ?? { ...pupil.lowRank, vector: pupil.vector, step: pupil.step };
  return {
    vector,
    lowRank: { rank: pupil.lowRank.rank, in: given, out },
    step,
    examples: pictures.map(({ description }) => description),
    heldOut: best && before !== null ? { before, after: best.error } : null,
  };
}

/** One call of the gradient graph; null where a number is none. */
export async function gradientOf(
  { config }: School,
  graph: Graph,
  { vector, lowRank }: Pupil,
  lessons: readonly Lesson[],
): Promise<{ readonly loss: number; readonly gradients: Gradients } | null> {
  const n = lessons.length;
  const { gridSize: g, coefficients: c } = config;
  const made = await graph.run({
    sample: { data: joined(lessons.map(({ sample }) => sample)), dims: [n, 2 * c + 2, g, g] },
    timestep: { data: Float32Array.from(lessons, ({ timestep }) => timestep), dims: [n] },
    class_vector: { data: vector, dims: [1, vector.length] },
    ...conditionsOf(config, lessons),
    ...lowRankOf(config, lowRank),
    target: { data: joined(lessons.map(({ target }) => target)), dims: [n, c, g, g] },
    weight: { data: joined(lessons.map(({ weight }) => weight)), dims: [n, c, g, g] },
  }); // prettier-ignore
  const { loss, by_class_vector: byVector, by_low_rank_in: byIn, by_low_rank_out: byOut } = made;
  if (!loss || !byVector || !byIn || !byOut) throw new TypeError('The gradient graph lacks an output.');
  const all = [loss, byVector, byIn, byOut];
  return all.every(isFinite) ? { loss: loss[0] ?? NaN, gradients: { vector: byVector, in: byIn, out: byOut } } : null;
}

/** Mean weighted squared error of the network, told what the pupil knows. */
async function errorOf(
  { unet, config }: School,
  { vector, lowRank }: Pupil,
  lessons: readonly Lesson[],
): Promise<number> {
  let sum = 0;
  for (const { sample, timestep, example, target, weight } of lessons) {
    const made = await callBlockNetwork(unet, config, sample, timestep, [{ vector, example }], lowRank);
    sum += made.reduce((total, value, i) => total + (weight[i] ?? 0) * (value - (target[i] ?? 0)) ** 2, 0);
  }
  return sum / lessons.length;
}
