/** Describes the panel's images as the gates see them, and keeps the time that each of them takes. */
import type { BundleFiles, BundleManifest } from '../../src/contracts/bundle';
import type { ClassCode } from '../../src/contracts/classes';
import type { Mask, RgbaImage } from '../../src/contracts/image';
import type { DescriptionVersion } from '../../src/core/description/versions';
import type { Described } from '../../src/core/gates/gate';
import { describeImage, lookForLesion } from '../../src/engine/describe';
import type { Graph } from '../../src/engine/runtime';
import { openEncoder } from '../realImages';
import type { PanelImage, PanelSet } from './sets';

export interface Row {
  readonly code: ClassCode;
  readonly described: Described;
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
  readonly clocks: Readonly<Record<'described' | 'encoder', Clock>>;
  /** As `inlay score` looks for it. */
  findLesion(image: RgbaImage): Promise<Mask | null>;
  row(image: PanelImage): Promise<Row>;
  all(name: string, images: PanelSet): Promise<Row[]>;
}

/** Throws where the bundle has no encoder that opens. */
export async function openDescriber(
  manifest: BundleManifest,
  files: BundleFiles,
  version: DescriptionVersion,
): Promise<Describer> {
  const clocks = { described: new Clock(), encoder: new Clock() };
  const { encoder, outliner, sizePx } = await openEncoder(manifest, files);
  const describing = { version, sizePx };
  const timed: Graph = { ...encoder, run: (feeds) => clocks.encoder.time(() => encoder.run(feeds)) };
  const eyes = { encoder: timed, outliner };

  async function row(given: PanelImage): Promise<Row> {
    const { code, image, mask, region, isPainted = false } = given;
    const described = await clocks.described.time(() => describeImage(eyes, describing, image, mask, region));
    return {
      code,
      described: isPainted ? { ...described, frame: undefined } : described,
    };
  }

  return {
    clocks,
    findLesion: (image) => lookForLesion(outliner, image),
    row,
    async all(name, images) {
      const rows: Row[] = [];
      for await (const image of images) rows.push(await row(image));
      console.log(`${name}: ${rows.length} images`);
      return rows;
    },
  };
}
