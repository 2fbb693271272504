/** The inference worker's service: one bundle on one device; generates, scores, cancels. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { GateReference } from '../contracts/gateReference';
import type {
  DeviceCandidate,
  GeneratedSample,
  GenerateJob,
  InferenceApi,
  OpenReport,
  OpenRequest,
  StepProgress,
} from '../contracts/inference';
import { maxDiffOutside } from '../core/image/composite';
import { unscored, type Assessment } from '../core/ood/gates';
import { pixelDigest } from '../core/provenance/digest';
import { encodePng } from '../core/provenance/png';
import { openBundle, type OpenBundle } from './bundleGraphs';
import { describeImage } from './describe';
import { inpaint, type Painted } from './inpaint';
import { proveParity, type ParityReport } from './parity';
import { deviceLost, type Runtime } from './runtime';

export interface EngineDependencies {
  readonly openRuntime: (candidate: DeviceCandidate, forced: boolean) => Promise<Outcome<Runtime>>;
  readonly now: () => number;
  /** Resolves after waiting messages were handled. */
  readonly pause: () => Promise<void>;
}

interface Opened {
  readonly runtime: Runtime;
  readonly bundle: OpenBundle;
}

export class Engine implements InferenceApi {
  private opened: Opened | null = null;
  private readonly cancelled = new Set<string>();
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
    this.opened = { runtime: runtime.value, bundle: bundle.value };
    const { maxDiff, stepMs } = parity.value;
    const { adapter, version } = runtime.value;
    return succeed({
      attempt: { candidate, accepted: true, reason: reasonFor(parity.value), parityMaxDiff: maxDiff, stepMs },
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

  async generate(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<GeneratedSample>> {
    const opened = this.opened;
    if (!opened)
      return fail('worker-died', 'The model is not loaded any more.', 'It is loaded again; your work is kept.');
    const { now, pause } = this.dependencies;
    const started = now();
    try {
      const isCancelled = (): boolean => this.cancelled.has(job.jobId);
      const painted = await inpaint(opened.bundle, job, { onStep, isCancelled, pause, now });
      if (!painted.ok) return painted;
      const { image } = painted.value;
      const assessment = await score(opened.bundle, job, painted.value);
      return succeed({
        jobId: job.jobId,
        image,
        png: encodePng(image),
        pixelSha256: await pixelDigest(image),
        outsideMaskMaxDiff: maxDiffOutside(job.background, image, job.mask),
        ...assessment,
        totalMs: now() - started,
      });
    } catch (error) {
      if (opened.runtime.isLost()) return deviceLost(String(error));
      return fail(
        'unexpected',
        'The sample could not be made.',
        'Generate again; everything else is kept.',
        String(error),
      );
    } finally {
      this.cancelled.delete(job.jobId);
    }
  }

  gateReference(): Promise<Outcome<GateReference | null>> {
    return Promise.resolve(succeed(this.opened?.bundle.gates?.reference ?? null));
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

async function release({ pipeline, encoder }: OpenBundle): Promise<void> {
  await pipeline.release();
  await encoder?.release();
}

function reasonFor({ maxDiff, stepMs }: ParityReport): string {
  const step = `${Math.round(stepMs)} ms`;
  return maxDiff === null
    ? `It runs the model, but its numbers could not be checked: the bundle has no reference tensors. The first step took ${step}.`
    : `Its numbers agree with the reference within ${maxDiff.toExponential(0)}; a step takes ${step}.`;
}

/** The gates see the finished image, cut out and described as real images were. */
async function score(
  { encoder, encoderSizePx, gates, whyUnscored }: OpenBundle,
  job: GenerateJob,
  painted: Painted,
): Promise<Assessment> {
  if (!encoder || !gates) return unscored(whyUnscored);
  const image = await describeImage(encoder, encoderSizePx, painted.image, job.mask, painted.region);
  return gates.assess(job.class, image);
}
