/** What a rule of selection, or the random control beside it, does with each sample. */
import type { SampleId, SampleSummary } from '../../contracts/sample';
import type { SelectionRule } from '../../contracts/selection';
import { GATE_FACTS } from './facts';
import { countMatchedRandom, select, type Selected } from './selection';

export const USUAL_RULE: SelectionRule = {
  levels: Object.fromEntries(GATE_FACTS.map(({ id, level }) => [id, level])),
  gamma: null,
  mostTypicalP: null,
};

export interface ChoiceBy {
  readonly rule: SelectionRule;
  /** `control`: as many of each class as the rule keeps, drawn without looking at a score. */
  readonly by: 'rule' | 'control';
  readonly controlSeed: number;
}

/** `drawn` and `not-drawn` are those of the control. */
export type Choice = Selected | 'drawn' | 'not-drawn';

/** What the rule, or the control, does with each sample. Pure, and the same for the same samples in any order. */
export function choices(samples: readonly SampleSummary[], { rule, by, controlSeed }: ChoiceBy): Map<SampleId, Choice> {
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
export function ruleWords({ rule, by, controlSeed }: ChoiceBy): string {
  const { levels, gamma, mostTypicalP } = rule;
  const parts = [
    ...Object.entries(levels).map(([gate, level]) => `${gate} ${level}`),
    ...(gamma === null ? [] : [`gamma ${gamma}`]),
    ...(mostTypicalP === null ? [] : [`most typical p ${mostTypicalP}`]),
  ];
  const words = `rule: ${parts.join(', ') || 'all that is scored'}`;
  return by === 'rule' ? words : `random control, seed ${controlSeed}, as many as by ${words}`;
}
