/** Puts the gates together: is this sample credible as its class, and in one sentence why. */
import { LESION_CODES, classLabel, type ClassCode, type LesionCode } from '../../contracts/classes';
import type { Gate, GateResult, Verdict } from '../../contracts/sample';
import { conformalP } from './conformal';
import { labelMargin } from './logits';
import { knnScore, neighbours, normalise } from './neighbours';
import type { Reference } from './reference';

/** A gate passes when at least this share of held-out real images of the class is as odd or odder. */
export const ALPHA = 0.05;

export interface Assessment {
  readonly scores: Partial<Record<Gate, GateResult>>;
  readonly verdict: Verdict;
  readonly nearestReal: { readonly id: string; readonly distance: number } | null;
}

/** What a bundle without encoder or reference can say. */
export function unscored(reason: string): Assessment {
  return { scores: {}, verdict: { outcome: 'unscored', reason }, nearestReal: null };
}

/**
 * @param features [D] of the sample's region
 * @param logits [8] in the order of LESION_CODES
 */
export function assess(
  code: ClassCode,
  features: Float32Array,
  logits: Float32Array,
  reference: Reference,
): Assessment {
  if (code === 'SKIN') return unscored('Not scored: healthy skin has no lesion class to be compared with.');
  const query = normalise(features);
  const all = neighbours(query, reference.bank);
  const [nearest] = all;
  const nearestReal = nearest ? { id: reference.ids[nearest.row] ?? '', distance: nearest.distance } : null;
  const rows = new Set(reference.rowsOf[code]);
  const typical = gate(
    knnScore(
      all.filter(({ row }) => rows.has(row)),
      reference.k,
    ),
    reference.typical[code],
    (score) => score,
  );
  const label = gate(labelMargin(logits, LESION_CODES.indexOf(code)), reference.margin[code], (score) => -score);
  if (typical.p === null || label.p === null) {
    return {
      ...unscored(`Not scored: the bundle has no held-out real images of ${code} to compare with.`),
      nearestReal,
    };
  }
  return { scores: { typical, label }, verdict: judge(code, typical, label, logits), nearestReal };
}

function gate(score: number, calibration: Float32Array, oddness: (score: number) => number): GateResult {
  if (calibration.length === 0) return { score, p: null, pass: false };
  const p = conformalP(oddness(score), calibration.map(oddness));
  return { score, p, pass: p >= ALPHA };
}

function judge(code: LesionCode, typical: GateResult, label: GateResult, logits: Float32Array): Verdict {
  const read = LESION_CODES[logits.indexOf(Math.max(...logits))] ?? code;
  if (!label.pass && read !== code) {
    return { outcome: 'doubtful', reason: `Doubtful: the classifier reads ${classLabel(read)}, not ${code}.` };
  }
  if (!label.pass) {
    return {
      outcome: 'doubtful',
      reason: `Doubtful: the classifier is less sure of ${code} than with almost any real one.`,
    };
  }
  if (!typical.pass) {
    const share = percent(1 - (typical.p ?? 0));
    return {
      outcome: 'doubtful',
      reason: `Doubtful: it lies further from real ${code} than ${share} of held-out ${code} images do.`,
    };
  }
  const share = percent(typical.p ?? 0);
  const also = read === code ? '' : ` The classifier leans to ${read}, as it does with some real ${code}.`;
  return {
    outcome: 'credible',
    reason: `Credible: ${share} of held-out real ${code} images are as unusual or more so.${also}`,
  };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
