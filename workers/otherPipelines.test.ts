import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readExport, type ExportFiles, type ExportName } from '../scripts/golden/exports';
import { InlayError, succeed } from '../src/contracts/failure';
import type { Mask, RgbaImage } from '../src/contracts/image';
import type { GenerateJob, StepProgress } from '../src/contracts/inference';
import { paintSegment } from '../src/core/mask/stroke';
import { checkBundle } from '../src/data/bundleCheck';
import { folderSource } from '../src/data/bundleSource';
import { Engine } from '../src/engine/engine';
import { openNodeRuntime } from '../src/engine/nodeRuntime';

/** What the two workers do with a folder that the person picks. */
async function opened(files: ExportFiles, now: () => number = () => 0) {
  const picked = Object.entries(files).map(([path, bytes]) => ({ path: `model/${path}`, file: new Blob([bytes]) }));
  const checked = await checkBundle(folderSource(picked));
  if (!checked.ok) throw InlayError.of(checked.failure);
  const engine = new Engine({
    openRuntime: () => Promise.resolve(succeed(openNodeRuntime())),
    now,
    decode: () => Promise.resolve(null),
    pause: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
  });
  const candidate = { provider: 'wasm', threads: 1 } as const;
  return { engine, report: await engine.open({ ...checked.value, candidate, forced: false, appVersion: 'test' }) };
}

function job(): GenerateJob {
  const background: RgbaImage = { width: 96, height: 80, data: new Uint8ClampedArray(96 * 80 * 4) };
  background.data.forEach((_, i) => (background.data[i] = i % 4 === 3 ? 255 : 190 + (i % 37)));
  const mask: Mask = { width: 96, height: 80, data: new Uint8Array(96 * 80) };
  paintSegment(mask, { x: 40, y: 40 }, { x: 52, y: 44 }, 24, 1);
  const sampler = { name: 'bundle' as const, steps: 3, guidance: 2, featherPx: 3 };
  return { jobId: 'job', class: 'DF', seed: 11, sampler, background, mask };
}

describe.each<ExportName>(['stable-diffusion', 'latent'])(
  "a model of someone else's, from the folder to the sample: %s",
  (name) => {
    it('says that its numbers could not be checked', async () => {
      const { engine, report } = await opened(readExport(name));
      if (!report.ok) throw InlayError.of(report.failure);
      expect(report.value.attempt.parityMaxDiff).toBeNull();
      expect(report.value.attempt.accepted).toBe(true);
      expect(report.value.environment.bundle.licence).toContain('unknown');
      await engine.close();
    });

    it('changes nothing outside the mask, repeats itself, and is not scored', async () => {
      const { engine } = await opened(readExport(name));
      const work = job();
      const steps: StepProgress[] = [];
      const made = await engine.generate(work, (progress) => steps.push(progress));
      if (!made.ok) throw InlayError.of(made.failure);
      expect(made.value.outsideMaskMaxDiff).toBe(0);
      expect(made.value.image.data).not.toEqual(work.background.data);
      expect(made.value.verdict.outcome).toBe('unscored');
      expect(steps.at(-1)?.step).toBe(3);
      expect(steps[0]?.preview.width).toBe(32);
      const again = await engine.generate(job(), () => undefined);
      expect(again.ok && again.value.pixelSha256).toBe(made.value.pixelSha256);
      const other = await engine.generate({ ...job(), seed: 12 }, () => undefined);
      expect(other.ok && other.value.pixelSha256).not.toBe(made.value.pixelSha256);
      await engine.close();
    });
  },
);

describe("a model of someone else's that brings reference tensors", () => {
  const parity = new Uint8Array(
    readFileSync(new URL('../src/engine/golden/latent-parity.safetensors', import.meta.url)),
  );

  it('is compared with them', async () => {
    const { report } = await opened({ ...readExport('latent'), 'reference/parity.safetensors': parity });
    if (!report.ok) throw InlayError.of(report.failure);
    expect(report.value.attempt.parityMaxDiff).toBeLessThan(1e-4);
  });

  it('is left when they say something else', async () => {
    const wrong = parity.slice();
    wrong.fill(0x40, -64); // the last numbers become about 3
    const { report } = await opened({ ...readExport('latent'), 'reference/parity.safetensors': wrong });
    expect(report.ok ? 'opened' : report.failure.code).toBe('device-wrong-numbers');
  });
});
