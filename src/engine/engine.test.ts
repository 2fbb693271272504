import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_PATHS, bundleManifestSchema, type BundleFiles, type BundleManifest } from '../contracts/bundle';
import { InlayError, succeed } from '../contracts/failure';
import type { Mask, RgbaImage } from '../contracts/image';
import type { GenerateJob, OpenRequest, StepProgress } from '../contracts/inference';
import { maxDiffOutside } from '../core/image/composite';
import { paintSegment } from '../core/mask/stroke';
import { decodePng } from '../core/provenance/pngPixels';
import { Engine, type EngineDependencies } from './engine';
import { openNodeRuntime } from './nodeRuntime';

const ROOT = new URL('../../e2e/fixtures/inlay-smoke/', import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, ROOT)));

let manifest: BundleManifest;
let files: Record<string, Uint8Array<ArrayBuffer>>;

beforeAll(() => {
  manifest = bundleManifestSchema.parse(JSON.parse(new TextDecoder().decode(read('manifest.json'))));
  files = Object.fromEntries(manifest.files.map(({ path }) => [path, read(path)]));
});

function engine(
  pause: () => Promise<void> = () => Promise.resolve(),
  decode: EngineDependencies['decode'] = () => Promise.resolve(null),
  clock: Pick<EngineDependencies, 'now' | 'sleep'> = { now: () => performance.now(), sleep: () => Promise.resolve() },
): Engine {
  return new Engine({
    openRuntime: () => Promise.resolve(succeed(openNodeRuntime())),
    decode,
    pause,
    ...clock,
  });
}

function request(changes: { files?: BundleFiles; manifest?: BundleManifest } = {}): OpenRequest {
  return {
    manifest,
    files,
    manifestSha256: '0'.repeat(64),
    candidate: { provider: 'wasm', threads: 1 },
    forced: false,
    appVersion: 'test',
    ...changes,
  };
}

function job(changes: Partial<GenerateJob> = {}): GenerateJob {
  const background: RgbaImage = { width: 96, height: 80, data: new Uint8ClampedArray(96 * 80 * 4) };
  background.data.forEach((_, i) => (background.data[i] = i % 4 === 3 ? 255 : 190 + (i % 37)));
  const mask: Mask = { width: 96, height: 80, data: new Uint8Array(96 * 80) };
  paintSegment(mask, { x: 40, y: 40 }, { x: 52, y: 44 }, 24, 1);
  const sampler = { name: 'euler' as const, steps: 4, guidance: 2, featherPx: 3 };
  return { jobId: 'job', class: 'DF', seed: 11, sampler, background, mask, ...changes };
}

const ignore = (): void => undefined;

/** Skin with a dark spot in the middle. */
function photograph(): RgbaImage {
  const data = new Uint8ClampedArray(120 * 90 * 4);
  for (let i = 0; i < 120 * 90; i += 1) {
    const inSpot = Math.hypot((i % 120) - 60, Math.floor(i / 120) - 45) < 18;
    data.set(inSpot ? [90, 50, 40, 255] : [210 + (i % 7), 160, 140, 255], 4 * i);
  }
  return { width: 120, height: 90, data };
}

/** The spot, drawn a little larger. */
function maskOfSpot(): RgbaImage {
  const data = new Uint8ClampedArray(120 * 90 * 4).fill(255);
  for (let i = 0; i < 120 * 90; i += 1)
    if (Math.hypot((i % 120) - 60, Math.floor(i / 120) - 45) >= 24) data.set([0, 0, 0], 4 * i);
  return { width: 120, height: 90, data };
}

