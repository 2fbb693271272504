import { describe, expect, it } from 'vitest';
import { readExpected, readExport, toBytes, without, type ExportFiles } from '../../scripts/golden/exports';
import { BUNDLE_PATHS, type BundleManifest } from '../contracts/bundle';
import { fail, InlayError, logLine, succeed } from '../contracts/failure';
import { exampleManifest } from '../testing/bundle';
import { openLatentPipeline } from './latentPipeline';
import { openNodeRuntime } from './nodeRuntime';
import type { OnEstimate, Pipeline, StepHooks } from './pipeline';

const SIZE = 32;
const PIPELINES = {
  'stable-diffusion': 'StableDiffusionInpaintPipeline',
  lcm: 'StableDiffusionInpaintPipeline',
  latent: 'InlayLatentInpaintPipeline',
} as const;
type ExportName = keyof typeof PIPELINES;

function manifestOf(name: ExportName): BundleManifest {
  return {
    ...exampleManifest(SIZE, 2 * SIZE),
    derived: true,
    id: name,
    pipeline: PIPELINES[name],
    contextScale: 2,
    graphs: [],
  };
}

async function open(
  name: ExportName,
  files: ExportFiles = readExport(name),
  manifest: Partial<BundleManifest> = {},
): Promise<Pipeline> {
  const opened = await openLatentPipeline(openNodeRuntime(), { ...manifestOf(name), ...manifest }, files);
  if (!opened.ok) throw InlayError.of(opened.failure);
  return opened.value;
}

const hooks: StepHooks = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => 0 };
const ignore: OnEstimate = () => undefined;

function startOf(name: ExportName) {
  const { tensors } = readExpected(name);
  const tensorOf = (key: string): Float32Array => {
    const data = tensors[key]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`There is no ${key}.`);
    return data;
  };
  return {
    start: { noise: tensorOf('noise'), known: tensorOf('known'), mask: tensorOf('mask') },
    image: (key: string) => tensorOf(`image-${key}`),
  };
}

function maxDiff(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? NaN))), 0);
}

async function paint(
  pipeline: Pipeline,
  name: ExportName,
  code: 'DF' | 'MEL',
  onEstimate = ignore,
  steps = 3,
  guidance = 3,
) {
  const made = await pipeline.sample(startOf(name).start, code, { name: 'bundle', steps, guidance }, hooks, onEstimate);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value;
}

const CASES = (['stable-diffusion', 'lcm', 'latent'] as const).flatMap((name) =>
  readExpected(name).cases.map((example) => [name, example.name, example] as const),
);

