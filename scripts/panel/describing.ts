/** Describes the panel's images as the gates and the generator see them, and keeps the time that each of them takes. */
import { cpus } from 'node:os';
import { InlayError } from '../../src/contracts/failure';
import { BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../../src/contracts/bundle';
import type { ClassCode } from '../../src/contracts/classes';
import type { Mask, RgbaImage } from '../../src/contracts/image';
import type { DescriptionVersion } from '../../src/core/description/versions';
import type { Described } from '../../src/core/gates/gate';
import { denoisingErrors, type DenoisingErrors } from '../../src/engine/denoise';
import { describeImage, lookForLesion } from '../../src/engine/describe';
import { openNodeRuntime } from '../../src/engine/nodeRuntime';
import { openListedGraph, type Graph } from '../../src/engine/runtime';
import { openEncoder } from '../realImages';
import type { PanelImage, PanelSet } from './sets';

/** Time on the path to noise from which the generator restores an image: early on it reads detail, later only the colours. */
export const DENOISED_AT = 0.2;

export interface Row {
  readonly code: ClassCode;
  readonly described: Described;
  /** Null for images that are not in the panel. */
  readonly denoising: DenoisingErrors | null;
}

/** Mean time of something that is done many times. */
export class Clock {
  private totalMs = 0;
  private times = 0;

  async time<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const done = await work();
    this.totalMs += performance.now() - began;
    this.times += 1;
    return done;
  }

  get meanMs(): number {
    return this.totalMs / this.times;
  }
}

export interface Describer {
  readonly clocks: Readonly<Record<'described' | 'encoder' | 'denoised', Clock>>;
  /** @param withDenoising whether the generator restores them, too */
  /** As `inlay score` looks for it. */
  findLesion(image: RgbaImage): Promise<Mask | null>;
  row(image: PanelImage, withDenoising: boolean): Promise<Row>;
  /** @param withDenoising true unless told otherwise */
  all(name: string, images: PanelSet, withDenoising?: boolean): Promise<Row[]>;
}

/** Throws where the bundle has no encoder or U-Net that opens. */
export async function openDescriber(
  manifest: BundleManifest,
  files: BundleFiles,
  version: DescriptionVersion,
): Promise<Describer> {
  const clocks = { described: new Clock(), encoder: new Clock(), denoised: new Clock() };
  const { encoder, outliner, sizePx } = await openEncoder(manifest, files);
  const describing = { version, sizePx };
  const timed: Graph = { ...encoder, run: (feeds) => clocks.encoder.time(() => encoder.run(feeds)) };
  const eyes = { encoder: timed, outliner };
  const opened = await openListedGraph(openNodeRuntime(cpus().length), manifest, files, BUNDLE_PATHS.unet);
  if (!opened.ok) throw InlayError.of(opened.failure);
  const unet = opened.value;

  async function denoising(image: PanelImage): Promise<DenoisingErrors> {
    const found = await clocks.denoised.time(() => denoisingErrors(unet, manifest, image.code, image, DENOISED_AT, 1));
    if (!found.ok) throw InlayError.of(found.failure);
    return found.value;
  }

  async function row(given: PanelImage, withDenoising: boolean): Promise<Row> {
    const { code, image, mask, region, isPainted = false } = given;
    const described = await clocks.described.time(() => describeImage(eyes, describing, image, mask, region));
    return {
      code,
      described: isPainted ? { ...described, frame: undefined } : described,
      denoising: withDenoising ? await denoising(given) : null,
    };
  }

  return {
    clocks,
    findLesion: (image) => lookForLesion(outliner, image),
    row,
    async all(name, images, withDenoising = true) {
      const rows: Row[] = [];
      for await (const image of images) rows.push(await row(image, withDenoising));
      console.log(`${name}: ${rows.length} images`);
      return rows;
    },
  };
}
