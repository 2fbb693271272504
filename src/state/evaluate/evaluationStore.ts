/** The honest question: how good is the accepted set, and does a classifier of the person's own lesions gain by it? */
import { createStore } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import type { DatasetImage } from '../../contracts/dataset';
import type { Evaluation, EvaluationRequest } from '../../contracts/evaluation';
import { failureOf, type Failure, type Outcome } from '../../contracts/failure';
import { t } from '../../messages';
import { evaluationOutlook, type EvaluationOutlook } from '../../core/evaluation/outlook';
import { ownId } from '../../core/dataset/ownId';
import { counts } from '../../core/dataset/tally';
import type { Compose } from '../compose/composeStore';
import type { DatasetContent, DatasetStore } from '../dataset/datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import { isOf, numbered, type FittingControl } from '../dataset/fittingStore';
import type { Notices } from '../base/noticeStore';
import { describeSamples, type DescribedSample } from '../review/sampleFeatures';
import type { Samples } from '../review/sampleStore';
import { encoderOf } from '../session/encoderOf';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';

export type EvaluationPhase =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'real' | 'samples' | 'quality' | 'utility';
      readonly done: number;
      readonly total: number;
    };

export interface EvaluationState {
  readonly phase: EvaluationPhase;
  readonly found: Evaluation | null;
  /** What a run would not be able to answer; null until it is known. */
  readonly outlook: EvaluationOutlook | null;
}

interface Subject {
  readonly name: string;
  readonly token: string;
  readonly content: DatasetContent;
  readonly encoder: string;
}

/** The parts of the studio that it works with. */
export interface EvaluationStateNeeds {
  readonly notices: Notices;
  readonly later: Later;
  readonly session: Session;
  readonly compose: Compose;
  readonly samples: Samples;
  readonly dataset: DatasetStore;
  readonly fitting: FittingControl;
  readonly classes: Pick<ClassControl, 'store'>;
}

