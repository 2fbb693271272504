/** How many synthetic samples each class is to get, from how many real images it has. */
import { partOf } from '../dataset/tally';
import { byClass, ofClass, type ClassCode } from '../../contracts/classes';
import { PLAN_LIMITS, type ClassTarget, type TargetRule } from '../../contracts/plan';

/** Of the classes that are named in it; read by `countOf`. */
export type RealCounts = Readonly<Record<ClassCode, number>>;

export function countOf(counts: RealCounts, code: ClassCode): number {
  return ofClass(counts, code) ?? 0;
}

/** What a plan can name. */
export interface PlanClasses {
  /** Of the project, in its order. */
  readonly classes: readonly ClassCode[];
  /** Those that the bundle does not paint. */
  readonly unpainted: readonly ClassCode[];
}

/**
 * Samples that a rule wants for a class of `real` images, where the largest has `head`; 0 where it has enough.
 * `tail`: as many for each class of the long tail, as the Dataset screen marks it. `square-root`: up to the geometric mean of both, the usual compromise between the true and the even distribution.
 */
export function wantedBy(rule: TargetRule, real: number, head: number): number {
  const wanted = {
    tail: () => (rule.kind === 'tail' && partOf(real, head) === 'tail' ? rule.count : 0),
    head: () => (real === 0 ? 0 : head - real), // a class that the data set does not have is not filled
    'square-root': () => Math.round(Math.sqrt(real * head)) - real,
    multiple: () => (rule.kind === 'multiple' ? Math.round((rule.factor - 1) * real) : 0),
    number: () => (rule.kind === 'number' ? rule.count : 0),
  }[rule.kind]();
  return Math.max(0, Math.min(PLAN_LIMITS.accepted.max, wanted));
}

/** Every class that is painted: what the rule wants, or what was set by hand; 0 of the others. */
export function wantedCounts(
  { classes, unpainted }: PlanClasses,
  rule: TargetRule,
  byHand: RealCounts,
  real: RealCounts,
): RealCounts {
  const head = Math.max(0, ...classes.map((code) => countOf(real, code)));
  return byClass(classes, (code) =>
    unpainted.includes(code) ? 0 : (ofClass(byHand, code) ?? wantedBy(rule, countOf(real, code), head)),
  );
}

/**
 * So many counterparts of each class that every one of the data set's gets as many samples as the class that wants most. A class of which
 * the person wants some number of samples of its own gets none: that number stands.
 * @param byHand counterparts that were typed @param typed samples that were typed @param isLeftOut classes of which none can be made
 */
export function counterpartsOf(
  { classes, unpainted }: PlanClasses,
  wanted: RealCounts,
  byHand: RealCounts,
  typed: RealCounts,
  real: RealCounts,
  isLeftOut: (code: ClassCode) => boolean = () => false,
): RealCounts {
  const most = Math.max(...classes.map((code) => countOf(wanted, code)));
  const usual = (code: ClassCode): number =>
    countOf(real, code) === 0 || countOf(typed, code) > 0 ? 0 : most - countOf(wanted, code);
  return byClass(classes, (code) =>
    unpainted.includes(code) || isLeftOut(code) ? 0 : (ofClass(byHand, code) ?? usual(code)),
  );
}

/** The classes that want any, the rarest first: what helps most is there first. */
export function targetsOf(
  classes: readonly ClassCode[],
  wanted: RealCounts,
  real: RealCounts,
  overGeneration: number,
  counterparts: RealCounts = {},
): ClassTarget[] {
  return classes
    .toSorted((a, b) => countOf(real, a) - countOf(real, b))
    .flatMap((code) => {
      const added = countOf(counterparts, code);
      const accepted = Math.min(PLAN_LIMITS.accepted.max, countOf(wanted, code) + added);
      if (accepted === 0) return [];
      const attempts = Math.ceil(accepted * Math.max(1, overGeneration));
      return [{ class: code, accepted, attempts, ...(added > 0 && { counterparts: Math.min(added, accepted) }) }];
    });
}

/** What a sample's record says of a class that has counterparts: how many are wanted for its own sake. */
export function ownOf({ accepted, counterparts }: ClassTarget): { readonly own?: number } {
  return counterparts === undefined ? {} : { own: accepted - counterparts };
}
