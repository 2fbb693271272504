import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InlayError } from '../contracts/failure';
import { bundleManifestSchema } from '../contracts/bundle';
import { classCodeSchema } from '../contracts/classes';
import { openBundle, type OpenBundle } from './bundleGraphs';
import { openNodeRuntime } from './nodeRuntime';
import type { SamplerChoice, Start, StepHooks } from './pipeline';

const ROOT = new URL('../../e2e/fixtures/inlay-smoke/', import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, ROOT)));
const hooks: StepHooks = { isCancelled: () => false, pause: () => Promise.resolve(), now: () => 0 };
const ignore = (): void => undefined;

let bundle: OpenBundle;

beforeAll(async () => {
  const manifest = bundleManifestSchema.parse(JSON.parse(new TextDecoder().decode(read('manifest.json'))));
  const files = Object.fromEntries(manifest.files.map(({ path }) => [path, read(path)]));
  const opened = await openBundle(openNodeRuntime(), manifest, files);
  if (!opened.ok) throw InlayError.of(opened.failure);
  bundle = opened.value;
});

afterAll(async () => {
  await bundle.pipeline.release();
  await bundle.encoder?.release();
});

function tensor(name: string): Float32Array {
  const data = bundle.parity?.tensors[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`There is no ${name}.`);
  return data;
}

/** From the first row of `sample`: noise, known pixels, mask. */
function lowStart(): Start {
  const area = bundle.manifest.nativeSizePx ** 2;
  const given = tensor('sample');
  return {
    noise: given.slice(0, 3 * area),
    known: given.slice(3 * area, 6 * area),
    mask: given.slice(6 * area, 7 * area),
  };
}

const code = () => classCodeSchema.parse(bundle.parity?.metadata['class']);

async function paint(strength: SamplerChoice): Promise<Float32Array> {
  const made = await bundle.pipeline.sample(lowStart(), code(), strength, hooks, ignore);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value;
}

function worst(made: Float32Array, wanted: Float32Array): number {
  expect(made).toHaveLength(wanted.length);
  return made.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] ?? NaN))), 0);
}

describe('whole samples of the toy bundle, compared with PyTorch', () => {
  it('the full sampler', async () => {
    const [steps, guidance] = ['steps', 'guidance'].map((key) => Number(bundle.parity?.metadata[key]));
    const made = await paint({ name: 'euler', steps: steps ?? 0, guidance: guidance ?? 0 });
    expect(worst(made, tensor('image'))).toBeLessThan(1e-4);
  });

  it('the fast sampler', async () => {
    const { student } = bundle.manifest;
    if (!student) throw new Error('The toy bundle has no student.');
    expect(worst(await paint({ name: 'student', ...student }), tensor('student_image'))).toBeLessThan(1e-4);
  });

  it('the second stage', async () => {
    const { secondStage } = bundle.pipeline;
    if (!secondStage) throw new Error('The toy bundle has no second stage.');
    const start = { noise: tensor('fine_noise'), known: tensor('fine_known'), mask: tensor('fine_mask') };
    const made = await secondStage.refine(tensor('image'), start, code(), hooks, ignore);
    if (!made.ok) throw InlayError.of(made.failure);
    expect(worst(made.value, tensor('fine_image'))).toBeLessThan(1e-4);
  });
});
