import { describe, expect, it, vi } from 'vitest';
import { readExpected, readExport, toBytes, withFields, type ExportFiles } from '../../scripts/golden/exports';
import type { BundleManifest } from '../contracts/bundle';
import { InlayError, type Outcome } from '../contracts/failure';
import type { TeachProgress } from '../contracts/teaching';
import { blockCover, hiddenInColour, inCells } from '../core/diffusion/blockInput';
import { lessonOf, type Lesson } from '../core/teach/lesson';
import { learn, pupilOf, type Pupil } from '../core/teach/pupil';
import type { DescribedPicture } from '../core/teach/views';
import { bareBundle, exampleManifest } from '../testing/bundle';
import { openLatentPipeline } from './latentPipeline';
import { openNodeRuntime } from './nodeRuntime';
import type { Pipeline } from './pipeline';
import { gradientOf, openGradient, schoolOf, teach, teachingNumbers, type School, type TeachHooks } from './teaching';

const SIZE = 32;
const INFO = { path: 'unet/gradient_fp16.onnx', numbers: 'unet/teaching.safetensors', batch: 2, rank: 4 };
const { student: _, upsampler: __, ...example } = exampleManifest(SIZE, 2 * SIZE);
const MANIFEST: BundleManifest = {
  ...example,
  derived: true,
  id: 'blocks',
  pipeline: 'InlayLatentInpaintPipeline',
  contextScale: 2,
  graphs: [],
  teaching: INFO,
};
const FILES = readExport('blocks');
const expected = readExpected('blocks').tensors;

function tensor(name: string): Float32Array<ArrayBuffer> {
  const data = expected[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`There is no ${name}.`);
  return Float32Array.from(data);
}

function orFail<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw InlayError.of(outcome.failure);
  return outcome.value;
}

async function opened(
  manifest = MANIFEST,
  files: ExportFiles = FILES,
): Promise<{ pipeline: Pipeline; school: School }> {
  const runtime = openNodeRuntime();
  const pipeline = orFail(await openLatentPipeline(runtime, manifest, files));
  return { pipeline, school: orFail(schoolOf(runtime, bareBundle(manifest, pipeline))) };
}

function maxDiff(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? NaN))), 0);
}

/** Of six steps of two views. */
async function goldenLesson({ vae, config }: School, step: number, place: number): Promise<Lesson> {
  const [area, length] = [3 * SIZE * SIZE, 6 * 4 * 4];
  const at = 2 * step + place;
  const image = tensor('teach-images').subarray(place * area, (place + 1) * area);
  const mask = tensor('teach-masks').subarray((place * area) / 3, ((place + 1) * area) / 3);
  const clean = await vae.encode(image);
  const shown = await vae.encode(hiddenInColour(image, mask, config.mean));
  const noise = tensor('teach-noise').subarray(at * length, (at + 1) * length);
  const weights = orFail(teachingNumbers({ info: INFO, config }, FILES[INFO.numbers])).channelWeights;
  const painted = blockCover(mask, SIZE, config.blockPx);
  const told = tensor('teach-examples').subarray(6 * at, 6 * at + 6);
  return lessonOf({ clean, shown, painted }, tensor('teach-times')[at] ?? 0, noise, told, weights);
}

/** A disc on plain skin, at a place of its own. */
function disc(seed: number): DescribedPicture {
  const side = 43;
  const mask = new Uint8Array(side * side);
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let i = 0; i < mask.length; i += 1) {
    const inside = Math.hypot((i % side) - 18 - seed, Math.floor(i / side) - 22) < 9;
    mask[i] = inside ? 1 : 0;
    data.set(inside ? [90, 40, 60] : [220, 180, 160], 4 * i);
  }
  const image = { width: side, height: side, data };
  return { image, mask: { width: side, height: side, data: mask }, description: Float32Array.of(1, seed, -1, 0) };
}

const hooks = (onProgress: (progress: TeachProgress) => void = () => undefined): TeachHooks => ({
  isCancelled: () => false,
  pause: () => Promise.resolve(),
  now: () => 0,
  inTurn: (work) => work(),
  onProgress,
});
const REQUEST = { jobId: 'teach', bundleSha256: 'a'.repeat(64), files: FILES, steps: 50, seed: 7, from: null } as const;
const PICTURES = [0, 2, 4].map(disc);
const HELD_OUT = [6].map(disc);

