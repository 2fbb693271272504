/** How many synthetic samples each class is to get, from how many real images it has. */
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import { PLAN_LIMITS, type ClassTarget, type TargetRule } from '../../contracts/plan';

export type RealCounts = Readonly<Partial<Record<LesionCode, number>>>;

/**
 * Samples that a rule wants for a class of `real` images, where the largest has `head`; 0 where it has enough.
 * `square-root`: up to the geometric mean of both, the usual compromise between the true and the even distribution.
 */
export function wantedBy(rule: TargetRule, real: number, head: number): number {
  const wanted = {
    head: () => (real === 0 ? 0 : head - real), // a class that the data set does not have is not filled
    'square-root': () => Math.round(Math.sqrt(real * head)) - real,
    multiple: () => (rule.kind === 'multiple' ? Math.round((rule.factor - 1) * real) : 0),
    number: () => (rule.kind === 'number' ? rule.count : 0),
  }[rule.kind]();
  return Math.max(0, Math.min(PLAN_LIMITS.accepted.max, wanted));
}

/** Every class: what the rule wants, or what was set by hand. */
export function wantedCounts(
  rule: TargetRule,
  byHand: RealCounts,
  real: RealCounts,
): Readonly<Record<LesionCode, number>> {
  const head = Math.max(0, ...LESION_CODES.map((code) => real[code] ?? 0));
  return Object.fromEntries(
    LESION_CODES.map((code) => [code, byHand[code] ?? wantedBy(rule, real[code] ?? 0, head)]),
  ) as Record<LesionCode, number>;
}

/**
 * So many counterparts of each class that every one of the data set's gets as many samples as the class that wants most. A class whose own
 * number was typed gets none: that number stands.
 * @param byHand counterparts that were typed @param typed samples that were typed @param isLeftOut classes of which none can be made
 */
export function counterpartsOf(
  wanted: Readonly<Record<LesionCode, number>>,
  byHand: RealCounts,
  typed: RealCounts,
  real: RealCounts,
  isLeftOut: (code: LesionCode) => boolean = () => false,
): Readonly<Record<LesionCode, number>> {
  const most = Math.max(...LESION_CODES.map((code) => wanted[code]));
  const usual = (code: LesionCode): number =>
    (real[code] ?? 0) === 0 || typed[code] !== undefined ? 0 : most - wanted[code];
  return Object.fromEntries(
    LESION_CODES.map((code) => [code, isLeftOut(code) ? 0 : (byHand[code] ?? usual(code))]),
  ) as Record<LesionCode, number>;
}

/** The classes that want any, the rarest first: what helps most is there first. */
export function targetsOf(
  wanted: Readonly<Record<LesionCode, number>>,
  real: RealCounts,
  overGeneration: number,
  counterparts: RealCounts = {},
): ClassTarget[] {
  return LESION_CODES.toSorted((a, b) => (real[a] ?? 0) - (real[b] ?? 0)).flatMap((code) => {
    const added = counterparts[code] ?? 0;
    const accepted = Math.min(PLAN_LIMITS.accepted.max, wanted[code] + added);
    if (accepted === 0) return [];
    const attempts = Math.ceil(accepted * Math.max(1, overGeneration));
    return { class: code, accepted, attempts, ...(added > 0 && { counterparts: Math.min(added, accepted) }) };
  });
}

/** What a sample's record says of a class that has counterparts: how many are wanted for its own sake. */
export function ownOf({ accepted, counterparts }: ClassTarget): { readonly own?: number } {
  return counterparts === undefined ? {} : { own: accepted - counterparts };
}
