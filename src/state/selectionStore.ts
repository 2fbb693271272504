/** The rule of selection, the scores of real images that it is shown against, and what it would do. */
import { createStore } from 'zustand/vanilla';
import type { GateReference } from '../contracts/gateReference';
import type { SampleId, SampleSummary } from '../contracts/sample';
import type { Selection, SelectionRule } from '../contracts/selection';
import { ALPHA } from '../core/ood/gates';
import { COPY_LEVEL } from '../core/ood/novelty';
import { countMatchedRandom, select, type Selected } from '../core/ood/selection';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';
import type { Samples } from './sampleStore';

export interface SelectionState {
  readonly open: boolean;
  readonly rule: SelectionRule;
  /** `control`: as many of each class as the rule keeps, drawn without looking at a score. */
  readonly by: 'rule' | 'control';
  readonly controlSeed: number;
  /** Of the bundle in use; null where it has none. */
  readonly reference: GateReference | null;
}

export const USUAL_RULE: SelectionRule = {
  levels: { typical: ALPHA, label: ALPHA, novel: COPY_LEVEL },
  gamma: null,
  mostTypicalP: null,
};

/** `drawn` and `not-drawn` are those of the control. */
export type Choice = Selected | 'drawn' | 'not-drawn';

/** What the rule, or the control, does with each sample. Pure, and the same for the same samples in any order. */
export function choices(
  samples: readonly SampleSummary[],
  { rule, by, controlSeed }: Pick<SelectionState, 'rule' | 'by' | 'controlSeed'>,
): Map<SampleId, Choice> {
  const candidates = samples.map((sample) => ({ id: sample.id, class: sample.class, gates: sample.scores }));
  const byRule = select(candidates, rule) as Map<SampleId, Selected>;
  if (by === 'rule') return byRule;
  const scored = candidates.filter(({ id }) => byRule.get(id) !== 'unscored');
  const kept = new Set(scored.flatMap(({ id }) => (byRule.get(id) === 'kept' ? [id] : [])));
  const drawn = countMatchedRandom(scored, kept, controlSeed);
  return new Map(
    candidates.map(({ id }) => [
      id,
      byRule.get(id) === 'unscored' ? 'unscored' : drawn.has(id) ? 'drawn' : 'not-drawn',
    ]),
  );
}

export function isKept(choice: Choice | undefined): boolean {
  return choice === 'kept' || choice === 'drawn';
}

/** The rule as the reason of a decision: short, and enough to do it again. */
export function ruleWords({ rule, by, controlSeed }: Pick<SelectionState, 'rule' | 'by' | 'controlSeed'>): string {
  const { levels, gamma, mostTypicalP } = rule;
  const parts = [
    ...Object.entries(levels).map(([gate, level]) => `${gate} ${level}`),
    ...(gamma === null ? [] : [`gamma ${gamma}`]),
    ...(mostTypicalP === null ? [] : [`most typical p ${mostTypicalP}`]),
  ];
  const words = `rule: ${parts.join(', ') || 'all that is scored'}`;
  return by === 'rule' ? words : `random control, seed ${controlSeed}, as many as by ${words}`;
}

export function createSelection({ storage, inference }: StudioDependencies, notices: Notices, samples: Samples) {
  const store = createStore<SelectionState>(() => ({
    open: false,
    rule: USUAL_RULE,
    by: 'rule',
    controlSeed: 1,
    reference: null,
  }));

  async function keep(): Promise<void> {
    const { rule, controlSeed } = store.getState();
    const saved = await storage.saveSelection({ schema: 1, rule, controlSeed });
    if (!saved.ok) notices.report(saved.failure);
  }

  return {
    store,
    restore(selection: Selection | null): void {
      if (selection) store.setState({ rule: selection.rule, controlSeed: selection.controlSeed });
    },
    setOpen: (open: boolean): void => store.setState({ open }),
    setBy: (by: SelectionState['by']): void => store.setState({ by }),
    /** Changes a part of the rule; what is dragged is kept when it is let go (`settle`). */
    setRule: (change: Partial<SelectionRule>): void =>
      store.setState(({ rule }) => ({ rule: { ...rule, ...change }, by: 'rule' })),
    settle: keep,
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
      const undecided = shown.filter((sample) => sample.decision === null && chosen.get(sample.id) !== 'unscored');
      await samples.decideAll(
        undecided.map((sample) => ({
          id: sample.id,
          outcome: isKept(chosen.get(sample.id)) ? ('accepted' as const) : ('rejected' as const),
        })),
        { reason: ruleWords(state) },
      );
    },
  };
}

export type SelectionControl = ReturnType<typeof createSelection>;
