/** What the inference worker offers. One worker holds one bundle on one execution provider; a fallback is a fresh worker. */
import type { BundleFiles, BundleManifest } from './bundle';
import type { ClassCode } from './classes';
import type { Failure, Outcome } from './failure';
import type { GateReference } from './gateReference';
import type { Mask, RgbaImage, SquareRegion } from './image';
import type { OwnClass } from './ownClass';
import type { TeachingApi } from './teaching';
import type { Nearby, Sampler } from './recipe';
import type { Environment, ExecutionProvider, GateResult, NearReal, Verdict } from './sample';

/** One rung of the ladder: WebGPU, WASM with threads, WASM without. */
export interface DeviceCandidate {
  readonly provider: Exclude<ExecutionProvider, 'cpu'>;
  readonly threads: number;
}

/** A rung that was taken. */
export interface DeviceTaken {
  readonly candidate: DeviceCandidate;
  readonly accepted: true;
  /** Largest absolute difference of one call of each network to the bundle's PyTorch tensors; null where the bundle has none. */
  readonly parityMaxDiff: number | null;
  /** Time of that step once warm. */
  readonly stepMs: number;
}

/** A rung that was taken, or left and why. */
export type DeviceAttempt =
  DeviceTaken | { readonly candidate: DeviceCandidate; readonly accepted: false; readonly fault: Failure };

export interface OpenRequest {
  readonly manifest: BundleManifest;
  /** SHA-256 of manifest.json, which stands for the whole bundle. */
  readonly manifestSha256: string;
  /** Already verified against the manifest's hashes by whoever read them. */
  readonly files: BundleFiles;
  readonly candidate: DeviceCandidate;
  /** The person asked for this provider (`?ep=`): a software adapter is then no reason to leave it. */
  readonly forced: boolean;
  readonly appVersion: string;
}

export interface OpenReport {
  /** Whether samples may begin with what lies under the mask. */
  readonly takesStrength: boolean;
  /** Whether classes can be shown to it and taught to it. */
  readonly takesOwnClasses: boolean;
  readonly attempt: DeviceTaken;
  readonly environment: Environment;
}

export interface GenerateJob {
  readonly jobId: string;
  readonly class: ClassCode;
  /** The class, where the person has shown or taught it; absent for one of the bundle. */
  readonly own?: OwnClass | undefined;
  readonly seed: number;
  /** Absent: the noise is that of the seed alone. */
  readonly nearby?: Nearby | undefined;
  readonly sampler: Sampler;
  readonly background: RgbaImage;
  readonly mask: Mask;
}

export interface StepProgress {
  readonly jobId: string;
  /** Steps done, 1..steps; both stages count. */
  readonly step: number;
  readonly steps: number;
  /** The estimate of the finished region at the size of its stage, already blended with the known pixels. */
  readonly preview: RgbaImage;
  readonly region: SquareRegion;
  readonly stepMs: number;
}

export interface GeneratedSample {
  readonly jobId: string;
  /** The whole background with the lesion in it. */
  readonly image: RgbaImage;
  /** `image` as a PNG without text chunks. */
  readonly png: Uint8Array<ArrayBuffer>;
  readonly pixelSha256: string;
  readonly outsideMaskMaxDiff: number;
  readonly scores: Readonly<Record<string, GateResult>>;
  readonly verdict: Verdict;
  /** Share of real scenes of the class that fit no better; absent where the bundle does not read scenes, and for SKIN. */
  readonly sceneFit?: number | undefined;
  readonly nearestReal: NearReal | null;
  /** The next nearest, each of another lesion. */
  readonly furtherReal: readonly NearReal[];
  /** The person's own real images that it was compared with; null: the bundle's. */
  readonly comparedWith: NonNullable<Environment['comparedWith']> | null;
  readonly totalMs: number;
}

/** Share of real scenes of a class that fit it no better than this one, 0..1. */
export type SceneFits = Readonly<Partial<Record<ClassCode, number>>>;

/** A real image of the person's, to be described as the gates see it. */
export interface RealImage {
  readonly file: Blob;
  /** Its lesion's outline as an image, where somebody has drawn it; else it is looked for. */
  readonly outline: Blob | null;
  /** The outline is a painted mask, which has a rim around the lesion already. */
  readonly isPainted?: boolean;
}

/** Features of the region around the lesion, with the logits of the classes. */
export interface RealDescription {
  readonly texture: Float32Array<ArrayBuffer>;
  readonly mid: Float32Array<ArrayBuffer>;
  readonly deep: Float32Array<ArrayBuffer>;
  readonly logits: Float32Array<ArrayBuffer>;
  /** Of the eight turned and mirrored forms, upright first. [16] */
  readonly hashes: Uint32Array<ArrayBuffer>;
}

/** Real images as files: `images` as reference/images.safetensors of a bundle, `gates` as its reference/gates.json. */
export interface GateFiles {
  readonly images: Uint8Array<ArrayBuffer>;
  readonly gates: Uint8Array<ArrayBuffer>;
}

export interface InferenceApi extends TeachingApi {
  /** Creates the sessions and compares one step with the reference. Fails with device-* and bundle-* codes. */
  open(request: OpenRequest): Promise<Outcome<OpenReport>>;
  /** Fails with mask-empty, mask-too-large, cancelled, device-lost, device-not-finite, worker-empty, sample-not-made, bundle-* codes. */
  generate(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<GeneratedSample>>;
  /** Paints without assessing and keeping: what forms is all that comes of it. Fails as `generate`. */
  preview(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<null>>;
  /** Somebody works on the page: before its next step a sample that is generated waits for so long, from now on; eight seconds a step at most. */
  yieldToInput(forMs: number): void;
  /** Stops the job before its next step. */
  cancel(jobId: string): void;
  /** What the gates of the open bundle compare with; null where it has none. */
  gateReference(): Promise<Outcome<GateReference | null>>;
  /** Null where the image cannot be read, or shows no lesion. Fails with bundle-encoder-missing, device-lost, device-not-finite, image-not-described. */
  describe(real: RealImage): Promise<Outcome<RealDescription | null>>;
  /**
   * How well the scene around a mask fits each class, the lesion itself blanked. Null where the bundle does not read scenes, or too little is left to
   * be read. Fails with worker-empty, device-lost, image-not-described. @param mask null: none is painted yet
   */
  sceneFits(background: RgbaImage, mask: Mask | null): Promise<Outcome<SceneFits | null>>;
  /** Where an image shows a lesion; null where none is seen. Fails with worker-empty, device-lost, image-not-described. */
  seeLesion(image: RgbaImage): Promise<Outcome<Mask | null>>;
  /** How many of these images are among the bundle's own real ones, with which its encoder was trained. */
  countKnown(ids: readonly string[]): Promise<Outcome<number>>;
  /** What samples are compared with from now on; null: the bundle's own real images. Fails with fit-other-bundle for files of another encoder or damaged ones; the gates then stay as they are. */
  compareWith(files: GateFiles | null): Promise<Outcome<GateReference | null>>;
  close(): Promise<void>;
}
