/** The sets of `npm run panel`: real images spoilt in known ways, badly made samples, copies. One image at a time, so memory stays bounded. */
import sharp from 'sharp';
import { InlayError } from '../../src/contracts/failure';
import type { BundleFiles, BundleManifest } from '../../src/contracts/bundle';
import { ISIC_CODES, type ClassCode } from '../../src/contracts/classes';
import type { Mask, RgbaImage, SquareRegion } from '../../src/contracts/image';
import { blurred, hueTurned, inked, mirrored, noise, pasted, plaid, slightlyRecoloured } from './corruptions';
import { openBundle } from '../../src/engine/bundleGraphs';
import { inpaint } from '../../src/engine/inpaint';
import { openNodeRuntime } from '../../src/engine/nodeRuntime';
import type { PlacedImage } from '../realImages';

export interface PanelImage {
  readonly code: ClassCode;
  readonly image: RgbaImage;
  readonly mask: Mask;
  readonly region: SquareRegion;
  /** A sample: its surroundings are those of a real image by intent. */
  readonly isPainted?: boolean;
}

export type PanelSet = AsyncIterable<PanelImage> | Iterable<PanelImage>;

type Change = (image: RgbaImage, placed: PlacedImage, index: number) => RgbaImage | null | Promise<RgbaImage | null>;

async function* changed(probes: readonly PlacedImage[], change: Change): AsyncGenerator<PanelImage> {
  for (const [index, placed] of probes.entries()) {
    const image = await change(placed.image, placed, index);
    if (image) yield { code: placed.record.class, image, mask: placed.mask, region: placed.region };
  }
}

async function reencoded({ width, height, data }: RgbaImage, quality: number): Promise<RgbaImage> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer();
  const raw = await sharp(jpeg).ensureAlpha().raw().toBuffer();
  return { width, height, data: new Uint8ClampedArray(raw) };
}

/** Real test images, spoilt: seams, ink, blur, JPEG, colour, and what is no skin at all. */
export function spoiltSets(probes: readonly PlacedImage[]): Map<string, PanelSet> {
  const elsewhere: Change = (image, { mask }, index) => {
    const fits = (other: PlacedImage): boolean =>
      other.image.width === image.width && other.image.height === image.height;
    const others = [...probes.slice(index + 1), ...probes.slice(0, index)].filter(fits);
    const back = others[(index * 7) % Math.max(1, others.length)];
    return back ? pasted(image, back.image, mask) : null;
  };
  const set = (change: Change): AsyncIterable<PanelImage> => changed(probes, change);
  return new Map([
    ['(b) hard-pasted into another image', set(elsewhere)],
    ['(c) ink and ruler: blue', set((image, _, i) => inked(image, [40, 50, 150], i))],
    ['(c) ink and ruler: brown', set((image, _, i) => inked(image, [90, 55, 40], i))],
    ['(d) blur: 2.5 % of the region', set((image, { region }) => blurred(image, 0.025 * region.sidePx))],
    ['(d) JPEG: quality 10', set((image) => reencoded(image, 10))],
    ['(d) colour: hue by 40 degrees', set((image, _, i) => hueTurned(image, i % 2 === 0 ? 40 : -40))],
    ['(g) noise', set(({ width, height }, _, i) => noise(width, height, i))],
    ['(g) cloth', set(({ width, height }, _, i) => plaid(width, height, i))],
  ]);
}

export type Painter = (
  code: ClassCode,
  placed: PlacedImage,
  seed: number,
  steps: number,
  guidance: number,
) => Promise<PanelImage | null>;

/** Paints a class over the lesion of a real image, with the bundle's U-Net. Throws where it cannot be opened. */
export async function openPainter(manifest: BundleManifest, files: BundleFiles, threads: number): Promise<Painter> {
  const bundle = await openBundle(openNodeRuntime(threads), manifest, files);
  if (!bundle.ok) throw InlayError.of(bundle.failure);
  const hooks = {
    onStep: () => undefined,
    isCancelled: () => false,
    pause: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    now: () => performance.now(),
  };
  return async (code, { image: background, mask }, seed, steps, guidance) => {
    const sampler = { name: 'euler' as const, steps, guidance, featherPx: 2 };
    const job = { jobId: 'panel', class: code, seed, sampler, background, mask };
    const made = await inpaint(bundle.value, job, hooks);
    return made.ok ? { code, mask, isPainted: true, ...made.value } : null;
  };
}

export interface Painters {
  readonly shipped: Painter;
  /** With a U-Net that has learnt little; null where there is none. */
  readonly early: Painter | null;
}

/**
 * Samples of the bundle: as they should be, of an early checkpoint, with too few steps, with too much guidance. Scenes are real
 * images whose mask leaves skin around it.
 */
export function paintedSets(
  { shipped, early }: Painters,
  { steps: usualSteps, guidance: usual }: BundleManifest['defaults'],
  probes: readonly PlacedImage[],
  each: number,
): Map<string, PanelSet> {
  const small = probes
    .filter(({ image, region }) => region.sidePx <= Math.min(image.width, image.height))
    .slice(0, each);
  const set = async function* (painter: Painter, steps: number, guidance: number): AsyncGenerator<PanelImage> {
    for (const code of ISIC_CODES) {
      for (const [index, placed] of small.entries()) {
        const made = await painter(code, placed, index + 1, steps, guidance);
        if (made) yield made;
      }
    }
  };
  return new Map([
    [`(-) samples as they ship: ${usualSteps} steps, guidance ${usual}`, set(shipped, usualSteps, usual)],
    ...(early ? ([['(e) an early checkpoint', set(early, usualSteps, usual)]] as const) : []),
    ['(e) too few steps: 1', set(shipped, 1, 1)],
    ['(e) too few steps: 2', set(shipped, 2, usual)],
    ['(f) guidance: 8', set(shipped, 8, 8)],
  ]);
}

/** Training images as they are and slightly changed. */
export function copySets(sources: readonly PlacedImage[]): Map<string, PanelSet> {
  const turnedRound = function* (): Generator<PanelImage> {
    for (const { record, image, mask, region } of sources) {
      const flipped = mirrored({ width: mask.width, height: mask.height, data: asRgba(mask) });
      yield {
        code: record.class,
        image: mirrored(image),
        mask: {
          ...mask,
          data: Uint8Array.from({ length: mask.data.length }, (_, at) => (flipped.data[at * 4] ? 1 : 0)),
        },
        region: { ...region, x: image.width - region.x - region.sidePx },
      };
    }
  };
  return new Map<string, PanelSet>([
    ['exact', changed(sources, (image) => image)],
    ['mirrored', turnedRound()],
    ['JPEG, quality 60', changed(sources, (image) => reencoded(image, 60))],
    ['JPEG, quality 30', changed(sources, (image) => reencoded(image, 30))],
    ['slightly recoloured', changed(sources, (image) => slightlyRecoloured(image, 1.05, [5, -3, 4]))],
  ]);
}

function asRgba(mask: Mask): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from({ length: mask.data.length * 4 }, (_, i) => (mask.data[Math.floor(i / 4)] ?? 0) * 255);
}