describe('a latent model', () => {
  it.each(CASES)(
    'paints what diffusers paints: %s, %s',
    async (name, label, { scheduler, class: code, steps, guidance }) => {
      const files = { ...readExport(name), [BUNDLE_PATHS.scheduler]: toBytes(scheduler) };
      const pipeline = await open(name, files);
      const { start, image } = startOf(name);
      expect(start.noise.length).toBeGreaterThanOrEqual(pipeline.noiseLength(steps));
      const made = await pipeline.sample(start, code, { name: 'bundle', steps, guidance }, hooks, ignore);
      if (!made.ok) throw InlayError.of(made.failure);
      const difference = maxDiff(
        made.value.map((value) => value / 2 + 0.5),
        image(label),
      );
      expect(difference).toBeLessThan(1e-4);
      await pipeline.release();
    },
  );

  it.each(['stable-diffusion', 'latent'] as const)('listens to the class: %s', async (name) => {
    const pipeline = await open(name);
    const made = await paint(pipeline, name, 'DF');
    expect(maxDiff(made, await paint(pipeline, name, 'DF'))).toBe(0);
    expect(maxDiff(made, await paint(pipeline, name, 'MEL'))).toBeGreaterThan(0.01);
    await pipeline.release();
  });

  it('is told the guidance where its U-Net takes it, in one call a step', async () => {
    const pipeline = await open('lcm');
    expect(pipeline.noiseLength(4)).toBe(4 * 4 * 8 * 8);
    expect(await pipeline.trial()).toHaveLength(4 * 8 * 8);
    const weak = await paint(pipeline, 'lcm', 'DF', ignore, 2, 1);
    expect(maxDiff(weak, await paint(pipeline, 'lcm', 'DF', ignore, 2, 4))).toBeGreaterThan(0.01);
    await pipeline.release();
  });

  it('listens to the prompts of its manifest', async () => {
    const plain = await open('stable-diffusion');
    const told = await open('stable-diffusion', undefined, { prompts: { DF: 'blue-white veil' } });
    const made = await paint(plain, 'stable-diffusion', 'DF');
    expect(maxDiff(made, await paint(told, 'stable-diffusion', 'DF'))).toBeGreaterThan(0.01);
  });

  it('shows each step, the known pixels in place', async () => {
    const pipeline = await open('stable-diffusion');
    const { known, mask } = startOf('stable-diffusion').start;
    const seen: number[] = [];
    await paint(pipeline, 'stable-diffusion', 'DF', (step, estimate) => {
      seen.push(step);
      expect(estimate).toHaveLength(3 * SIZE * SIZE);
      expect(estimate.every((value, i) => mask[i % mask.length] === 1 || value === known[i])).toBe(true);
      expect(estimate.every((value) => Math.abs(value) <= 1)).toBe(true);
    });
    expect(seen).toEqual([1, 1, 2, 3]); // PNDM repeats its first step
  });

  it('stops before the next step once cancelled', async () => {
    const pipeline = await open('latent');
    let seen = 0;
    const made = await pipeline.sample(
      startOf('latent').start,
      'DF',
      { name: 'bundle', steps: 5, guidance: 2 },
      { ...hooks, isCancelled: () => seen === 2 },
      () => (seen += 1),
    );
    expect(made.ok ? '' : made.failure.code).toBe('cancelled');
    expect(seen).toBe(2);
  });

  it('is tried with one call, and refuses a class that it does not know', async () => {
    const pipeline = await open('latent', undefined, { classes: manifestOf('latent').classes.slice(0, 8) });
    expect(await pipeline.trial()).toHaveLength(2 * 4 * 8 * 8);
    const made = await pipeline.sample(
      startOf('latent').start,
      'SKIN',
      { name: 'bundle', steps: 1, guidance: 1 },
      hooks,
      ignore,
    );
    expect(made).toEqual(fail('bundle-class-unknown', { class: 'SKIN' }));
  });

  it('has no fast sampler', async () => {
    const pipeline = await open('latent', undefined, { student: { path: 'unet/model.onnx', steps: 2, guidance: 2 } });
    const fast = { name: 'student', steps: 2, guidance: 2 } as const;
    const made = await pipeline.sample(startOf('latent').start, 'DF', fast, hooks, ignore);
    expect(made).toEqual(fail('bundle-student-missing'));
  });
});

describe('latent bundles that cannot be opened', () => {
  const failure = async (name: ExportName, files: ExportFiles, manifest: Partial<BundleManifest> = {}) => {
    const opened = await openLatentPipeline(openNodeRuntime(), { ...manifestOf(name), ...manifest }, files);
    return opened.ok ? succeed(null) : opened;
  };
  const refusal = async (...given: Parameters<typeof failure>): Promise<string> => {
    const made = await failure(...given);
    return made.ok ? 'opened' : logLine(made.failure);
  };

  it('lack the weights beside the graph', async () => {
    const files = without(readExport('latent'), 'unet/model.onnx_data');
    expect(await refusal('latent', files)).toContain('bundle-graph-invalid {"path":"unet/model.onnx"}');
  });

  it('have a graph of another model', async () => {
    const latent = readExport('latent');
    const swapped = { ...latent, 'vae_decoder/model.onnx': latent['vae_encoder/model.onnx'] ?? new Uint8Array() };
    expect(await refusal('latent', swapped)).toContain(
      'bundle-input-missing {"path":"vae_decoder/model.onnx","name":"latent_sample"',
    );
    const unet = readExport('stable-diffusion')['unet/model.onnx'] ?? new Uint8Array();
    expect(await refusal('latent', { ...latent, 'unet/model.onnx': unet })).toContain('"name":"class_labels"');
  });

  it('have a manifest that does not fit the model', async () => {
    const latent = readExport('latent');
    expect(await refusal('latent', latent, { nullIndex: 10 })).toBe('bundle-embedding-small {"highest":10,"rows":10}');
    expect(await refusal('latent', latent, { nativeSizePx: 30 })).toBe('bundle-size-factor {"sizePx":30,"factor":4}');
    const { derived: _, ...own } = manifestOf('latent');
    const opened = await openLatentPipeline(openNodeRuntime(), own, latent);
    expect(opened.ok ? '' : opened.failure.code).toBe('bundle-graph-undescribed');
  });
});
