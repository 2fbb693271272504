/**
 * The page's side of inference: walks the ladder of devices with a fresh worker for each (a failed initialisation poisons
 * ONNX Runtime for the rest of a worker's life) and starts a sample again when its device or worker is lost.
 */
import type { BundleFiles } from '../contracts/bundle';
import { fail, failureOf, succeed, type Failure, type Outcome } from '../contracts/failure';
import type { Work } from '../contracts/failureParams';
import type { GateReference } from '../contracts/gateReference';
import type { Mask, RgbaImage } from '../contracts/image';
import type {
  DeviceAttempt,
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
import type { Taught, TeachProgress, TeachRequest } from '../contracts/teaching';
import { createInferenceWorker } from './clients';
import type { Client } from './clientOf';
import { ladder, noDevice, refusedBeforehand, type DeviceFacts, type ForcedProvider } from './deviceLadder';

export type BundleToOpen = Pick<OpenRequest, 'manifest' | 'manifestSha256' | 'files' | 'appVersion'>;

export interface OpenedDevice {
  readonly report: OpenReport;
  readonly attempts: readonly DeviceAttempt[];
}

export interface InferenceClient {
  /** Tries the devices in order until one gives the right numbers. The attempts tell what was tried and why it was left. */
  open(bundle: BundleToOpen): Promise<Outcome<OpenedDevice>>;
  /** A lost device or worker is replaced once by the same, then by the next one; `onNotice` says so. */
  generate(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<GeneratedSample>>;
  /** Paints without assessing and keeping. A lost device or worker is replaced as for `generate`. */
  preview(job: GenerateJob, onStep: (progress: StepProgress) => void): Promise<Outcome<null>>;
  /** Lets the page have the processor: samples that are generated wait before their next step. */
  yieldToInput(forMs: number): void;
  cancel(jobId: string): void;
  /** What the gates of the open bundle compare with; null where it has none or no bundle is open. */
  gateReference(): Promise<Outcome<GateReference | null>>;
  /** A lost device or worker is replaced as for `generate`. */
  describe(real: RealImage): Promise<Outcome<RealDescription | null>>;
  /** A lost device or worker is replaced as for `generate`. */
  sceneFits(background: RgbaImage, mask: Mask | null): Promise<Outcome<SceneFits | null>>;
  seeLesion(image: RgbaImage): Promise<Outcome<Mask | null>>;
  /** A lost device or worker is replaced as for `generate`. */
  describeExample(
    real: RealImage,
    numbers: Uint8Array<ArrayBuffer>,
  ): Promise<Outcome<Float32Array<ArrayBuffer> | null>>;
  /** The files of the open bundle need not be sent along. After a lost device or worker it goes on where it was kept last. */
  teach(request: TeachRequest, onProgress: (progress: TeachProgress) => void): Promise<Outcome<Taught>>;
  /** How many of these images are among the bundle's own real ones. */
  countKnown(ids: readonly string[]): Promise<Outcome<number>>;
  /** What samples are compared with from now on, also on another device; null: the bundle's own real images. */
  compareWith(files: GateFiles | null): Promise<Outcome<GateReference | null>>;
  close(): void;
}

export interface InferenceOptions {
  readonly facts: DeviceFacts;
  readonly forced: ForcedProvider;
  /** Something the person should know: a device was lost and what follows. */
  readonly onNotice: (news: Failure) => void;
  /** The device in use changed after `open`. */
  readonly onDevice: (opened: OpenedDevice) => void;
  /** Starts a worker; each has one device. */
  readonly connect?: () => Client<InferenceApi>;
}

/** What the graph of the gradient shares with the U-Net. */
function weightsOfTeaching({ manifest, files }: BundleToOpen): BundleFiles {
  const graph = manifest.graphs.find(({ path }) => path === manifest.teaching?.path);
  return Object.fromEntries((graph?.externalData ?? []).flatMap((path) => (files[path] ? [[path, files[path]]] : [])));
}

/** Failures after which the same work may succeed elsewhere. */
const REPLACEABLE: readonly Failure['code'][] = ['device-lost', 'device-not-finite', 'worker-died', 'worker-empty'];

export function createInferenceClient(options: InferenceOptions): InferenceClient {
  const connect = options.connect ?? createInferenceWorker;
  let worker: Client<InferenceApi> | null = null;
  let bundle: BundleToOpen | null = null;
  let rungs: DeviceCandidate[] = [];
  let attempts: DeviceAttempt[] = [];
  let compared: GateFiles | null = null;
  let generating = 0;
  /** While a device is being opened: others wait for it. */
  let replacing: Promise<boolean> | null = null;
  const unwanted = new Set<string>();

  async function openFrom(first: number): Promise<Outcome<OpenedDevice>> {
    let last: Failure | null = null;
    for (const candidate of rungs.slice(first)) {
      const refusal = refusedBeforehand(candidate, options.facts);
      if (refusal !== null || !bundle) {
        attempts = [...attempts, { candidate, accepted: false, fault: refusal ?? failureOf('device-no-bundle') }];
        continue;
      }
      worker?.end();
      const fresh = connect();
      worker = fresh;
      const request: OpenRequest = { ...bundle, candidate, forced: options.forced !== null };
      const opened = await fresh.open(request);
      if (opened.ok) {
        attempts = [...attempts, opened.value.attempt];
        const own = compared;
        if (own) await fresh.compareWith(own);
        return succeed({ report: opened.value, attempts });
      }
      last = opened.failure;
      attempts = [...attempts, { candidate, accepted: false, fault: opened.failure }];
      if (opened.failure.code.startsWith('bundle-')) return opened; // no other device would repair the bundle
    }
    return noDevice(attempts, last?.detail);
  }

  /** Opens the bundle again on the rung in use, or on the one after it. */
  async function replace(step: 0 | 1): Promise<boolean> {
    const current = attempts.findLast((attempt) => attempt.accepted)?.candidate;
    const at = rungs.findIndex((c) => c.provider === current?.provider && c.threads === current.threads);
    const opened = await openFrom(at + step);
    if (!opened.ok) return false;
    options.onDevice(opened.value);
    return true;
  }

  /** One replacement at a time, whoever needs it. */
  function replaceOnce(step: 0 | 1): Promise<boolean> {
    replacing ??= replace(step).finally(() => (replacing = null));
    return replacing;
  }

  /**
   * Does one thing, if need be again on a fresh worker and on the next device.
   * @param isWanted asked before it is tried again
   */
  async function insist<T>(
    work: Work,
    use: (on: InferenceApi) => Promise<Outcome<T>>,
    isWanted: () => boolean = () => true,
  ): Promise<Outcome<T>> {
    let used: Client<InferenceApi> | null = null;
    const attempt = async (): Promise<Outcome<T>> => {
      if (replacing) await replacing;
      used = worker;
      return used ? use(used) : fail('device-not-ready');
    };
    let outcome = await attempt();
    for (const step of [0, 1] as const) {
      if (outcome.ok || !REPLACEABLE.includes(outcome.failure.code) || !isWanted()) return outcome;
      if (worker === used && !replacing) {
        const code = step === 0 ? 'work-restarted' : 'work-moved';
        options.onNotice(failureOf(code, { work, fault: outcome.failure }));
        if (!(await replaceOnce(step))) continue;
      }
      outcome = await attempt(); // on what somebody else has put in its place, perhaps
    }
    return outcome;
  }

  return {
    open(chosen) {
      bundle = chosen;
      rungs = ladder(options.facts, options.forced);
      attempts = [];
      compared = null; // of another encoder, perhaps: whoever chose it says so again
      const opening = openFrom(0);
      const isOpening = opening
        .then(({ ok }) => ok)
        .finally(() => (replacing = replacing === isOpening ? null : replacing));
      replacing = isOpening;
      return opening;
    },
    async generate(job, onStep) {
      generating += 1;
      try {
        return await insist(
          'sample',
          (on) => on.generate(job, onStep),
          () => !unwanted.has(job.jobId),
        );
      } finally {
        generating -= 1;
        unwanted.delete(job.jobId);
      }
    },
    async preview(job, onStep) {
      const isWanted = (): boolean => !unwanted.has(job.jobId);
      try {
        return await insist('preview', (on) => on.preview(job, onStep), isWanted);
      } finally {
        unwanted.delete(job.jobId);
      }
    },
    yieldToInput(forMs) {
      if (generating > 0) worker?.yieldToInput(forMs);
    },
    cancel(jobId) {
      unwanted.add(jobId);
      worker?.cancel(jobId);
    },
    gateReference: () => worker?.gateReference() ?? Promise.resolve(succeed(null)),
    describe: (real) => insist('image', (on) => on.describe(real)),
    sceneFits: (background, mask) => insist('image', (on) => on.sceneFits(background, mask)),
    seeLesion: (image) => insist('image', (on) => on.seeLesion(image)),
    describeExample: (real, numbers) => insist('image', (on) => on.describeExample(real, numbers)),
    async teach(request, onProgress) {
      let { from } = request;
      const isWanted = (): boolean => !unwanted.has(request.jobId);
      const follow = (progress: TeachProgress): void => {
        from = progress.kept ?? from;
        onProgress(progress);
      };
      try {
        const files = { ...(bundle ? weightsOfTeaching(bundle) : {}), ...request.files };
        return await insist('lesson', (on) => on.teach({ ...request, files, from }, follow), isWanted);
      } finally {
        unwanted.delete(request.jobId);
      }
    },
    countKnown: (ids) => worker?.countKnown(ids) ?? Promise.resolve(fail('device-not-ready')),
    async compareWith(files) {
      const outcome = (await worker?.compareWith(files)) ?? fail('device-not-ready');
      compared = outcome.ok ? files : null;
      return outcome;
    },
    close() {
      worker?.end();
      worker = null;
    },
  };
}
