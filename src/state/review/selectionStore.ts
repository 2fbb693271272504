/** The rule of selection, the scores of real images that it is shown against, and what it would do. */
import { createStore } from 'zustand/vanilla';
import type { GateReference } from '../../contracts/gateReference';
import type { SampleId, SampleSummary } from '../../contracts/sample';
import type { Selection, SelectionRule } from '../../contracts/selection';
import { choices, isKept, isUndecidable, ruleWords, USUAL_RULE, type ChoiceBy } from '../../core/gates/choices';
import type { StudioDependencies } from '../base/dependencies';
import type { Writing } from '../base/writing';
import type { Notices } from '../base/noticeStore';
import { encoderOf } from '../session/encoderOf';
import type { Session } from '../session/sessionStore';
import type { Samples } from './sampleStore';

export interface SelectionState extends ChoiceBy {
  readonly open: boolean;
  /** Of the bundle in use; null where it has none. */
  readonly reference: GateReference | null;
  /** Of samples that the most varied set is chosen from; a bundle with another encoder starts anew. */
  readonly features: ReadonlyMap<SampleId, ArrayLike<number>>;
  /** Null while no sample is being described. */
  readonly describing: { readonly done: number; readonly total: number } | null;
}

/** The parts of the studio that it works with. */
export interface SelectionNeeds {
  readonly notices: Notices;
  readonly session: Session;
  readonly samples: Samples;
  readonly writing: Writing;
}

export function createSelection(
  { storage, inference, evaluation }: StudioDependencies,
  { notices, session, samples, writing }: SelectionNeeds,
) {
  const store = createStore<SelectionState>(() => ({
    open: false,
    rule: USUAL_RULE,
    by: 'rule',
    controlSeed: 1,
    reference: null,
    features: new Map(),
    describing: null,
  }));
  let describedBy: string | null = null;
  /** The person has set a rule since the studio was opened: what was kept does not take its place. */
  let isSet = false;

  function keep(): Promise<void> {
    const { rule, controlSeed } = store.getState();
    return writing.replace('selection', () => storage.saveSelection({ schema: 1, rule, controlSeed }));
  }

  /** Describes what the rule has to tell apart and cannot yet; what is described is kept. */
  async function describe(): Promise<void> {
    const encoder = encoderOf(session.store.getState().manifest);
    if (encoder !== describedBy) store.setState({ features: new Map() });
    describedBy = encoder;
    const state = store.getState();
    if (encoder === null || state.describing || state.rule.mostVaried === undefined) return;
    const all = [...samples.store.getState().samples.values()];
    const chosen = choices(all, state);
    const wanted = all.filter(({ id }) => chosen.get(id) === 'undescribed');
    if (wanted.length === 0) return;
    store.setState({ describing: { done: 0, total: wanted.length } });
    const course = {
      isCancelled: () => store.getState().rule.mostVaried === undefined,
      onProgress: (done: number, total: number) => store.setState({ describing: { done, total } }),
    };
    const { describeSamples } = await import('./sampleFeatures');
    const found = await describeSamples({ evaluation, inference, storage }, encoder, wanted, course, all);
    store.setState({ describing: null });
    if (!found.ok) {
      notices.report(found.failure);
      return;
    }
    const features = new Map(store.getState().features);
    for (const { sample, features: own } of found.value) features.set(sample.id, own.deep);
    store.setState({ features });
  }

  return {
    store,
    describe,
    restore(selection: Selection | null): void {
      if (selection && !isSet) store.setState({ rule: selection.rule, controlSeed: selection.controlSeed });
    },
    setOpen: (open: boolean): void => store.setState({ open }),
    setBy: (by: SelectionState['by']): void => store.setState({ by }),
    /** Changes a part of the rule; what is dragged is kept when it is let go (`settle`). */
    setRule(change: Partial<SelectionRule>): void {
      isSet = true;
      store.setState(({ rule }) => ({ rule: { ...rule, ...change }, by: 'rule' }));
    },
    async settle(): Promise<void> {
      await keep();
      await describe();
    },
    reset(): Promise<void> {
      store.setState({ rule: USUAL_RULE, by: 'rule' });
      return keep();
    },
    drawAgain(): Promise<void> {
      store.setState(({ controlSeed }) => ({ controlSeed: (controlSeed + 1) % 2 ** 32, by: 'control' }));
      return keep();
    },
    /** Asks the model in use what its gates compare with. */
    async refreshReference(): Promise<void> {
      const found = await inference.gateReference();
      store.setState({ reference: found.ok ? found.value : null });
    },
    /** Accepts what is kept and rejects the rest, of those samples that nobody has decided; one step to undo. */
    async apply(shown: readonly SampleSummary[], all: readonly SampleSummary[]): Promise<void> {
      const state = store.getState();
      const chosen = choices(all, state);
      const undecided = shown.filter((sample) => sample.decision === null && !isUndecidable(chosen.get(sample.id)));
      await samples.decideAll(
        undecided.map((sample) => ({
          id: sample.id,
          outcome: isKept(chosen.get(sample.id)) ? ('accepted' as const) : ('rejected' as const),
        })),
        { reason: ruleWords(state, undecided), by: 'rule' },
      );
    },
  };
}

export type SelectionControl = ReturnType<typeof createSelection>;
