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
  /** Of the encoder's last layer, of samples that were described; read by the rule's `mostVaried` alone. */
  readonly features?: ReadonlyMap<SampleId, ArrayLike<number>>;
}

/** Nothing can be said of it, so nothing is decided. */
export function isUndecidable(choice: Choice | undefined): boolean {
  return choice === 'unscored' || choice === 'undescribed';
}

/** `drawn` and `not-drawn` are those of the control. */
export type Choice = Selected | 'drawn' | 'not-drawn';

/** What the rule, or the control, does with each sample. Pure, and the same for the same samples in any order. */
export function choices(
  samples: readonly SampleSummary[],
  { rule, by, controlSeed, features }: ChoiceBy,
): Map<SampleId, Choice> {
  const candidates = samples.map((sample) => {
    return { id: sample.id, class: sample.class, gates: sample.scores, features: features?.get(sample.id) };
  });
  const byRule = select(candidates, rule) as Map<SampleId, Selected>;
  if (by === 'rule') return byRule;
  const scored = candidates.filter(({ id }) => !isUndecidable(byRule.get(id)));
  const kept = new Set(scored.flatMap(({ id }) => (byRule.get(id) === 'kept' ? [id] : [])));
  const drawn = countMatchedRandom(scored, kept, controlSeed);
  return new Map(
    candidates.map(({ id }) => {
      const found = byRule.get(id);
      return [id, found !== undefined && isUndecidable(found) ? found : drawn.has(id) ? 'drawn' : 'not-drawn'];
    }),
  );
}

export function isKept(choice: Choice | undefined): boolean {
  return choice === 'kept' || choice === 'drawn';
}

/** The rule as the reason of a decision: short, and enough to do it again. @param judged samples: a gate that has judged none is left out */
export function ruleWords(
  { rule, by, controlSeed }: ChoiceBy,
  judged: readonly Pick<SampleSummary, 'scores'>[],
): string {
  const { levels, gamma, mostTypicalP, mostVaried } = rule;
  const parts = [
    ...Object.entries(levels)
      .filter(([gate]) => judged.some(({ scores }) => scores[gate] !== undefined))
      .map(([gate, level]) => `${gate} ${level}`),
    ...(gamma === null ? [] : [`gamma ${gamma}`]),
    ...(mostTypicalP === null ? [] : [`most typical p ${mostTypicalP}`]),
    ...(mostVaried === undefined ? [] : [`most varied ${mostVaried}`]),
  ];
  const words = `rule: ${parts.join(', ') || 'all that is scored'}`;
  return by === 'rule' ? words : `random control, seed ${controlSeed}, as many as by ${words}`;
}
