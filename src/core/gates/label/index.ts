/** The label gate: does a classifier read the class that the sample is called? By the margin of its logits. */
import * as z from 'zod/mini';
import { byClass, classLabel, ofClass, type ClassCode } from '../../../contracts/classes';
import { rowAt } from '../../features/features';
import { pooled, rowsFor } from '../calibrationSet';
import { conformalP } from '../conformal';
import { eachClass, ofEachClass, significant } from '../fileNumbers';
import type { Gate, ClassGate, Described } from '../gate';
import { labelFacts } from './facts';

/** Margins of held-out images, ascending; empty where a class has none, or the classifier does not read it. */
export type LabelFit = Readonly<Record<ClassCode, Float64Array>>;

export const label: Gate<LabelFit> = {
  facts: labelFacts,
  fit(set) {
    const { logits, encoderClasses } = set.reference;
    const own = byClass(set.classes, (code) => {
      const at = encoderClasses.indexOf(code);
      return Float64Array.from(at < 0 ? [] : rowsFor(set, code).counted, (row) => labelMargin(rowAt(logits, row), at));
    });
    const none = new Float64Array();
    return byClass(set.classes, (code) => (encoderClasses.includes(code) ? pooled(set, code, own) : none));
  },
  file: {
    fields: ['margins'],
    schema: z.pipe(
      z.object({ margins: ofEachClass }),
      z.transform(({ margins }) => margins),
    ),
    write: (margins) => ({ margins: eachClass(margins, significant) }),
  },
  unasked: ({ reference: { encoderClasses } }, code) =>
    encoderClasses.includes(code) ? null : `The model's classifier does not read ${code}, so its label is not checked.`,
  open:
    ({ reference: { encoderClasses } }, fit) =>
    (code) => {
      const margins = ofClass(fit, code) ?? [];
      return margins.length > 0 ? openLabel(code, margins, encoderClasses) : null;
    },
  scale(fit, code) {
    const real = ofClass(fit, code);
    return real && real.length > 0 ? { real, odd: 'low', share: 1 } : null;
  },
};

function openLabel(code: ClassCode, margins: ArrayLike<number>, encoderClasses: readonly ClassCode[]): ClassGate {
  const negated = Float64Array.from(margins, (margin) => -margin);
  const at = encoderClasses.indexOf(code);
  return {
    heldOut: margins.length,
    judge({ logits }: Described) {
      const score = labelMargin(logits, at);
      const p = conformalP(-score, negated);
      const values = Array.from(logits);
      const read = encoderClasses[values.indexOf(Math.max(...values))] ?? code;
      return {
        result: { score, p, pass: p >= labelFacts.level },
        doubt:
          read === code
            ? `the classifier is less sure of ${code} than with almost any real one.`
            : `the classifier reads ${classLabel(read)}, not ${code}.`,
        support: read === code ? '' : `The classifier leans to ${read}, as it does with some real ${code}.`,
      };
    },
  };
}

/** Logit of the class minus the best other one; negative when the classifier reads another class. */
export function labelMargin(logits: ArrayLike<number>, at: number): number {
  const rivals = Array.from(logits).filter((_, index) => index !== at);
  return (logits[at] ?? -Infinity) - Math.max(...rivals);
}