export function createEvaluationState(
  { evaluation, dataset: worker, fitting: descriptions, inference, storage, now }: StudioDependencies,
  { notices, session, compose, samples, dataset, fitting, classes, later }: EvaluationStateNeeds,
) {
  const store = createStore<EvaluationState>(() => ({ phase: { kind: 'idle' }, found: null, outlook: null }));
  let isCancelled = false;

  const say = (kind: Exclude<EvaluationPhase['kind'], 'idle'>, done: number, total: number): void =>
    store.setState(({ phase }) => (phase.kind === 'idle' ? {} : { phase: { kind, done, total } }));

  /** The lesion of the real image that a background comes from, by the hash of the background. */
  async function sourcesOf({ images }: DatasetContent): Promise<Outcome<Map<string, string>>> {
    const fingerprints = await worker.fingerprints();
    if (!fingerprints.ok) return fingerprints;
    const lesions = new Map(
      images.flatMap((image, at) => {
        const fingerprint = fingerprints.value[at] ?? '';
        return fingerprint === '' ? [] : [[ownId(fingerprint), lesionOf(image)] as const];
      }),
    );
    const found = compose.store.getState().backgrounds.flatMap(({ sha256, from }) => {
      const lesion = from === undefined ? undefined : lesions.get(from);
      return lesion === undefined ? [] : [[sha256, lesion] as const];
    });
    return { ok: true, value: new Map(found) };
  }

  /** Places of the real images that samples are compared with: of a class of the project, and none that the encoder has learnt from. */
  async function comparable(content: DatasetContent): Promise<{ heldOutOnly: boolean; wanted: number[] }> {
    const { codes } = classes.store.getState();
    const heldOutOnly = await fitting.isKnownToEncoder(content);
    const wanted = content.images.flatMap((image, at) =>
      counts(image, at, content.scan) && isOf(codes, image.class) && !(heldOutOnly && image.split === 'train')
        ? [at]
        : [],
    );
    return { heldOutOnly, wanted };
  }

  async function requestOf({ name, token, content, encoder }: Subject): Promise<Outcome<EvaluationRequest>> {
    const { codes } = classes.store.getState();
    const { heldOutOnly, wanted } = await comparable(content);
    const stopped = await fitting.describe(token, content.images.length, wanted, (done, total) =>
      say('real', done, total),
    );
    if (stopped) return { ok: false, failure: stopped };
    const real = await descriptions.described(Int32Array.from(wanted));
    if (!real.ok) return real;
    const all = [...samples.store.getState().samples.values()].filter((sample) => isOf(codes, sample.class)); // no SKIN
    const made = await describeSamples({ evaluation, inference, storage }, encoder, all, {
      isCancelled: () => isCancelled,
      onProgress: (done, total) => say('samples', done, total),
    });
    if (!made.ok) return made;
    const images = Array.from(real.value.images).flatMap((at) => content.images[at] ?? []);
    const sources = await sourcesOf(content);
    if (!sources.ok) return sources;
    return {
      ok: true,
      value: {
        classes: codes,
        dataset: name,
        encoderSha256: encoder,
        heldOutOnly,
        when: now().toISOString(),
        real: {
          deep: real.value.deep,
          dim: real.value.dim,
          sharpness: real.value.sharpness,
          labels: labelsOf(images, codes),
          lesions: numbered(images.map(lesionOf)),
        },
        made: rowsOf(made.value, codes, standingIn(made.value, images, sources.value)),
      },
    };
  }

  async function measure(subject: Subject): Promise<Failure | null> {
    const request = await requestOf(subject);
    if (!request.ok) return request.failure;
    if (isCancelled) return failureOf('cancelled');
    const found = await evaluation.evaluate(request.value, ({ phase, done, total }) => say(phase, done, total));
    if (!found.ok) return found.failure;
    store.setState({ found: found.value });
    return null;
  }

  async function evaluateNow(): Promise<void> {
    const { opened, content, scannedCount } = dataset.store.getState();
    const encoder = encoderOf(session.store.getState().manifest);
    if (store.getState().phase.kind !== 'idle' || !opened || encoder === null) return;
    if (scannedCount < content.images.length) return;
    isCancelled = false;
    store.setState({ phase: { kind: 'real', done: 0, total: 1 } });
    const failure = await measure({
      name: opened.summary.name,
      token: opened.summary.token,
      content,
      encoder,
    });
    store.setState({ phase: { kind: 'idle' } });
    if (failure && failure.code !== 'cancelled') notices.report(failure);
  }

  const control = {
    store,
    /** The last evaluation comes back. */
    async restore(): Promise<void> {
      const last = await evaluation.last();
      if (last.ok) store.setState({ found: last.value });
      else notices.report(last.failure);
    },
    /** Looks at what there is to compare, before it is compared. */
    async lookAhead(): Promise<void> {
      const { content } = dataset.store.getState();
      const { codes } = classes.store.getState();
      const { wanted } = await comparable(content);
      const images = wanted.flatMap((at) => content.images[at] ?? []);
      const real = codes.flatMap((code) => {
        const own = images.filter((image) => image.class === code);
        const lesions = new Set(own.map(lesionOf)).size;
        return own.length > 0 ? [{ class: code, images: own.length, lesions }] : [];
      });
      const accepted = new Map<ClassCode, number>();
      for (const { class: code, decision } of samples.store.getState().samples.values())
        if (decision?.outcome === 'accepted' && isOf(codes, code)) accepted.set(code, (accepted.get(code) ?? 0) + 1);
      store.setState({ outlook: evaluationOutlook(real, accepted) });
    },
    evaluate: (): Promise<void> => later.whenReady('evaluate', evaluateNow),
    /** What was described is kept. */
    cancel(): void {
      end();
      notices.offer(t('evaluate.cancelled'), { label: t('evaluate.goOn'), run: () => void control.evaluate() });
    },
    end,
  };

  function end(): void {
    isCancelled = true;
    fitting.stop();
    evaluation.cancel();
  }

  return control;
}

function labelsOf(
  items: readonly { readonly class: ClassCode | null }[],
  classes: readonly ClassCode[],
): Int32Array<ArrayBuffer> {
  return Int32Array.from(items, (item) => (item.class === null ? -1 : classes.indexOf(item.class)));
}

function lesionOf({ lesion, id }: DatasetImage): string {
  return lesion ?? `image ${id}`;
}

/** @param sources lesions by the hash of the background that comes from one. @returns each sample's lesion as `numbered` numbers those of the images, or -1 */
function standingIn(
  made: readonly DescribedSample[],
  images: readonly DatasetImage[],
  sources: ReadonlyMap<string, string>,
): Int32Array<ArrayBuffer> {
  const names = images.map(lesionOf);
  const numbers = new Map([...numbered(names)].map((number, at) => [names[at], number]));
  return Int32Array.from(made, ({ sample }) => numbers.get(sources.get(sample.background.sha256)) ?? -1);
}

function rowsOf(
  described: readonly DescribedSample[],
  classes: readonly ClassCode[],
  standsIn: Int32Array<ArrayBuffer>,
): EvaluationRequest['made'] {
  const dim = described[0]?.features.deep.length ?? 0;
  const deep = new Float32Array(described.length * dim);
  described.forEach(({ features }, row) => deep.set(features.deep, row * dim));
  const all = described.map(({ sample }) => sample);
  return {
    deep,
    dim,
    sharpness: Float32Array.from(described, ({ features }) => features.sharpness),
    labels: labelsOf(all, classes),
    backgrounds: numbered(all.map(({ background }) => background.sha256)),
    standsIn,
    accepted: Uint8Array.from(all, ({ decision }) => (decision?.outcome === 'accepted' ? 1 : 0)),
  };
}
