/** Fills a studio's storage with thousands of whole samples: real skin with a blob on it, records whose every hash is right. */
import type { Page } from '@playwright/test';
import { readImage } from '../../cli/files';
import { storeSamples } from '../../e2e/support/stored';
import { ISIC_CODES } from '../../src/contracts/classes';
import type { RgbaImage } from '../../src/contracts/image';
import type { SavedSample } from '../../src/contracts/storage';
import { exampleMadeSample } from '../../src/testing/samples';
import { fillEllipse } from '../../src/core/mask/fillPath';
import { emptyMask, encodeRle } from '../../src/core/mask/rle';
import { pixelDigest } from '../../src/core/provenance/digest';
import { encodePng } from '../../src/core/provenance/png';
import { uniform } from '../../src/core/random/gaussian';

const SKINS = 24;
const PER_CALL = 250;

interface Painted {
  readonly background: SavedSample['record']['background'];
  readonly image: RgbaImage;
  readonly pixelSha256: string;
  readonly png: Uint8Array<ArrayBuffer>;
}

/** @param decided share of samples with a decision, most of them accepted */
export async function fillWithSamples(page: Page, count: number, decided: number): Promise<void> {
  const painted = await Promise.all(Array.from({ length: SKINS }, (_, i) => paint(i)));
  for (let from = 0; from < count; from += PER_CALL) {
    const some = await Promise.all(
      Array.from({ length: Math.min(PER_CALL, count - from) }, (_, i) => sampleOf(from + i, painted, decided)),
    );
    await storeSamples(page, from / PER_CALL, some);
  }
}

/** A skin with something dark in it: what it looks like does not matter, its size on the disk does. */
async function paint(index: number): Promise<Painted> {
  const id = `skin-${String(index + 1).padStart(2, '0')}`;
  const image = await readImage(`public/skin/${id}.png`);
  const sha256 = await pixelDigest(image);
  const noise = uniform(index, image.data.length);
  for (let i = 0; i < image.data.length; i += 1) {
    const x = ((i >> 2) % image.width) - image.width / 2;
    const y = Math.floor((i >> 2) / image.width) - image.height / 2;
    if (i % 4 !== 3 && Math.hypot(x, y) < 60) image.data[i] = (image.data[i] ?? 0) * (0.5 + 0.1 * (noise[i] ?? 0));
  }
  const png = encodePng(image);
  return { background: { id, sha256, licence: 'CC-BY-NC-SA-4.0' }, image, pixelSha256: await pixelDigest(image), png };
}

async function sampleOf(
  n: number,
  painted: readonly Painted[],
  decided: number,
): Promise<{ readonly sample: SavedSample; readonly png: Uint8Array<ArrayBuffer> }> {
  const skin = painted[n % painted.length];
  if (!skin) throw new Error('There is no skin.');
  const { background, image, pixelSha256, png } = skin;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = uniform(n, 6);
  const mask = emptyMask(image.width, image.height);
  const at = { x: 40 + 60 * a, y: 40 + 60 * b };
  fillEllipse(mask, at, { x: at.x + 50 + 60 * c, y: at.y + 50 + 60 * d }, 1);
  const outcome = e < 0.8 ? 'accepted' : 'rejected';
  const sample = await exampleMadeSample({
    ...{ class: ISIC_CODES[n % ISIC_CODES.length] ?? 'DF', seed: n, background, pixelSha256 },
    mask: encodeRle(mask),
    scores: {
      typical: { score: a, p: b, pass: b > 0.05 },
      label: { score: c, p: d, pass: d > 0.05 },
      novel: { score: d, p: a, pass: a > 0.01 },
    },
    decision: f < decided ? { outcome, reason: '', when: new Date(1.78e12 + 1000 * n).toISOString() } : null,
    createdAt: new Date(1.77e12 + 1000 * n).toISOString(),
  });
  return { sample, png };
}
