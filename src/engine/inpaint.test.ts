import { describe, expect, it } from 'vitest';
import { InlayError } from '../contracts/failure';
import type { BundleManifest } from '../contracts/bundle';
import type { Mask, RgbaImage } from '../contracts/image';
import type { GenerateJob, StepProgress } from '../contracts/inference';
import { maxDiffOutside } from '../core/image/composite';
import { regionMask } from '../core/image/region';
import { gaussianNoise } from '../core/random/gaussian';
import { bareBundle, exampleFiles, exampleManifest, mixtureWorld, STUDENT, UPSAMPLER } from '../testing/bundle';
import { inpaint } from './inpaint';
import { openPixelPipeline } from './pixelPipeline';

const [LOW, HIGH] = [40, 48];

async function world(changes: Partial<BundleManifest> = {}) {
  const manifest = { ...exampleManifest(LOW, HIGH), ...changes };
  const { runtime, calls } = mixtureWorld(manifest);
  const pipeline = await openPixelPipeline(runtime, manifest, exampleFiles());
  if (!pipeline.ok) throw InlayError.of(pipeline.failure);
  return { bundle: bareBundle(manifest, pipeline.value), calls };
}

/** @param widthPx of the painted square: the region is 1.6 times as wide */
function job(widthPx: number, changes: Partial<GenerateJob> = {}): GenerateJob {
  const background: RgbaImage = { width: 96, height: 80, data: new Uint8ClampedArray(96 * 80 * 4).fill(180) };
  const mask: Mask = { width: 96, height: 80, data: new Uint8Array(96 * 80) };
  for (let y = 20; y < 20 + widthPx; y += 1) mask.data.fill(1, y * 96 + 30, y * 96 + 30 + widthPx);
  const sampler = { name: 'euler' as const, steps: 2, guidance: 2, featherPx: 2 };
  return { jobId: 'job', class: 'DF', seed: 5, sampler, background, mask, ...changes };
}

async function paint(made: Awaited<ReturnType<typeof world>>, work: GenerateJob, cancelAfter = Infinity) {
  const seen: StepProgress[] = [];
  const outcome = await inpaint(made.bundle, work, {
    onStep: (progress) => seen.push(progress),
    isCancelled: () => seen.length >= cancelAfter,
    pause: () => Promise.resolve(),
    now: () => 0,
  });
  return { outcome, seen };
}

describe('a bundle with a second stage', () => {
  it('runs it after the first one and counts the steps of both', async () => {
    const made = await world();
    const work = job(36);
    const { outcome, seen } = await paint(made, work);
    if (!outcome.ok) throw InlayError.of(outcome.failure);
    expect(outcome.value.region.sidePx).toBeGreaterThan(LOW);
    expect(seen.map(({ step, steps }) => [step, steps])).toEqual([1, 2, 3, 4, 5].map((step) => [step, 5]));
    expect(seen.map(({ preview }) => preview.width)).toEqual([LOW, LOW, HIGH, HIGH, HIGH]);
    expect(maxDiffOutside(work.background, outcome.value.image, work.mask)).toBe(0);
    expect(outcome.value.image.data).not.toEqual(work.background.data);
  });

  it('draws its noise from where the first one ended, and leaves the first stage as it was', async () => {
    const work = job(36);
    const [both, first] = [await world(), await world({ upsampler: undefined })];
    const { outcome } = await paint(both, work);
    await paint(first, work);
    if (!outcome.ok) throw InlayError.of(outcome.failure);
    expect(both.calls.slice(0, 2)).toEqual(first.calls);
    const noise = gaussianNoise(work.seed, 3 * (LOW * LOW + HIGH * HIGH)).subarray(3 * LOW * LOW);
    const started = both.calls.find(({ path }) => path === UPSAMPLER)?.sample ?? new Float32Array();
    const mask = regionMask(work.mask, outcome.value.region, HIGH);
    expect(started.subarray(6 * HIGH * HIGH)).toEqual(mask);
    const skin = (180 / 127.5 - 1) * 0.4;
    const outside = mask.indexOf(0);
    expect(started[outside]).toBeCloseTo(skin + 0.6 * (noise[outside] ?? NaN), 5);
  });

  it('does not run it where the region has no more pixels than the first one paints', async () => {
    const made = await world();
    const { outcome, seen } = await paint(made, job(25));
    expect(outcome.ok && outcome.value.region.sidePx).toBe(LOW);
    expect(seen.map(({ step, steps }) => [step, steps])).toEqual([1, 2].map((step) => [step, 2]));
    expect(made.calls.some(({ path }) => path === UPSAMPLER)).toBe(false);
  });

  it('runs it after the student, too', async () => {
    const made = await world();
    const sampler = { name: 'student' as const, steps: 3, guidance: 2.5, featherPx: 2 };
    const { seen } = await paint(made, job(36, { sampler }));
    expect(seen.at(-1)).toMatchObject({ step: 6, steps: 6 });
    const paths = [STUDENT, STUDENT, STUDENT, UPSAMPLER, UPSAMPLER, UPSAMPLER];
    expect(made.calls.map(({ path, rows }) => [path, rows])).toEqual(paths.map((path) => [path, 1]));
  });

  it.each([2, 3])('stops between the stages and within the second one: after step %d', async (last) => {
    const made = await world();
    const { outcome, seen } = await paint(made, job(36), last);
    expect(outcome.ok ? 'made' : outcome.failure.code).toBe('cancelled');
    expect(seen).toHaveLength(last);
    expect(made.calls).toHaveLength(last);
  });
});
