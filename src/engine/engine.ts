/** The inference worker's service: one bundle on one device; generates, scores, cancels. */
import type { ClassCode } from '../contracts/classes';
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { GateReference } from '../contracts/gateReference';
import type { Mask, RgbaImage } from '../contracts/image';
import type { Taught, TeachProgress, TeachRequest } from '../contracts/teaching';
import type {
  DeviceCandidate,
  GateFiles,
  GeneratedSample,
  GenerateJob,
  InferenceApi,
  OpenReport,
  OpenRequest,
  RealDescription,
  RealImage,
  SceneFits,
  StepProgress,
} from '../contracts/inference';
import { maxDiffOutside } from '../core/image/composite';
import { placedLesion } from '../core/description/describeRegion';
import { unscored, type Assessment } from '../core/gates/gates';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { openBundle } from './bundleGraphs';
import { describeImage, lookForLesion, seeLesion, type Decoded } from './describe';
import { fitsOfScene, sceneFitOf } from './sceneFit';
import { inpaint, inpaintRegion, type InpaintHooks, type Inpainted } from './inpaint';
import { eyesOf, gatesOf, release, type Desk, type Opened } from './opened';
import { ownClassFault, takesOwnClasses } from './ownClassFault';
import { readOwn } from './ownImages';
import { proveParity } from './parity';
import { descriptionOf, seeReal } from './realImages';
import type { Runtime } from './runtime';

export interface EngineDependencies {
  readonly openRuntime: (candidate: DeviceCandidate, forced: boolean) => Promise<Outcome<Runtime>>;
  readonly now: () => number;
  /** An image file as it is shown, or a mask; null where it cannot be read. */
  readonly decode: (file: Blob, as: 'image' | 'mask') => Promise<Decoded | null>;
  /** Resolves after waiting messages were handled. */
  readonly pause: () => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A person may paint for minutes, and the sample is still to come. */
const LONGEST_WAIT_MS = 8000;
/** Between two looks whether it is over. */
const WAIT_MS = 30;

export class Engine implements InferenceApi {
  private opened: Opened | null = null;
  private readonly cancelled = new Set<string>();
  /** Until when steps wait. */
  private busyUntil = 0;
  /** What runs on the device comes after this: two networks at once would be in each other's way. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly dependencies: EngineDependencies;

  constructor(dependencies: EngineDependencies) {
    this.dependencies = dependencies;
  }

  async open(request: OpenRequest): Promise<Outcome<OpenReport>> {
    await this.close();
    const { candidate, manifest, manifestSha256, appVersion } = request;
    const runtime = await this.dependencies.openRuntime(candidate, request.forced);
    if (!runtime.ok) return runtime;
    const bundle = await openBundle(runtime.value, manifest, request.files);
    if (!bundle.ok) return bundle;
    const parity = await proveParity(bundle.value, runtime.value, this.dependencies.now);
    if (!parity.ok) {
      await release(bundle.value);
      return parity;
    }
    this.opened = { runtime: runtime.value, bundle: bundle.value, manifestSha256, own: null };
    const { maxDiff, stepMs } = parity.value;
    const { adapter, version } = runtime.value;
    return succeed({
      takesStrength: bundle.value.pipeline.takesStrength,
      takesOwnClasses: takesOwnClasses(bundle.value),
      attempt: { candidate, accepted: true, parityMaxDiff: maxDiff, stepMs },
      environment: {
        app: appVersion,
        bundle: { id: manifest.id, version: manifest.version, sha256: manifestSha256, licence: manifest.licence },
        onnxruntime: version,
        executionProvider: candidate.provider,
        threads: candidate.threads,
        adapter,
      },
    });
  }

  generate(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<GeneratedSample>> {
    return this.inTurn(() => this.generateNow(job, onStep));
  }

  preview(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<null>> {
    return this.inTurn(() =>
      this.runJob(job, onStep, async ({ bundle }, hooks) => {
        const painted = await inpaintRegion(bundle, job, hooks);
        return painted.ok ? succeed(null) : painted;
      }),
    );
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }

  private generateNow(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<GeneratedSample>> {
    const { now } = this.dependencies;
    const started = now();
    return this.runJob(job, onStep, async (opened, hooks) => {
      const pause = (): Promise<void> => this.waitForOthers(hooks.isCancelled);
      const painted = await inpaint(opened.bundle, job, { ...hooks, pause });
      if (!painted.ok) return painted;
      const { image } = painted.value;
      const assessment = await score(opened, job, painted.value);
      return succeed({
        jobId: job.jobId,
        image,
        png: encodePng(image),
        pixelSha256: await pixelDigest(image),
        outsideMaskMaxDiff: maxDiffOutside(job.background, image, job.mask),
        ...assessment,
        ...(await sceneFitOf(opened.bundle, job)),
        comparedWith: opened.own?.about ?? null,
        totalMs: now() - started,
      });
    });
  }

  /** What can go wrong with any job is said here. */
  private async runJob<T>(
    job: GenerateJob,
    onStep: (progress: StepProgress) => void,
    work: (opened: Opened, hooks: InpaintHooks) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const opened = this.opened;
    if (!opened) return fail('worker-empty');
    const fault = ownClassFault(opened, job);
    if (fault) return fault;
    const { now, pause } = this.dependencies;
    try {
      const isCancelled = (): boolean => this.cancelled.has(job.jobId);
      return await work(opened, { onStep, isCancelled, pause, now });
    } catch (error) {
      return fail(opened.runtime.isLost() ? 'device-lost' : 'sample-not-made', {}, String(error));
    } finally {
      this.cancelled.delete(job.jobId);
    }
  }

