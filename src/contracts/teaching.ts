/** How a class is shown to the model, and taught to it, on the person's device. */
import type { BundleFiles } from './bundle';
import type { Outcome } from './failure';
import type { RealImage } from './inference';
import type { LowRank } from './ownClass';

export interface TeachRequest {
  readonly jobId: string;
  /** The bundle that is meant, by the hash of its manifest.json: another one that is open by then is taught nothing. */
  readonly bundleSha256: string;
  /** Of the open bundle, checked against its manifest: the graph of the gradient, all weights that it refers to, and the numbers. */
  readonly files: BundleFiles;
  /** Learnt from. */
  readonly pictures: readonly RealImage[];
  /** Looked at while it learns, never learnt from. */
  readonly heldOut: readonly RealImage[];
  readonly steps: number;
  readonly seed: number;
  /** Where it was left, as `TeachProgress.kept` had it; null to begin. */
  readonly from: Uint8Array<ArrayBuffer> | null;
}

export interface TeachProgress {
  readonly jobId: string;
  readonly step: number;
  readonly steps: number;
  /** Error on the held-out lesions; null where none was looked at in this step, or there are none. Step 0 tells what it was before. */
  readonly heldOut: number | null;
  readonly stepMs: number;
  /** To go on from: at each look, and when it is stopped; else null. */
  readonly kept: Uint8Array<ArrayBuffer> | null;
}

export interface Taught {
  readonly vector: Float32Array<ArrayBuffer>;
  readonly lowRank: LowRank;
  /** Steps behind what is given: fewer than were asked for where held-out lesions were painted best then. */
  readonly step: number;
  /** Descriptions of the pictures that were learnt from, [D] each; those in which no lesion was found are left out. */
  readonly examples: readonly Float32Array<ArrayBuffer>[];
  /** Error on held-out lesions before, and of what is given; null where there are none. */
  readonly heldOut: { readonly before: number; readonly after: number } | null;
}

export interface TeachingApi {
  /**
   * What the network is told of an example lesion, [D]. Null where the image cannot be read, or shows no lesion.
   * Fails with worker-empty, bundle-encoder-missing, own-class-other-model, device-lost, device-not-finite, image-not-described.
   * @param numbers `teaching.numbers` of the bundle
   */
  describeExample(
    real: RealImage,
    numbers: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<Float32Array<ArrayBuffer> | null>>;
  /**
   * Learns step by step; samples that are asked for meanwhile are made between two steps. Stopped by `cancel`, it can be gone on with.
   * Fails with worker-empty, own-class-other-model, own-class-changed-model, own-class-few, teaching-diverged, cancelled, device-lost, bundle-* codes, sample-not-made.
   */
  teach(request: TeachRequest, onProgress: (progress: TeachProgress) => void): Promise<Outcome<Taught>>;
}
