/**
 * What reads files that nobody has vouched for, in a worker of its own for each: whatever a file does to it, the workers that keep the
 * person's work go on, and to cancel is to end the worker.
 */
import type { ExportProgress, OpenedSet, ReplayedFrom } from './archive';
import type { CheckedBundle } from './bundle';
import type { Failure, Outcome } from './failure';
import type { Background, MaskShape, ReadMask } from './library';
import type { Plan } from './plan';
import type { Project } from './projects';
import type { SampleId } from './sample';
import type { SavedSample } from './storage';

export type OnRead = (done: number, total: number) => void;

export interface KeptFile {
  readonly sample: SavedSample;
  /** Its pixels alone. */
  readonly png: Uint8Array<ArrayBuffer>;
}

interface ReadImage {
  readonly background: Background;
  /** Its pixels, lossless, to be kept. */
  readonly png: Uint8Array<ArrayBuffer>;
}

export interface ReadShapes {
  readonly shapes: readonly MaskShape[];
  /** What was left out. */
  readonly problems: readonly Failure[];
}

export interface ReadingApi {
  /** An image file of the person's as a background. Fails with image-*, limit-*. */
  readImage(file: Blob, name: string): Promise<Outcome<ReadImage>>;
  /** Outlines from a COCO file or the image of a mask, as the library keeps them. Fails with image-*, outlines-*, limit-*. */
  readShapes(file: Blob, onRead: OnRead): Promise<Outcome<ReadShapes>>;
  /** The first outline of such a file, as large as it was drawn. Fails as readShapes. */
  readMask(file: Blob, onRead: OnRead): Promise<Outcome<ReadMask>>;
  /** Fails with plan-unfit or plan-not-json where it is no plan, or one of a later version, and with limit-*. */
  readPlan(file: Blob): Promise<Outcome<Plan>>;
  /** Reads a bundle and checks every hash; keeps nothing. Fails with bundle-*. */
  checkBundleZip(zip: Blob, onRead: OnRead): Promise<Outcome<CheckedBundle>>;
  checkBundleFolder(
    files: readonly { readonly path: string; readonly file: Blob }[],
    onRead: OnRead,
  ): Promise<Outcome<CheckedBundle>>;
  /** Reads a project's file into the place of a new project, which is no project before it is saved. Fails with project-not-readable. */
  readProject(file: Blob, id: string, onRead: OnRead): Promise<Outcome<Pick<Project, 'name' | 'dataset'>>>;
  /**
   * Reads and checks an export of anybody's; another one that was open is closed. Fails with export-not-readable.
   * @param from whose backgrounds its samples are held against: of a project, and of those that ship with the page
   */
  openExport(
    file: File,
    from: { readonly baseUrl: string; readonly projectId: string },
    onProgress: (progress: ExportProgress) => void,
  ): Promise<Outcome<OpenedSet>>;
  /** Of the export that is open. Fails with export-not-readable or export-closed. */
  exportedSample(id: SampleId): Promise<Outcome<ReplayedFrom>>;
  /** A sample of it as a project keeps one. Fails as exportedSample. */
  exportedFile(id: SampleId): Promise<Outcome<KeptFile>>;
}

/** A worker that was started for one file. */
export type Reader = ReadingApi & {
  /** Ends it at once. */
  end(): void;
};