  gateReference(): Promise<Outcome<GateReference | null>> {
    return Promise.resolve(succeed(this.opened ? (gatesOf(this.opened)?.reference ?? null) : null));
  }

  describe(real: RealImage): Promise<Outcome<RealDescription | null>> {
    return seeReal(this.desk(), real, descriptionOf);
  }

  describeExample(
    real: RealImage,
    numbers: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<Float32Array<ArrayBuffer> | null>> {
    return lessons().then(({ exampleOf }) => exampleOf(this.desk(), real, numbers));
  }

  teach(request: TeachRequest, onProgress: (progress: TeachProgress) => void): Promise<Outcome<Taught>> {
    const isCancelled = (): boolean => this.cancelled.has(request.jobId);
    const { now } = this.dependencies;
    const hooks = { isCancelled, now, onProgress, pause: () => this.waitForOthers(isCancelled) };
    const taught = lessons().then(({ teachFrom }) => teachFrom(this.desk(), request, hooks));
    return taught.finally(() => this.cancelled.delete(request.jobId));
  }

  private desk(): Desk {
    return { opened: this.opened, decode: this.dependencies.decode, inTurn: (work) => this.inTurn(work) };
  }

  /** Where an image shows a lesion; null where none is seen. Throws what the device throws. */
  findLesion(image: RgbaImage): Promise<Mask | null> {
    return this.inTurn(() => lookForLesion(this.opened?.bundle.outliner ?? null, image));
  }

  /**
   * What the gates say of an image that is taken to be of a class, as they would of a sample.
   * @param lesion where it is: what a model was to paint, or the outline of a real lesion. Unscored where the bundle cannot.
   */
  async assess(
    image: RgbaImage,
    lesion: { readonly mask: Mask; readonly isPainted: boolean },
    code: ClassCode,
  ): Promise<Outcome<Assessment>> {
    const opened = this.opened;
    const gates = opened && gatesOf(opened);
    const eyes = opened && eyesOf(opened);
    if (!opened || !gates || !eyes) return succeed(unscored(opened?.bundle.whyUnscored ?? 'No bundle is open.'));
    const { manifest, describing } = opened.bundle;
    const placed = placedLesion(lesion.mask, lesion.isPainted, manifest.contextScale);
    if (!placed) return fail('lesion-not-found');
    const described = await this.inTurn(() => describeImage(eyes, describing, image, placed.mask, placed.region));
    return succeed(gates.assess(code, lesion.isPainted ? { ...described, frame: undefined } : described));
  }

  sceneFits(background: RgbaImage, mask: Mask | null): Promise<Outcome<SceneFits | null>> {
    return this.looking(({ bundle }) => fitsOfScene(bundle, background, mask));
  }

  seeLesion(image: RgbaImage): Promise<Outcome<Mask | null>> {
    return this.looking(({ bundle }) => seeLesion(bundle.outliner, image));
  }

  /** Something that is seen in an image, once the device has time for it. */
  private async looking<T>(see: (opened: Opened) => Promise<T>): Promise<Outcome<T>> {
    const opened = this.opened;
    if (!opened) return fail('worker-empty');
    try {
      return succeed(await this.inTurn(() => see(opened)));
    } catch (error) {
      return fail(opened.runtime.isLost() ? 'device-lost' : 'image-not-described', {}, String(error));
    }
  }

  countKnown(ids: readonly string[]): Promise<Outcome<number>> {
    const gates = this.opened?.bundle.gates;
    return Promise.resolve(succeed(ids.filter((id) => gates?.knows(id)).length));
  }

  async compareWith(files: GateFiles | null): Promise<Outcome<GateReference | null>> {
    const opened = this.opened;
    if (!opened) return succeed(null);
    try {
      opened.own = files && (await readOwn(opened.bundle, files));
      return await this.gateReference();
    } catch (error) {
      return fail('fit-other-bundle', {}, String(error));
    }
  }

  yieldToInput(forMs: number): void {
    this.busyUntil = this.dependencies.now() + forMs;
  }

  /** Resolves when nobody is in need of the processor, at the latest after `LONGEST_WAIT_MS`. */
  private async waitForOthers(isCancelled: () => boolean): Promise<void> {
    const { now, pause, sleep } = this.dependencies;
    await pause();
    const latest = now() + LONGEST_WAIT_MS;
    while (now() < Math.min(this.busyUntil, latest) && !isCancelled()) await sleep(WAIT_MS);
  }

  cancel(jobId: string): void {
    this.cancelled.add(jobId);
  }

  async close(): Promise<void> {
    const bundle = this.opened?.bundle;
    this.opened = null;
    if (bundle) await release(bundle);
  }
}

/** Loaded when the first class is shown or taught. */
const lessons = () => import('./ownClasses');

/** The gates see the finished image, cut out and described as real images were. */
async function score(opened: Opened, job: GenerateJob, painted: Inpainted): Promise<Assessment> {
  const { describing, whyUnscored } = opened.bundle;
  const [gates, eyes] = [gatesOf(opened), eyesOf(opened)];
  if (!eyes || !gates) return unscored(whyUnscored);
  const image = await describeImage(eyes, describing, painted.image, job.mask, painted.region);
  return gates.assess(job.class, { ...image, frame: undefined }); // the frame is the background's
}
