/** What an evaluation will not be able to answer, and what would be needed: said before it is run. */
import type { ClassCode } from '../../contracts/classes';
import { failureOf, type Failure } from '../../contracts/failure';
import { LEAST_LESIONS } from '../probe/gains';
import { LEAST_MADE, LEAST_REAL } from './quality';

/** Real images that would be compared, of one class. */
export interface RealOfClass {
  readonly class: ClassCode;
  readonly images: number;
  readonly lesions: number;
}

export interface EvaluationOutlook {
  /** Why nothing can be evaluated; null where something can. */
  readonly refusal: Failure | null;
  /** Classes that have real images, and too few lesions for a recall. */
  readonly unread: readonly RealOfClass[];
  /** Classes with accepted samples whose quality cannot be measured: too few of these, or too few real images. */
  readonly uncompared: readonly (RealOfClass & { readonly accepted: number })[];
}

export const NEEDED = { lesions: LEAST_LESIONS, real: LEAST_REAL, accepted: LEAST_MADE } as const;

/** @param real classes that have real images @param accepted samples of each class */
export function evaluationOutlook(
  real: readonly RealOfClass[],
  accepted: ReadonlyMap<ClassCode, number>,
): EvaluationOutlook {
  const realOf = (code: ClassCode): RealOfClass =>
    real.find((own) => own.class === code) ?? { class: code, images: 0, lesions: 0 };
  return {
    refusal: refusalOf(real, accepted),
    unread: real.filter(({ lesions }) => lesions < LEAST_LESIONS),
    uncompared: [...accepted]
      .map(([code, count]) => ({ ...realOf(code), accepted: count }))
      .filter((own) => own.images < LEAST_REAL || own.accepted < LEAST_MADE),
  };
}

function refusalOf(real: readonly RealOfClass[], accepted: ReadonlyMap<ClassCode, number>): Failure | null {
  if (real.length === 0) return failureOf('evaluate-no-labels');
  if (real.length === 1) return failureOf('evaluate-one-class');
  if (real.filter(({ lesions }) => lesions >= LEAST_LESIONS).length < 2)
    return failureOf('evaluate-few-lesions', { least: LEAST_LESIONS });
  return real.some((own) => (accepted.get(own.class) ?? 0) > 0) ? null : failureOf('evaluate-no-samples');
}
