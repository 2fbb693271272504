/** Whether gates that are fitted on few images judge more coarsely than the bundle's own: a p-value is counted, so it has as many steps as images. */
import type { ClassCode } from '../../contracts/classes';
import type { Fitted } from '../../contracts/fitting';
import type { GateReference } from '../../contracts/gateReference';
import { typicalFacts } from './typical/facts';

export interface CoarserClass {
  readonly class: ClassCode;
  /** Real images that a p-value is counted among: by the fit, and by the bundle. */
  readonly own: number;
  readonly bundle: number;
}

/** Classes of a fit that the bundle's gates judge more finely. @param bundle its reference, without the fit; null where it has none */
export function coarserClasses({ classes }: Pick<Fitted, 'classes'>, bundle: GateReference | null): CoarserClass[] {
  return classes.flatMap(({ class: code, countedAmong }) => {
    const counted = bundle?.[code]?.scales[typicalFacts.id]?.real.length ?? 0;
    return countedAmong < counted ? [{ class: code, own: countedAmong, bundle: counted }] : [];
  });
}
