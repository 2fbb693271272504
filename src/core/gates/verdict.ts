/** What the gates found, in one sentence: the gate that decided, and what it saw. */
import type { ClassCode } from '../../contracts/classes';
import type { Verdict } from '../../contracts/sample';
import { canPromise, imagesFor, percent } from './conformal';
import type { ClassGate, Finding, Gate } from './gate';

export interface Judged {
  readonly gate: Gate;
  readonly heldOut: ClassGate['heldOut'];
  readonly finding: Finding;
}

/** @param judged in the order of the list of gates @param among the classes whose held-out images were counted, in words @param unasked sentences about gates that do not know the class */
export function verdictOf(judged: readonly Judged[], among: string, unasked: readonly string[] = []): Verdict {
  const rejecting = judged.findLast(({ finding }) => !finding.result.pass);
  if (rejecting) return { outcome: 'doubtful', reason: `Doubtful: ${rejecting.finding.doubt}` };
  const support = judged.map(({ finding }) => finding.support).filter(Boolean);
  const sentences = [support.join(' ') || 'every gate passes it.', tooFew(judged, among), ...unasked].filter(Boolean);
  return { outcome: 'credible', reason: `Credible: ${sentences.join(' ')}` };
}

/** Said where so few held-out images cannot reject anything at the level. */
function tooFew(judged: readonly Judged[], among: string): string {
  const counted = judged.flatMap(({ gate, heldOut }) =>
    heldOut === null ? [] : [{ level: gate.facts.level, heldOut }],
  );
  const short = counted.filter(({ level, heldOut }) => !canPromise(level, heldOut));
  const [furthest] = short.toSorted((a, b) => a.heldOut / imagesFor(a.level) - b.heldOut / imagesFor(b.level));
  if (!furthest) return '';
  const { level, heldOut } = furthest;
  return `Only ${heldOut} held-out ${among} images are there; ${imagesFor(level)} are needed to reject at ${percent(level)}.`;
}

/** Said of a class without held-out real images. */
export function noImagesOf(code: ClassCode): string {
  return `Not scored: there are no held-out real images of ${code} to compare with.`;
}
