/** Rare classes, and samples of them in skin that is not their own: of those it was measured that they do not help (docs/adr/0034). */
import { ofClass, SKIN, type ClassCode } from '../../contracts/classes';
import { TAIL_SHARE } from './tally';

/** The tail of ISIC 2019 and HAM10000, of which it was measured. */
const MEASURED: readonly ClassCode[] = ['AK', 'DF', 'VASC', 'SCC'];

/** @param real images of each class in the open data set; none: no data set is open, and the measured ones are meant */
export function isRare(code: ClassCode, real: Readonly<Record<ClassCode, number>>): boolean {
  if (code === SKIN) return false;
  const head = Math.max(0, ...Object.values(real));
  return head === 0 ? MEASURED.includes(code) : (ofClass(real, code) ?? 0) < TAIL_SHARE * head;
}
