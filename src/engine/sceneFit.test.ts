import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_PATHS, bundleManifestSchema, type BundleManifest } from '../contracts/bundle';
import { ISIC_CODES, type ClassCode } from '../contracts/classes';
import { InlayError, succeed } from '../contracts/failure';
import type { Mask, RgbaImage } from '../contracts/image';
import type { SceneReader } from '../core/scene/sceneReader';
import { Engine } from './engine';
import { openNodeRuntime } from './nodeRuntime';

const ROOT = new URL('../../e2e/fixtures/inlay-smoke/', import.meta.url);
const read = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(path, ROOT)));

const manifest: BundleManifest = bundleManifestSchema.parse(
  JSON.parse(new TextDecoder().decode(read('manifest.json'))),
);
const files = Object.fromEntries(manifest.files.map(({ path }) => [path, read(path)]));
const encoderSha256 = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256 ?? '';
const dim = (manifest.graphs.find(({ path }) => path === BUNDLE_PATHS.encoder)?.outputs ?? [])
  .filter(({ name }) => name.startsWith('features'))
  .reduce((sum, { shape }) => sum + Number(shape.at(-1)), 0);
/** Finds every scene alike; of DF all calibration scenes fit better. */
const READER: SceneReader = {
  schema: 1,
  encoderSha256,
  mean: new Array<number>(dim).fill(0),
  sd: new Array<number>(dim).fill(1),
  weights: ISIC_CODES.map(() => new Array<number>(dim + 1).fill(0)),
  calibration: Object.fromEntries(
    ISIC_CODES.map((code) => [code, code === 'DF' ? [5, 6, 7] : code === 'AK' ? [] : [-9, -8, -7]]),
  ),
};
const background: RgbaImage = { width: 96, height: 80, data: new Uint8ClampedArray(96 * 80 * 4).fill(200) };
const mask: Mask = { width: 96, height: 80, data: new Uint8Array(96 * 80) };
for (let y = 30; y < 50; y += 1) mask.data.fill(1, y * 96 + 40, y * 96 + 60);

async function opened(reader: SceneReader | null): Promise<Engine> {
  const engine = new Engine({
    openRuntime: () => Promise.resolve(succeed(openNodeRuntime())),
    decode: () => Promise.resolve(null),
    pause: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    now: () => 0,
  });
  const given = reader ? { ...files, [BUNDLE_PATHS.scenes]: new TextEncoder().encode(JSON.stringify(reader)) } : files;
  const candidate = { provider: 'wasm', threads: 1 } as const;
  const request = {
    manifest,
    files: given,
    manifestSha256: '0'.repeat(64),
    candidate,
    forced: false,
    appVersion: 'test',
  };
  const outcome = await engine.open(request);
  if (!outcome.ok) throw InlayError.of(outcome.failure);
  return engine;
}

let engine: Engine;
beforeAll(async () => {
  engine = await opened(READER);
});

const fitOf = async (code: ClassCode, on: Engine = engine): Promise<number | undefined> => {
  const sampler = { name: 'euler', steps: 2, guidance: 1, featherPx: 2 } as const;
  const made = await on.generate({ jobId: code, class: code, seed: 1, sampler, background, mask }, () => undefined);
  if (!made.ok) throw InlayError.of(made.failure);
  return made.value.sceneFit;
};

describe('how well a scene fits', () => {
  it('is said of each sample, as a share of real scenes of its class; not of skin, nor of a class without real scenes', async () => {
    expect(await fitOf('DF')).toBe(0.25);
    expect(await fitOf('NV')).toBe(1);
    expect(await fitOf('AK')).toBeUndefined();
    expect(await fitOf('SKIN')).toBeUndefined();
  });

  it('is told of a background before anything is painted', async () => {
    const fits = await engine.sceneFits(background, null);
    expect(fits).toMatchObject({ ok: true, value: { DF: 0.25, NV: 1 } });
    expect(
      await new Engine({ ...({} as ConstructorParameters<typeof Engine>[0]) }).sceneFits(background, mask),
    ).toMatchObject({
      failure: { code: 'worker-empty' },
    });
  });

  it('is not said with a bundle that reads no scenes; a reader of another encoder is refused', async () => {
    const older = await opened(null);
    expect(await fitOf('DF', older)).toBeUndefined();
    expect(await older.sceneFits(background, mask)).toEqual(succeed(null));
    const other = opened({ ...READER, encoderSha256: 'f'.repeat(64) });
    await expect(other).rejects.toMatchObject({ failure: { code: 'bundle-reference-unreadable' } });
  });
});
