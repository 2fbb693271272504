import { describe, expect, it } from 'vitest';
import { fail, InlayError, logLine } from '../contracts/failure';
import { readExpected, readExport, toBytes, withFields, without, type ExportFiles } from '../../scripts/golden/exports';
import { BUNDLE_PATHS, type BundleManifest } from '../contracts/bundle';
import type { ClassCode } from '../contracts/classes';
import { inCells } from '../core/diffusion/blockInput';
import { parseSafetensors } from '../core/tensor/safetensors';
import { bareBundle, exampleManifest } from '../testing/bundle';
import { openLatentPipeline } from './latentPipeline';
import { openNodeRuntime } from './nodeRuntime';
import { proveParity } from './parity';
import type { OnEstimate, Pipeline, SamplerChoice, StepHooks } from './pipeline';

const SIZE = 32;
const { student: _, upsampler: __, ...example } = exampleManifest(SIZE, 2 * SIZE);
const MANIFEST: BundleManifest = {
  ...example,
  derived: true,
  id: 'blocks',
  pipeline: 'InlayLatentInpaintPipeline',
  contextScale: 2,
  graphs: [],
};
const hooks: StepHooks = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => 0 };
const ignore: OnEstimate = () => undefined;
const GUIDED: SamplerChoice = { name: 'bundle', steps: 3, guidance: 2 };

function open(files: ExportFiles = readExport('blocks'), manifest: Partial<BundleManifest> = {}) {
  return openLatentPipeline(openNodeRuntime(), { ...MANIFEST, ...manifest }, files);
}

async function opened(...given: Parameters<typeof open>): Promise<Pipeline> {
  const made = await open(...given);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value;
}

function tensor(name: string): Float32Array {
  const data = readExpected('blocks').tensors[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`There is no ${name}.`);
  return data;
}

const start = { noise: tensor('noise'), known: tensor('known'), mask: tensor('mask') };

async function paint(pipeline: Pipeline, code: ClassCode, choice: SamplerChoice, onEstimate = ignore) {
  const made = await pipeline.sample(start, code, choice, hooks, onEstimate);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value;
}

function maxDiff(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? NaN))), 0);
}

describe('a latent model over blocks', () => {
  it.each(readExpected('blocks').cases.map((example) => [example.name, example] as const))(
    'paints what PyTorch paints: %s',
    async (name, { class: code, steps, guidance, awayFrom, strength }) => {
      const pipeline = await opened();
      const choice = {
        name: 'bundle',
        steps,
        guidance,
        ...(awayFrom && { awayFrom }),
        ...(strength && { strength }),
      } as const;
      const made = await paint(pipeline, code, choice);
      expect(
        maxDiff(
          made.map((value) => value / 2 + 0.5),
          tensor(`image-${name}`),
        ),
      ).toBeLessThan(1e-4);
      await pipeline.release();
    },
  );

  it('leads away from the class that the bundle names, where the recipe names none', async () => {
    const plain = await opened();
    const { defaults } = MANIFEST;
    const led = await opened(readExport('blocks'), { defaults: { ...defaults, awayFrom: { DF: 'NV' } } });
    const named = await paint(plain, 'DF', { ...GUIDED, awayFrom: 'NV' });
    expect(maxDiff(await paint(led, 'DF', GUIDED), named)).toBe(0);
    expect(maxDiff(await paint(plain, 'DF', GUIDED), named)).toBeGreaterThan(0);
    expect(maxDiff(await paint(led, 'MEL', GUIDED), await paint(plain, 'MEL', GUIDED))).toBe(0);
    await Promise.all([plain.release(), led.release()]);
  });

  it('paints skin without guidance, whatever is asked for', async () => {
    const pipeline = await opened();
    const skin = await paint(pipeline, 'SKIN', { ...GUIDED, guidance: 1 });
    expect(maxDiff(await paint(pipeline, 'SKIN', GUIDED), skin)).toBe(0);
    await pipeline.release();
  });

  it('draws a mask in cells as PyTorch does', () => {
    expect(inCells(tensor('mask'), SIZE)).toEqual(tensor('cells'));
  });

  it('agrees with its reference tensors', async () => {
    const files = readExport('blocks');
    const parity = parseSafetensors(files[BUNDLE_PATHS.parity] ?? new Uint8Array());
    const bundle = { ...bareBundle(MANIFEST, await opened(files)), parity };
    const proven = await proveParity(bundle, openNodeRuntime(), () => 0);
    expect(proven.ok && proven.value.maxDiff).toBeLessThan(1e-4);
  });

  it('shows each step exactly, the known pixels in place', async () => {
    const pipeline = await opened();
    const seen: Float32Array[] = [];
    const made = await paint(pipeline, 'DF', GUIDED, (_, estimate) => seen.push(estimate));
    expect(seen).toHaveLength(3);
    expect(maxDiff(seen.at(-1) ?? new Float32Array(), made)).toBe(0);
    for (const estimate of seen) {
      expect(estimate.every((value, i) => start.mask[i % start.mask.length] === 1 || value === start.known[i])).toBe(
        true,
      );
    }
  });

  it('listens to the class, and to the class that guidance leads away from', async () => {
    const pipeline = await opened();
    const plain = await paint(pipeline, 'DF', GUIDED);
    expect(maxDiff(plain, await paint(pipeline, 'DF', GUIDED))).toBe(0);
    expect(maxDiff(plain, await paint(pipeline, 'MEL', GUIDED))).toBeGreaterThan(0.01);
    expect(maxDiff(plain, await paint(pipeline, 'DF', { ...GUIDED, awayFrom: 'MEL' }))).toBeGreaterThan(0.001);
  });

  it('stays nearer to the real image the less of its strength it is given', async () => {
    const pipeline = await opened();
    const distances = [];
    for (const strength of [0.05, 0.5, 1]) {
      distances.push(maxDiff(await paint(pipeline, 'DF', { ...GUIDED, strength }), start.known));
    }
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
  });

  it('paints with a fast sampler at its own numbers alone', async () => {
    const student = { path: 'unet/model_fp16.onnx', steps: 2, guidance: 2 };
    const pipeline = await opened(undefined, { student });
    const unguided = await paint(pipeline, 'DF', { name: 'bundle', steps: 2, guidance: 1 });
    expect(maxDiff(unguided, await paint(pipeline, 'DF', { name: 'student', steps: 2, guidance: 2 }))).toBe(0);
    const other = await pipeline.sample(start, 'DF', { name: 'student', steps: 3, guidance: 2 }, hooks, ignore);
    expect(other).toEqual(fail('bundle-student-other', { steps: 2, guidance: 2 }));
    const none = await (await opened()).sample(start, 'DF', { name: 'student', steps: 2, guidance: 2 }, hooks, ignore);
    expect(none).toEqual(fail('bundle-student-missing'));
  });

  it('stops before the next step once cancelled', async () => {
    const pipeline = await opened();
    let seen = 0;
    const made = await pipeline.sample(
      start,
      'DF',
      GUIDED,
      { ...hooks, isCancelled: () => seen === 2 },
      () => (seen += 1),
    );
    expect(made.ok ? '' : made.failure.code).toBe('cancelled');
    expect(seen).toBe(2);
  });

  it('is tried with one call, and refuses a class that it does not know', async () => {
    const pipeline = await opened(undefined, { classes: MANIFEST.classes.slice(0, 8) });
    expect(await pipeline.trial()).toHaveLength(2 * 6 * 4 * 4);
    const made = await pipeline.sample(start, 'SKIN', GUIDED, hooks, ignore);
    expect(made).toEqual(fail('bundle-class-unknown', { class: 'SKIN' }));
  });
});