describe('real images of a person’s own', () => {
  it('are described with an outline or without, as far as they can be read', async () => {
    const own = engine(undefined, (file, as) => {
      const image = as === 'mask' ? maskOfSpot() : photograph();
      return Promise.resolve(file.size === 0 ? null : { image, orientation: 1 });
    });
    await own.open(request());
    const described = await own.describe({ file: new Blob(['x']), outline: null });
    if (!described.ok || !described.value) throw new Error('not described');
    expect(described.value.deep.length).toBeGreaterThan(0);
    expect(described.value.hashes).toHaveLength(16);
    const withOutline = await own.describe({ file: new Blob(['x']), outline: new Blob(['y']) });
    expect(withOutline.ok && withOutline.value?.texture).not.toEqual(described.value.texture);
    expect(await own.describe({ file: new Blob([]), outline: null })).toEqual(succeed(null));
    const closed = await engine().describe({ file: new Blob(['x']), outline: null });
    expect(closed.ok ? '' : closed.failure.code).toBe('worker-empty');
  });

  it('take the place of the bundle’s, until they are left; files of another encoder change nothing', async () => {
    const own = engine();
    await own.open(request());
    const [images, gates] = [files[BUNDLE_PATHS.referenceImages], files[BUNDLE_PATHS.gates]];
    if (!images || !gates) throw new Error('the toy bundle has no reference');
    const before = await own.gateReference();
    expect(await own.compareWith({ images, gates })).toEqual(before);
    const made = await own.generate(job({ sampler: { ...job().sampler, steps: 1 } }), ignore);
    expect(made.ok && made.value.comparedWith?.images).toBeGreaterThan(0);
    const refused = await own.compareWith({ images: images.slice(0, 900), gates });
    expect(refused.ok ? '' : refused.failure.code).toBe('fit-other-bundle');
    const again = await own.generate(job({ sampler: { ...job().sampler, steps: 1 } }), ignore);
    expect(again.ok && again.value.comparedWith).toEqual(made.ok && made.value.comparedWith);
    await own.compareWith(null);
    const bundles = await own.generate(job({ sampler: { ...job().sampler, steps: 1 } }), ignore);
    expect(bundles.ok && bundles.value.comparedWith).toBeNull();
    expect(await own.countKnown(['nobody'])).toEqual(succeed(0));
  });
});

describe('the engine on the toy bundle', () => {
  it('agrees with PyTorch before it accepts a device', async () => {
    const opened = await engine().open(request());
    if (!opened.ok) throw InlayError.of(opened.failure);
    expect(opened.value.attempt.parityMaxDiff).toBeLessThan(1e-4);
    expect(opened.value.environment.onnxruntime).toMatch(/^1\./);
  });

  it('paints, scores and leaves everything outside the mask alone', async () => {
    const made = engine();
    await made.open(request());
    const steps: StepProgress[] = [];
    const work = job();
    const outcome = await made.generate(work, (progress) => steps.push(progress));
    if (!outcome.ok) throw InlayError.of(outcome.failure);
    const { image, png, outsideMaskMaxDiff, scores, verdict, nearestReal } = outcome.value;
    const count = 4 + (manifest.upsampler?.steps ?? 0);
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(outsideMaskMaxDiff).toBe(0);
    expect(maxDiffOutside(work.background, image, work.mask)).toBe(0);
    expect(image.data).not.toEqual(work.background.data);
    expect(decodePng(png).data).toEqual(image.data);
    expect(scores.typical?.p).toBeGreaterThan(0);
    expect(verdict.reason).not.toBe('');
    expect(nearestReal?.id).toMatch(/^TOY_/);
  });

  it('gives the same pixels for the same job and others for another seed', async () => {
    const made = engine();
    await made.open(request());
    const digest = async (changes: Partial<GenerateJob>): Promise<string> => {
      const outcome = await made.generate(job(changes), ignore);
      return outcome.ok ? outcome.value.pixelSha256 : outcome.failure.code;
    };
    expect(await digest({})).toBe(await digest({}));
    expect(await digest({})).not.toBe(await digest({ seed: 12 }));
    expect(await digest({})).not.toBe(await digest({ class: 'MEL' }));
  });

  it('runs without guidance and does not score healthy skin', async () => {
    const made = engine();
    await made.open(request());
    const work = job({ class: 'SKIN', sampler: { name: 'euler', steps: 1, guidance: 1, featherPx: 0 } });
    const outcome = await made.generate(work, ignore);
    expect(outcome.ok && outcome.value.verdict.outcome).toBe('unscored');
  });

  it('waits while somebody paints, but not for ever, and makes the same sample', async () => {
    const plain = engine();
    await plain.open(request());
    const wanted = await plain.generate(job(), ignore);
    let time = 0;
    const slept: number[] = [];
    const sleep = (ms: number): Promise<void> => {
      time += ms;
      slept.push(ms);
      yielding.yieldToInput(500); // the hand does not rest: four steps and two of the second stage
      return Promise.resolve();
    };
    const yielding = engine(undefined, undefined, { now: () => time, sleep });
    await yielding.open(request());
    yielding.yieldToInput(500);
    const made = await yielding.generate(job(), ignore);
    expect(made.ok && made.value.pixelSha256).toBe(wanted.ok && wanted.value.pixelSha256);
    expect(time).toBeGreaterThanOrEqual(6 * 8000);
    expect(time).toBeLessThan(6 * 9000);
    slept.length = 0;
    await yielding.preview(job({ jobId: 'live' }), ignore); // what is painted for the hand waits for nothing
    expect(slept).toEqual([]);
  });

  it('stops before the next step once cancelled', async () => {
    const made = engine();
    await made.open(request());
    let seen = 0;
    const outcome = await made.generate(job(), () => {
      seen += 1;
      if (seen === 2) made.cancel('job');
    });
    expect(outcome.ok ? 'made' : outcome.failure.code).toBe('cancelled');
    expect(seen).toBe(2);
    expect((await made.generate(job(), ignore)).ok).toBe(true);
  });

  it.each([
    ['an empty mask', () => new Uint8Array(96 * 80), 'mask-empty'],
    ['a mask that covers everything', () => new Uint8Array(96 * 80).fill(1), 'mask-too-large'],
  ])('refuses %s', async (_, data, code) => {
    const made = engine();
    await made.open(request());
    const outcome = await made.generate(job({ mask: { width: 96, height: 80, data: data() } }), ignore);
    expect(outcome.ok ? 'made' : outcome.failure.code).toBe(code);
  });
});

