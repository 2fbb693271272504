/** What a plan's rule of acceptance says of a sample: the queue of the studio and the command line decide alike. */
import type { ClassCode } from '../../contracts/classes';
import type { Acceptance } from '../../contracts/plan';
import type { Decision, SampleId, SampleRecord } from '../../contracts/sample';
import { ruleWords } from './choices';
import { select } from './selection';

/** Null where a person decides, or nothing was scored. */
export function ruleDecision(
  accept: Acceptance,
  { id, class: code, scores }: { id: SampleId; class: ClassCode; scores: SampleRecord['scores'] },
  when: Date,
): Decision | null {
  if (accept.by === 'person') return null;
  const outcome = select([{ id, class: code, gates: scores }], accept.rule).get(id);
  if (outcome === 'unscored') return null;
  const reason = `plan, ${ruleWords({ rule: accept.rule, by: 'rule', controlSeed: 0 }, [{ scores }])}`;
  return { outcome: outcome === 'kept' ? 'accepted' : 'rejected', by: 'rule', reason, when: when.toISOString() };
}
