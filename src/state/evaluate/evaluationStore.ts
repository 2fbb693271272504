/** The honest question: how good is the accepted set, and does a classifier of the person's own lesions gain by it? */
import { createStore } from 'zustand/vanilla';
import type { ClassCode } from '../../contracts/classes';
import type { Evaluation } from '../../contracts/evaluation';
import { failureOf, type Failure } from '../../contracts/failure';
import { t } from '../../messages';
import { evaluationOutlook, type EvaluationOutlook } from '../../core/evaluation/outlook';
import type { Compose } from '../compose/composeStore';
import type { DatasetStore } from '../dataset/datasetStore';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import { isOf, type FittingControl } from '../dataset/fittingStore';
import { lesionOf } from '../../core/dataset/lesionOf';
import type { Notices } from '../base/noticeStore';
import type { Samples } from '../review/sampleStore';
import { encoderOf } from '../session/encoderOf';
import type { Later } from '../session/later';
import type { Session } from '../session/sessionStore';
import type { MaterialControl } from './material';
import type { Subject } from './request';

export type EvaluationPhase =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'real' | 'samples' | 'quality' | 'utility' | 'map';
      readonly done: number;
      readonly total: number;
    };

export interface EvaluationState {
  readonly phase: EvaluationPhase;
  /** What the work under way is for. */
  readonly purpose: 'evaluation' | 'map';
  readonly found: Evaluation | null;
  /** What a run would not be able to answer; null until it is known. */
  readonly outlook: EvaluationOutlook | null;
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
  readonly material: () => Promise<MaterialControl>;
}

export function createEvaluationState(
  { evaluation, dataset: worker, now }: StudioDependencies,
  { notices, session, compose, samples, dataset, fitting, classes, material, later }: EvaluationStateNeeds,
) {
  const store = createStore<EvaluationState>(() => ({
    phase: { kind: 'idle' },
    purpose: 'evaluation',
    found: null,
    outlook: null,
  }));
  let isCancelled = false;

  const say = (kind: Exclude<EvaluationPhase['kind'], 'idle'>, done: number, total: number): void =>
    store.setState(({ phase }) => (phase.kind === 'idle' ? {} : { phase: { kind, done, total } }));

  async function measure(subject: Subject): Promise<Failure | null> {
    const { requestOf } = await import('./request');
    const request = await requestOf({ worker, now, compose, classes, material: await material() }, subject, {
      isCancelled: () => isCancelled,
      onProgress: say,
    });
    if (isCancelled) return failureOf('cancelled');
    if (!request.ok) return request.failure;
    const found = await evaluation.evaluate(request.value, ({ phase, done, total }) => say(phase, done, total));
    if (!found.ok) return found.failure;
    store.setState({ found: found.value });
    return null;
  }

  /** One at a time: all of them describe the same images. */
  async function alone(purpose: EvaluationState['purpose'], work: () => Promise<Failure | null>): Promise<void> {
    if (store.getState().phase.kind !== 'idle') return;
    isCancelled = false;
    store.setState({ phase: { kind: 'real', done: 0, total: 1 }, purpose });
    const failure = await work();
    store.setState({ phase: { kind: 'idle' } });
    if (failure && failure.code !== 'cancelled') notices.report(failure);
  }

  async function evaluateNow(): Promise<void> {
    const { opened, content, scannedCount } = dataset.store.getState();
    const encoder = encoderOf(session.store.getState().manifest);
    if (!opened || encoder === null || scannedCount < content.images.length) return;
    const { name, token } = opened.summary;
    await alone('evaluation', () => measure({ name, token, content, encoder }));
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
      const { wanted } = await (await material()).comparable(content);
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
    /** For other work of the kind: done alone, told in the same place, stopped by `end`. */
    alone,
    say,
    isCancelled: (): boolean => isCancelled,
  };

  function end(): void {
    isCancelled = true;
    fitting.stop();
    evaluation.cancel();
  }

  return control;
}

export type EvaluationControl = ReturnType<typeof createEvaluationState>;