describe('bundles that cannot be opened', () => {
  const code = async (changes: Parameters<typeof request>[0]): Promise<string> => {
    const opened = await engine().open(request(changes));
    return opened.ok ? 'opened' : opened.failure.code;
  };

  it('names a truncated graph', async () => {
    const unet = files[BUNDLE_PATHS.unet] ?? new Uint8Array();
    const opened = await engine().open(request({ files: { ...files, [BUNDLE_PATHS.unet]: unet.slice(0, 9000) } }));
    expect(opened).toMatchObject({
      failure: { code: 'bundle-graph-invalid', params: { path: 'unet/model_fp16.onnx' } },
    });
  });

  it('names an input whose shape is not the one of the manifest', async () => {
    const graphs = manifest.graphs.map((graph) => ({
      ...graph,
      inputs: graph.inputs.map((input) =>
        input.name === 'sample' ? { ...input, shape: ['batch', 7, 64, 64] } : input,
      ),
    }));
    const opened = await engine().open(request({ manifest: { ...manifest, graphs } }));
    expect(opened).toMatchObject({ failure: { code: 'bundle-port-shape', params: { kind: 'input', name: 'sample' } } });
  });

  it('misses a graph that the manifest does not list', async () => {
    expect(await code({ manifest: { ...manifest, graphs: manifest.graphs.slice(1) } })).toBe(
      'bundle-graph-undescribed',
    );
  });

  it('refuses files of another pipeline, another sampler and a reference for another encoder', async () => {
    expect(await code({ manifest: { ...manifest, pipeline: 'StableDiffusionInpaintPipeline' } })).toBe(
      'bundle-sampler-unknown',
    );
    const flow = { _class_name: 'FlowMatchEulerDiscreteScheduler', prediction_type: 'sample' };
    for (const config of [
      { _class_name: 'DDIMScheduler' },
      { ...flow, guidance_times: [0.8, 0.2] },
      { ...flow, shift: 0 },
    ]) {
      const scheduler = new TextEncoder().encode(JSON.stringify(config));
      expect(await code({ files: { ...files, [BUNDLE_PATHS.scheduler]: scheduler } })).toBe('bundle-scheduler-unfit');
    }
    const renamed = manifest.files.map((f) => (f.path === BUNDLE_PATHS.encoder ? { ...f, sha256: 'f'.repeat(64) } : f));
    expect(await code({ manifest: { ...manifest, files: renamed } })).toBe('bundle-reference-unreadable');
  });

  it('leaves a device whose numbers are wrong', async () => {
    const wrong = new Engine({
      openRuntime: () => {
        const runtime = openNodeRuntime();
        const Tensor = class extends runtime.ort.Tensor {} as typeof runtime.ort.Tensor;
        const doubled = new Proxy(Tensor, {
          construct: (target, [type, data, dims]: ['float32', Float32Array, number[]]) =>
            new target(
              type,
              data.map((v) => v * 1.5),
              dims,
            ),
        });
        return Promise.resolve(succeed({ ...runtime, ort: { ...runtime.ort, Tensor: doubled } }));
      },
      now: () => 0,
      decode: () => Promise.resolve(null),
      pause: () => Promise.resolve(),
      sleep: () => Promise.resolve(),
    });
    const opened = await wrong.open(request());
    expect(opened.ok ? 'opened' : opened.failure.code).toBe('device-wrong-numbers');
  });
});
