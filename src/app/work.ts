/** All work under way, as the pill in the header tells it: what it is, how far, for how long, and where it is at home. */
import type { EvaluationPhase } from '../state/evaluate/evaluationStore';
import type { FittingPhase } from '../state/dataset/fittingStore';
import type { LearntWork } from '../state/learnt/learntStore';
import type { ExportState } from '../state/export/exportStore';
import type { ReplayState } from '../state/export/replayStore';
import type { LibraryWork } from '../state/queue/libraryStore';
import type { QueueState } from '../state/queue/queueStore';
import type { SessionState } from '../state/session/sessionStore';
import type { Route } from './routes';

export interface Work {
  readonly kind:
    | 'generating'
    | 'queue'
    | 'export'
    | 'evaluating'
    | 'mapping'
    | 'fitting'
    | 'learning'
    | 'library'
    | 'replay'
    | 'scanning'
    | 'describing'
    | 'grouping'
    | 'model';
  readonly route: Route;
  readonly done: number;
  /** 0 while nobody knows. */
  readonly total: number;
  /** Where the work itself can tell; else it is reckoned from its pace. */
  readonly remainingMs: number | null;
}

interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What is known of the studio at a moment. */
export interface WorkFacts {
  readonly model: SessionState['model'];
  readonly msToReady: number | null;
  /** Samples of the batch that are made, and all of it. */
  readonly batch: Progress;
  readonly batchMs: number | null;
  readonly queue: QueueState;
  readonly exporting: ExportState;
  readonly replay: Pick<ReplayState, 'phase' | 'progress' | 'running'>;
  readonly evaluating: EvaluationPhase;
  /** What is evaluated is for the map of Review. */
  readonly isForMap: boolean;
  readonly fitting: FittingPhase;
  readonly learning: LearntWork;
  readonly library: LibraryWork;
  readonly scan: (Progress & { readonly scanning: boolean }) | null;
  readonly describing: Progress | null;
  readonly grouping: Progress | null;
}

/** The one that the person waits for comes first. */
export function workOf(facts: WorkFacts): Work[] {
  const { model, queue, exporting, replay, evaluating, fitting, learning, library, scan } = facts;
  const found = [
    facts.batch.total > 0 && work('generating', 'compose', facts.batch, facts.batchMs),
    queue.phase === 'running' && work('queue', 'queue', filledOf(queue), leftOf(queue)),
    exporting.phase === 'running' && work('export', 'export', exporting.progress),
    evaluating.kind !== 'idle' && !facts.isForMap && work('evaluating', 'evaluate', evaluating),
    evaluating.kind !== 'idle' && facts.isForMap && work('mapping', 'review', evaluating),
    fitting.kind !== 'idle' && work('fitting', 'dataset', fitting.kind === 'describing' ? fitting : null),
    learning.kind !== 'idle' && learntWork(learning),
    library.kind !== 'idle' && work('library', 'queue', library),
    replay.phase === 'opening' && work('replay', 'export', replay.progress),
    replay.running !== null && work('replay', 'export', { done: replay.running.step, total: replay.running.steps }),
    scan?.scanning === true && work('scanning', 'dataset', scan),
    facts.describing && work('describing', 'review', facts.describing),
    facts.grouping && work('grouping', 'review', facts.grouping),
    model.phase !== 'ready' && model.phase !== 'failed' && work('model', 'models', bytesOf(model), facts.msToReady),
  ];
  return found.filter((item): item is Work => item !== null && item !== false);
}

function work(kind: Work['kind'], route: Route, progress: Progress | null, remainingMs: number | null = null): Work {
  return { kind, route, done: progress?.done ?? 0, total: progress?.total ?? 0, remainingMs };
}

function learntWork(learning: Exclude<LearntWork, { kind: 'idle' }>): Work {
  if (learning.kind === 'showing') return work('learning', 'dataset', learning);
  const { step, steps, stepMs } = learning;
  const left = stepMs === null ? null : stepMs * (steps - step);
  return work('learning', 'dataset', { done: step, total: steps }, left);
}

function filledOf({ entries }: QueueState): Progress {
  return {
    done: entries.reduce((sum, view) => sum + Math.min(view.filled, view.entry.target.accepted), 0),
    total: entries.reduce((sum, { entry }) => sum + entry.target.accepted, 0),
  };
}

function leftOf({ left, sampleMs }: QueueState): number | null {
  return sampleMs === null ? null : left.expected * sampleMs;
}

/** Shares of a whole: bytes are nothing that a person counts. */
function bytesOf(model: SessionState['model']): Progress | null {
  if (model.phase !== 'loading' || model.totalBytes === 0) return null;
  return { done: Math.round((100 * model.doneBytes) / model.totalBytes), total: 100 };
}

/** Before this share of what was to do is done, its pace says nothing of the rest. */
const LEAST_SHARE = 0.02;

/** How long is left, from how long the part that is done has taken. */
export function createPace() {
  const begun = new Map<string, { readonly ms: number; readonly done: number }>();
  return {
    /** @returns null until enough was done. Forgets what is not under way any more. */
    remaining(all: readonly Work[], nowMs: number): Map<Work, number | null> {
      for (const kind of [...begun.keys()]) if (!all.some((item) => item.kind === kind)) begun.delete(kind);
      return new Map(
        all.map((item) => {
          const start = begun.get(item.kind) ?? { ms: nowMs, done: item.done };
          begun.set(item.kind, start.done > item.done ? { ms: nowMs, done: item.done } : start);
          const done = item.done - start.done;
          const isTelling = done > 0 && done >= LEAST_SHARE * (item.total - start.done);
          const reckoned = isTelling ? ((nowMs - start.ms) * (item.total - item.done)) / done : null;
          return [item, item.remainingMs ?? reckoned];
        }),
      );
    },
  };
}