describe('a latent bundle over blocks that does not fit', () => {
  const refusal = async (...given: Parameters<typeof open>): Promise<string> => {
    const made = await open(...given);
    return made.ok ? 'opened' : logLine(made.failure);
  };
  const files = readExport('blocks');

  it.each([
    ['another factor', withFields(files, BUNDLE_PATHS.vaeConfig, { block_px: 4 }), 'bundle-size-blocks {"sizePx":32,"blocks":4,"blockPx":4,"wantedPx":16}'],
    ['other channels', withFields(files, BUNDLE_PATHS.vaeConfig, { latent_channels: 7 }), 'bundle-block-channels {"taken":14,"given":6,"wantedIn":16,"wantedOut":7}'],
    ['no colour for what is hidden', withFields(files, BUNDLE_PATHS.vaeConfig, { mean: null }), 'bundle-json-unfit {"path":"vae_decoder/config.json","where":"mean"'],
    ['vectors of another length', withFields(files, BUNDLE_PATHS.unetConfig, { class_vector_size: 9 }), '"rows":10,"columns":8,"wanted":9'],
    ['another prediction', withFields(files, BUNDLE_PATHS.scheduler, { prediction_type: 'sample' }), 'scheduler_config.json","where":"prediction_type"'],
    ['no table of classes', without(files, BUNDLE_PATHS.classVectors), 'bundle-file-missing {"path":"unet/classes.safetensors"}'],
    ['a damaged table', { ...files, [BUNDLE_PATHS.classVectors]: toBytes('no tensors') }, 'bundle-vectors-unreadable {"path":"unet/classes.safetensors"}'],
    ['a graph of another model', { ...files, 'unet/model_fp16.onnx': files['vae_encoder/model.onnx'] ?? new Uint8Array() }, 'bundle-input-missing {"path":"unet/model_fp16.onnx","name":"timestep"'],
  ])('%s', async (_, given, wanted) => {
    expect(await refusal(given)).toContain(wanted);
  }); // prettier-ignore

  it('a manifest that names more classes than there are vectors', async () => {
    expect(await refusal(files, { nullIndex: 10 })).toBe('bundle-vectors-few {"highest":10,"vectors":10}');
  });
});
