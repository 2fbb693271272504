import { describe, expect, it } from 'vitest';
import { InlayError, logLine } from '../contracts/failure';
import { BUNDLE_PATHS, type BundleManifest } from '../contracts/bundle';
import golden from '../core/diffusion/golden/upsample.json' with { type: 'json' };
import { exampleFiles, exampleManifest, mixtureWorld, STUDENT, UPSAMPLER, WEIGHTS } from '../testing/bundle';
import type { Pipeline, StepHooks } from './pipeline';
import { openPixelPipeline } from './pixelPipeline';
import type { Runtime } from './runtime';

const { lowSizePx: LOW, sizePx: HIGH } = golden;
const MANIFEST = exampleManifest(LOW, HIGH);
const FILES = exampleFiles();
const world = (broken?: string) => mixtureWorld(MANIFEST, broken);

const hooks: StepHooks = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => 0 };
const ignore = (): void => undefined;
const START = {
  noise: new Float32Array(3 * LOW * LOW).fill(0.5),
  known: new Float32Array(3 * LOW * LOW).fill(-0.25),
  mask: new Float32Array(LOW * LOW).fill(1, 6, 18),
};

async function open(runtime: Runtime, manifest: Partial<BundleManifest> = {}): Promise<Pipeline> {
  const pipeline = await openPixelPipeline(runtime, { ...MANIFEST, ...manifest }, FILES);
  if (!pipeline.ok) throw InlayError.of(pipeline.failure);
  return pipeline.value;
}

describe('a bundle with a student', () => {
  it('paints with it in its own steps, one label row a call', async () => {
    const { runtime, calls } = world();
    const pipeline = await open(runtime);
    const seen: number[] = [];
    const strength = { name: 'student', steps: 3, guidance: 2.5 } as const;
    const made = await pipeline.sample(START, 'DF', strength, hooks, (step) => seen.push(step));
    expect(made.ok && made.value).toHaveLength(3 * LOW * LOW);
    expect(seen).toEqual([1, 2, 3]);
    expect(calls.map(({ path, rows }) => `${path} ${rows}`)).toEqual([1, 2, 3].map(() => `${STUDENT} 1`));
    expect(calls.map(({ t }) => t)).toEqual([1, 2 / 3, 1 / 3].map(Math.fround));
  });

  it('paints with the U-Net where the full sampler is meant', async () => {
    const { runtime, calls } = world();
    const pipeline = await open(runtime);
    await pipeline.sample(START, 'DF', { name: 'euler', steps: 2, guidance: 2 }, hooks, ignore);
    await pipeline.sample(START, 'DF', { name: 'euler', steps: 1, guidance: 1 }, hooks, ignore);
    expect(calls.map(({ path, rows }) => `${path} ${rows}`)).toEqual([2, 2, 1].map((n) => `${BUNDLE_PATHS.unet} ${n}`));
  });

  it('refuses other steps than its own, and a bundle without one refuses the fast sampler', async () => {
    const { runtime, calls } = world();
    const fast = async (pipeline: Pipeline, steps: number): Promise<string> => {
      const made = await pipeline.sample(START, 'DF', { name: 'student', steps, guidance: 2.5 }, hooks, ignore);
      return made.ok ? 'made' : logLine(made.failure);
    };
    expect(await fast(await open(runtime), 8)).toBe('bundle-student-other {"steps":3,"guidance":2.5}');
    const without = await open(runtime, { student: undefined });
    expect(without.student).toBeNull();
    expect(await fast(without, 3)).toBe('bundle-student-missing');
    expect(calls).toEqual([]);
  });

  it('shares the weights that its manifest names with the U-Net', async () => {
    const { runtime, opened } = world();
    await open(runtime);
    const weights = (path: string) => opened.get(path)?.externalData;
    const shared = { path: 'model_fp16.onnx_data', data: FILES[WEIGHTS] };
    expect(weights(BUNDLE_PATHS.unet)).toEqual([shared]);
    expect(weights(STUDENT)).toEqual([
      shared,
      { path: 'student_fp16.onnx_data', data: FILES['unet/student_fp16.onnx_data'] },
    ]);
    expect(weights(UPSAMPLER)).toBeUndefined();
  });
});

describe('a bundle with a second stage', () => {
  const tensorOf = (name: 'low' | 'known' | 'mask' | 'noise'): Float32Array => Float32Array.from(golden[name]);
  const start = { noise: tensorOf('noise'), known: tensorOf('known'), mask: tensorOf('mask') };

  it('sharpens as PyTorch does, from part of the way, one label row a call', async () => {
    const { runtime, calls } = world();
    const { secondStage } = await open(runtime);
    const shown: Float32Array[] = [];
    const made = await secondStage?.refine(tensorOf('low'), start, 'DF', hooks, (_, estimate) => shown.push(estimate));
    if (!made) throw new Error('There is no second stage.');
    if (!made.ok) throw InlayError.of(made.failure);
    expect(Math.max(...made.value.map((value, i) => Math.abs(value - (golden.sample[i] ?? NaN))))).toBeLessThan(5e-6);
    expect(shown.map(({ length }) => length)).toEqual([1, 2, 3].map(() => 3 * HIGH * HIGH));
    expect(calls.map(({ path, rows }) => `${path} ${rows}`)).toEqual([1, 2, 3].map(() => `${UPSAMPLER} 1`));
    expect(calls[0]?.t).toBeCloseTo(golden.fromTime, 6);
    expect(secondStage?.noiseLength).toBe(golden.noise.length);
  });

  it('stops before its next step once cancelled', async () => {
    const { runtime, calls } = world();
    const { secondStage } = await open(runtime);
    const stopping = { ...hooks, isCancelled: () => calls.length === 1 };
    const made = await secondStage?.refine(tensorOf('low'), start, 'DF', stopping, ignore);
    expect(made?.ok === false && made.failure.code).toBe('cancelled');
    expect(calls).toHaveLength(1);
  });
});

describe('networks that cannot be opened', () => {
  const failure = async (broken: string | undefined, manifest: Partial<BundleManifest>, files = FILES) => {
    const { runtime, opened, released } = world(broken);
    const pipeline = await openPixelPipeline(runtime, { ...MANIFEST, ...manifest }, files);
    return {
      message: pipeline.ok ? 'opened' : logLine(pipeline.failure),
      opened,
      released,
    };
  };

  it.each([
    [STUDENT, [BUNDLE_PATHS.unet]],
    [UPSAMPLER, [BUNDLE_PATHS.unet, STUDENT]],
  ])('release those before them: %s', async (path, before) => {
    const { message, released } = await failure(path, {});
    expect(message).toContain(`bundle-graph-invalid {"path":"${path}"}`);
    expect(released).toEqual(before);
  });

  it('are missed by name: the graph, its entry, its weights', async () => {
    const without = (path: string) => Object.fromEntries(Object.entries(FILES).filter(([name]) => name !== path));
    expect((await failure(undefined, {}, without(UPSAMPLER))).message).toBe(
      `bundle-file-missing {"path":"${UPSAMPLER}"}`,
    );
    expect((await failure(undefined, { graphs: MANIFEST.graphs.slice(0, 1) })).message).toContain(
      `bundle-graph-undescribed {"path":"${STUDENT}"}`,
    );
    const { message, opened } = await failure(undefined, {}, without(WEIGHTS));
    expect(message).toBe(`bundle-file-missing {"path":"${WEIGHTS}"}`);
    expect(opened.size).toBe(0);
  });
});
