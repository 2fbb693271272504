/** The real worker in a real browser, on the toy bundle: every rung of the ladder, and the same bytes from each WASM rung. */
import { describe, expect, it } from 'vitest';
import { type Failure, InlayError } from '../contracts/failure';
import { createInferenceClient, type BundleToOpen } from './inferenceClient';
import type { ForcedProvider } from './deviceLadder';
import { bundleManifestSchema } from '../contracts/bundle';
import type { RgbaImage } from '../contracts/image';
import type { GeneratedSample, GenerateJob, StepProgress } from '../contracts/inference';
import { paintSegment } from '../core/mask/stroke';

const ROOT = '/e2e/fixtures/inlay-smoke/';

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(ROOT + path);
  return new Uint8Array(await response.arrayBuffer());
}

async function bundle(): Promise<BundleToOpen> {
  const manifest = bundleManifestSchema.parse(JSON.parse(new TextDecoder().decode(await bytes('manifest.json'))));
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const { path } of manifest.files) files[path] = await bytes(path);
  return { manifest, files, manifestSha256: '0'.repeat(64), appVersion: 'test' };
}

function client(forced: ForcedProvider, cores: number) {
  const notices: Failure[] = [];
  const made = createInferenceClient({
    facts: { webgpu: 'gpu' in navigator, crossOriginIsolated: window.crossOriginIsolated, cores },
    forced,
    onNotice: (news) => notices.push(news),
    onDevice: () => undefined,
  });
  return { made, notices };
}

function job(changes: Partial<GenerateJob> = {}): GenerateJob {
  const background: RgbaImage = { width: 96, height: 80, data: new Uint8ClampedArray(96 * 80 * 4) };
  background.data.forEach((_, i) => (background.data[i] = i % 4 === 3 ? 255 : 190 + (i % 37)));
  const mask = { width: 96, height: 80, data: new Uint8Array(96 * 80) };
  paintSegment(mask, { x: 40, y: 40 }, { x: 52, y: 44 }, 24, 1);
  const sampler = { name: 'euler' as const, steps: 3, guidance: 2, featherPx: 3 };
  return { jobId: 'job', class: 'DF', seed: 11, sampler, background, mask, ...changes };
}

async function make(forced: ForcedProvider, cores: number): Promise<{ device: string; sample: GeneratedSample }> {
  const { made } = client(forced, cores);
  const opened = await made.open(await bundle());
  if (!opened.ok) throw InlayError.of(opened.failure);
  const { candidate, parityMaxDiff } = opened.value.report.attempt;
  expect(parityMaxDiff).toBeLessThan(1e-3);
  const outcome = await made.generate(job(), () => undefined);
  made.close();
  if (!outcome.ok) throw InlayError.of(outcome.failure);
  return { device: `${candidate.provider} ${candidate.threads}`, sample: outcome.value };
}

describe('the inference worker', () => {
  it('runs in a page that is isolated, so that WASM has threads', () => {
    expect(window.crossOriginIsolated).toBe(true);
  });

  it('gives the same bytes from each fresh worker on WASM, whatever the number of threads', async () => {
    const runs = [await make('wasm', 2), await make('wasm', 2), await make('wasm', 1)];
    expect(runs.map(({ device }) => device)).toEqual(['wasm 2', 'wasm 2', 'wasm 1']);
    for (const { sample } of runs) {
      expect(sample.png).toEqual(runs[0]?.sample.png);
      expect(sample.outsideMaskMaxDiff).toBe(0);
    }
  });

  it('comes close to WASM on WebGPU, from the same noise', async () => {
    const [wasm, webgpu] = [await make('wasm', 1), await make('webgpu', 1)];
    expect(webgpu.device).toBe('webgpu 1');
    const a = wasm.sample.image.data;
    const worst = webgpu.sample.image.data.reduce((most, v, i) => Math.max(most, Math.abs(v - (a[i] ?? 0))), 0);
    expect(worst).toBeLessThanOrEqual(2);
    expect(webgpu.sample.verdict.outcome).toBe(wasm.sample.verdict.outcome);
  });

  it('shows a preview each step and stops within one step when cancelled', async () => {
    const { made } = client('wasm', 1);
    expect((await made.open(await bundle())).ok).toBe(true);
    const seen: StepProgress[] = [];
    const sampler = { name: 'euler' as const, steps: 50, guidance: 2, featherPx: 3 };
    let cancelledAt = 0;
    const outcome = await made.generate(job({ sampler }), (progress) => {
      seen.push(progress);
      if (seen.length === 3) {
        cancelledAt = progress.step;
        made.cancel('job');
      }
    });
    made.close();
    expect(outcome.ok ? 'made' : outcome.failure.code).toBe('cancelled');
    expect(seen[0]?.preview.width).toBe(32);
    expect((seen.at(-1)?.step ?? 0) - cancelledAt).toBeLessThanOrEqual(2);
  });

  it('says that no device is ready once it was closed', async () => {
    const { made, notices } = client('wasm', 1);
    expect((await made.open(await bundle())).ok).toBe(true);
    made.close();
    const outcome = await made.generate(job(), () => undefined);
    expect(outcome.ok ? 'made' : outcome.failure.code).toBe('device-not-ready');
    expect(notices).toEqual([]);
  });
});
