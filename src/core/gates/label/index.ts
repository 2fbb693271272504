/** The label gate: does a classifier read the class that the sample is called? By the margin of its logits. */
import * as z from 'zod/mini';
import { classLabel, LESION_CODES, lesionCodeSchema, type LesionCode } from '../../../contracts/classes';
import { rowAt } from '../../features/features';
import { byClass, pooled } from '../calibrationSet';
import { conformalP } from '../conformal';
import { ascending, significant } from '../fileNumbers';
import type { Gate, ClassGate, Described } from '../gate';
import { labelFacts } from './facts';

/** Margins of held-out images, ascending; empty where a class has none. */
export type LabelFit = Readonly<Record<LesionCode, Float64Array>>;

export const label: Gate<LabelFit> = {
  facts: labelFacts,
  fit(set) {
    const { logits } = set.reference;
    const own = byClass((code, at) =>
      Float64Array.from(set.rowsOf[code].counted, (row) => labelMargin(rowAt(logits, row), at)),
    );
    return byClass((code) => pooled(set, code, (other) => own[other]));
  },
  file: {
    fields: ['margins'],
    schema: z.pipe(
      z.object({ margins: z.record(lesionCodeSchema, ascending) }),
      z.transform(({ margins }) => byClass((code) => Float64Array.from(margins[code]))),
    ),
    write: (margins) => ({ margins: byClass((code) => significant(margins[code])) }),
  },
  open: (_set, margins) => (code) => (margins[code].length > 0 ? openLabel(code, margins[code]) : null),
  scale: (margins, code) => (margins[code].length > 0 ? { real: margins[code], odd: 'low', share: 1 } : null),
};

function openLabel(code: LesionCode, margins: Float64Array): ClassGate {
  const negated = margins.map((margin) => -margin);
  const at = LESION_CODES.indexOf(code);
  return {
    heldOut: margins.length,
    judge({ logits }: Described) {
      const score = labelMargin(logits, at);
      const p = conformalP(-score, negated);
      const values = Array.from(logits);
      const read = LESION_CODES[values.indexOf(Math.max(...values))] ?? code;
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
