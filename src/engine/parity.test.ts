import { describe, expect, it } from 'vitest';
import { InlayError } from '../contracts/failure';
import type { Safetensors } from '../core/tensor/safetensors';
import { bareBundle, exampleFiles, exampleManifest, mixture, mixtureWorld } from '../testing/bundle';
import { proveParity } from './parity';
import { openPixelPipeline } from './pixelPipeline';

const [LOW, HIGH, COLUMNS] = [4, 6, 10];

function scene(sizePx: number, rows: number) {
  const sample = Float32Array.from({ length: rows * 7 * sizePx * sizePx }, (_, i) => Math.sin(i));
  const timestep = new Float32Array(rows).fill(0.7);
  const labels = Float32Array.from({ length: rows * COLUMNS }, (_, i) => (i % COLUMNS === 5 ? 1 : 0));
  return { sample, timestep, class_labels: labels, x0: mixture(sample, timestep, labels, rows) };
}

const SHAPES = {
  sample: (rows: number, sizePx: number) => [rows, 7, sizePx, sizePx],
  timestep: (rows: number) => [rows],
  class_labels: (rows: number) => [rows, COLUMNS],
  x0: (rows: number, sizePx: number) => [rows, 3, sizePx, sizePx],
} as const;

/** Reference tensors of all three networks; `off` says how far a tensor is from what the networks give. */
function reference(off: Readonly<Record<string, number>> = {}): Safetensors {
  const tensors: Record<string, { data: Float32Array; shape: number[] }> = {};
  const add = (name: string, data: Float32Array, shape: number[]): void => {
    tensors[name] = { data: data.map((value) => value + (off[name] ?? 0)), shape };
  };
  for (const [prefix, sizePx, rows] of [['', LOW, 2] as const, ['fine_', HIGH, 1] as const]) {
    for (const [name, data] of Object.entries(scene(sizePx, rows)))
      add(prefix + name, data, SHAPES[name as keyof typeof SHAPES](rows, sizePx));
  }
  add('student_x0', scene(LOW, 2).x0, SHAPES.x0(2, LOW));
  return { tensors, metadata: {} } as unknown as Safetensors;
}

/** @param callMs what each call takes */
async function prove(parity: Safetensors, callMs = 0) {
  const manifest = exampleManifest(LOW, HIGH);
  const { runtime, calls } = mixtureWorld(manifest);
  const pipeline = await openPixelPipeline(runtime, manifest, exampleFiles());
  if (!pipeline.ok) throw InlayError.of(pipeline.failure);
  const bundle = { ...bareBundle(manifest, pipeline.value), parity };
  const report = await proveParity(bundle, runtime, () => calls.length * callMs);
  return { report, paths: calls.map(({ path }) => path) };
}

describe('the comparison with the reference', () => {
  it('calls every network and reports the worst difference', async () => {
    const { report, paths } = await prove(reference({ student_x0: 0.002, fine_x0: -0.004 }));
    expect(report.ok && report.value.maxDiff).toBeCloseTo(0.004, 5);
    expect(new Set(paths).size).toBe(3);
  });

  it('times a second call of the U-Net, but not on a slow device', async () => {
    const [fast, slow] = [await prove(reference(), 20), await prove(reference(), 500)];
    expect(fast.report).toMatchObject({ ok: true, value: { stepMs: 20 } });
    expect(slow.report).toMatchObject({ ok: true, value: { stepMs: 500 } });
    expect(fast.paths.length - slow.paths.length).toBe(1);
  });

  it.each(['x0', 'student_x0', 'fine_x0'])('leaves a device that is wrong in %s', async (name) => {
    const { report } = await prove(reference({ [name]: 0.02 }));
    expect(report.ok ? 'accepted' : report.failure.code).toBe('device-wrong-numbers');
  });

  it('leaves out a network without reference tensors', async () => {
    const whole = reference();
    const tensors = Object.fromEntries(Object.entries(whole.tensors).filter(([name]) => !name.includes('_x0')));
    const { report, paths } = await prove({ ...whole, tensors });
    expect(report.ok && report.value.maxDiff).toBeLessThan(1e-6);
    expect(new Set(paths).size).toBe(1);
  });
});