describe('teaching a class', () => {
  it('makes the lessons that PyTorch makes', async () => {
    const { school, pipeline } = await opened();
    const made = [await goldenLesson(school, 0, 0), await goldenLesson(school, 0, 1)];
    const joined = (pick: (lesson: Lesson) => Float32Array): Float32Array =>
      Float32Array.from(made.flatMap((lesson) => [...pick(lesson)]));
    expect(maxDiff(joined(({ sample }) => sample), tensor('teach-sample'))).toBeLessThan(1e-4);
    expect(maxDiff(joined(({ target }) => target), tensor('teach-target'))).toBeLessThan(1e-4);
    expect(maxDiff(joined(({ weight }) => weight), tensor('teach-weight'))).toBeLessThan(1e-6);
    expect(inCells(tensor('mask'), SIZE)).toEqual(tensor('teach-masks').subarray(0, SIZE * SIZE));
    await pipeline.release();
  }); // prettier-ignore

  it('learns in six steps what PyTorch learns', async () => {
    const { school, pipeline } = await opened();
    const graph = orFail(await openGradient(school, FILES));
    const nobody = school.config.classVectors[MANIFEST.nullIndex] ?? new Float32Array();
    const { modulations } = school.config;
    const pupil: Pupil = pupilOf(nobody, { rank: 4, in: tensor('teach-start-low-in'), out: new Float32Array(4 * modulations) }); // prettier-ignore
    const losses: number[] = [];
    for (let step = 0; step < 6; step += 1) {
      const lessons = [await goldenLesson(school, step, 0), await goldenLesson(school, step, 1)];
      const made = await gradientOf(school, graph, pupil, lessons);
      if (!made) throw new Error('No numbers.');
      losses.push(made.loss);
      learn(pupil, made.gradients, 6, 3);
    }
    expect(maxDiff(Float32Array.from(losses), tensor('teach-losses'))).toBeLessThan(1e-3);
    expect(maxDiff(pupil.vector, tensor('teach-vector'))).toBeLessThan(1e-3);
    expect(maxDiff(pupil.lowRank.in, tensor('teach-low-in'))).toBeLessThan(1e-3);
    expect(maxDiff(pupil.lowRank.out, tensor('teach-low-out'))).toBeLessThan(1e-3);
    await graph.release();
    await pipeline.release();
  });

  it('gets nearer to lesions that it has not seen, and says how near', async () => {
    const { school, pipeline } = await opened();
    const seen: TeachProgress[] = [];
    const made = orFail(
      await teach(
        school,
        REQUEST,
        PICTURES,
        HELD_OUT,
        hooks((progress) => seen.push(progress)),
      ),
    );
    expect(made.heldOut?.after).toBeLessThan(made.heldOut?.before ?? 0);
    expect(seen.map(({ step }) => step)).toEqual(Array.from({ length: 51 }, (_, i) => i));
    expect(seen.filter(({ heldOut }) => heldOut !== null).map(({ step }) => step)).toEqual([0, 25, 50]);
    expect([25, 50]).toContain(made.step);
    await pipeline.release();
  });

  it('goes on where it was left as if it had never stopped', async () => {
    const { school, pipeline } = await opened();
    const whole = orFail(await teach(school, REQUEST, PICTURES, HELD_OUT, hooks()));
    let kept: TeachProgress['kept'] = null;
    const left = await teach(school, REQUEST, PICTURES, HELD_OUT, {
      ...hooks((progress) => (kept = progress.kept ?? kept)),
      isCancelled: () => kept !== null,
    });
    expect(left.ok ? '' : left.failure.code).toBe('cancelled');
    const rest = orFail(await teach(school, { ...REQUEST, seed: 8, from: kept }, PICTURES, HELD_OUT, hooks()));
    expect(rest).toEqual(whole); // with the noise that it began with
    const other = { ...REQUEST, bundleSha256: 'b'.repeat(64), from: kept };
    expect(await teach(school, other, PICTURES, HELD_OUT, hooks())).toMatchObject({
      failure: { code: 'own-class-changed-model' },
    });
    await pipeline.release();
  });

  it('keeps what it has learnt when it is stopped before the first look', async () => {
    const { school, pipeline } = await opened();
    const seen: TeachProgress[] = [];
    const left = await teach(school, REQUEST, PICTURES, [], {
      ...hooks((progress) => seen.push(progress)),
      isCancelled: () => seen.length === 3,
    });
    expect(left.ok ? '' : left.failure.code).toBe('cancelled');
    expect(seen.map(({ step, kept }) => [step, kept !== null])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [3, true],
    ]);
    await pipeline.release();
  });

  it('learns without held-out lesions, too', async () => {
    const { school, pipeline } = await opened();
    const made = orFail(await teach(school, { ...REQUEST, steps: 3 }, PICTURES, [], hooks()));
    expect(made).toMatchObject({ step: 3, heldOut: null });
    expect(made.examples).toEqual(PICTURES.map(({ description }) => description));
    await pipeline.release();
  });

  it('ends where the numbers run away, with what it knew before', async () => {
    const { school, pipeline } = await opened();
    const burnt = PICTURES.map((picture) => ({ ...picture }));
    const onProgress = vi.fn();
    const broken: School = {
      ...school,
      vae: { ...school.vae, encode: async (image) => (await school.vae.encode(image)).fill(Number.NaN) },
    };
    const made = await teach(broken, REQUEST, burnt, [], hooks(onProgress));
    expect(made).toMatchObject({ ok: false, failure: { code: 'teaching-diverged', params: { step: 0 } } });
    expect(onProgress).not.toHaveBeenCalled();
    await pipeline.release();
  });

  it('is refused by a bundle that has nothing to teach with, and where its numbers are damaged', async () => {
    const runtime = openNodeRuntime();
    const { teaching: ___, ...plain } = MANIFEST;
    const pipeline = orFail(await openLatentPipeline(runtime, plain, FILES));
    expect(schoolOf(runtime, bareBundle(plain, pipeline))).toMatchObject({
      failure: { code: 'own-class-other-model' },
    });
    const { school } = await opened();
    for (const numbers of [undefined, toBytes('no tensors'), FILES['unet/classes.safetensors']]) {
      expect(teachingNumbers(school, numbers)).toMatchObject({ failure: { code: 'bundle-teaching-unreadable' } });
    }
    const made = await teach(school, { ...REQUEST, files: {} }, PICTURES, [], hooks());
    expect(made).toMatchObject({ ok: false, failure: { code: 'bundle-teaching-unreadable' } });
    await pipeline.release();
  });
});

