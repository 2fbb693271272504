/** What the gates found, in one sentence: the gate that decided, and what it saw. */
import { classLabel, LESION_CODES, type LesionCode } from '../../contracts/classes';
import type { Gate, GateResult, Verdict } from '../../contracts/sample';
import { canPromise, imagesFor } from './conformal';
import type { Aspect } from './aspects';
import type { PartScore } from './typicality';

const IN_WORDS: Readonly<Record<Aspect, string>> = {
  texture: 'texture, border or colours',
  colour: 'hue',
  grain: 'lack of fine detail',
  blocks: 'pattern of compression',
  mid: 'fine structure',
  deep: 'overall look',
};

export interface Findings {
  readonly code: LesionCode;
  /** The classes whose held-out images were counted, in words. */
  readonly among: string;
  readonly scores: Readonly<Record<Gate, GateResult>>;
  readonly parts: readonly PartScore[];
  /** Id of the real image that a copy is of. */
  readonly copyOf: string | null;
  readonly logits: ArrayLike<number>;
  /** Held-out images that were counted. */
  readonly count: number;
  readonly alpha: number;
}

export function judge({ code, among, scores, parts, copyOf, logits, count, alpha }: Findings): Verdict {
  const values = Array.from(logits);
  const read = LESION_CODES[values.indexOf(Math.max(...values))] ?? code;
  if (!scores.novel.pass) return doubtful(`it is nearly a copy of the real image ${copyOf ?? 'beside it'}.`);
  if (!scores.label.pass) {
    return read === code
      ? doubtful(`the classifier is less sure of ${code} than with almost any real one.`)
      : doubtful(`the classifier reads ${classLabel(read)}, not ${code}.`);
  }
  if (!scores.typical.pass) {
    const oddest = parts.toSorted((a, b) => b.z - a.z)[0];
    const where = oddest ? `its ${IN_WORDS[oddest.name.aspect]}` : 'it';
    return doubtful(
      `${where} is odder than in ${percent(1 - (scores.typical.p ?? 0))} of held-out real ${among} images.`,
    );
  }
  const few = canPromise(alpha, count)
    ? ''
    : ` Only ${count} held-out ${among} images are there; ${imagesFor(alpha)} are needed to reject at ${percent(alpha)}.`;
  const also = read === code ? '' : ` The classifier leans to ${read}, as it does with some real ${code}.`;
  const share = percent(scores.typical.p ?? 0);
  return {
    outcome: 'credible',
    reason: `Credible: ${share} of held-out real ${among} images are as unusual or more so.${also}${few}`,
  };
}

function doubtful(why: string): Verdict {
  return { outcome: 'doubtful', reason: `Doubtful: ${why}` };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