describe('a class of the person’s own', () => {
  const start = { noise: tensor('noise'), known: tensor('known'), mask: tensor('mask') };
  const run = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => 0 };
  const choice = { name: 'bundle', steps: 4, guidance: 2 } as const;

  it.each([
    ['taught', () => ({ vector: tensor('teach-vector'), example: tensor('own-example'), lowRank: { rank: 4, in: tensor('teach-low-in'), out: tensor('teach-low-out') } })],
    ['shown', ({ config }: School) => ({ vector: config.classVectors[MANIFEST.nullIndex] ?? new Float32Array(), example: tensor('own-example'), lowRank: null })],
  ] as const)('is painted as PyTorch paints it: %s', async (name, own) => {
    const { school, pipeline } = await opened();
    const made = orFail(await pipeline.sample({ ...start, own: own(school) }, 'Spitz', choice, run, () => undefined));
    expect(maxDiff(made.map((value) => value / 2 + 0.5), tensor(`image-${name}`))).toBeLessThan(1e-4);
    await pipeline.release();
  }); // prettier-ignore

  it('is refused where it was made for a network of another size', async () => {
    const { pipeline } = await opened();
    const other = { vector: new Float32Array(9), example: null, lowRank: null };
    const made = await pipeline.sample({ ...start, own: other }, 'Spitz', choice, run, () => undefined);
    expect(made).toMatchObject({ ok: false, failure: { code: 'own-class-unfit', params: { class: 'Spitz' } } });
    await pipeline.release();
  });

  it('is not known by a bundle of another example size', async () => {
    const files = withFields(FILES, 'unet/config.json', { example_size: 5 });
    const { school, pipeline } = await opened(MANIFEST, files);
    expect(teachingNumbers(school, FILES[INFO.numbers])).toMatchObject({
      failure: { code: 'bundle-teaching-unreadable' },
    });
    await pipeline.release();
  });
});
