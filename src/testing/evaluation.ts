/** A whole, valid evaluation, for tests. */
import type { Estimate, Evaluation, MeasuredArm } from '../contracts/evaluation';

const around = (value: number, half: number): Estimate => ({ value, low: value - half, high: value + half });

function arm(accuracy: Estimate, recall: Estimate, lesionsToShow: number | null): MeasuredArm {
  return {
    balancedAccuracy: accuracy,
    macroAuprc: accuracy,
    recall: [{ class: 'DF', ...recall, lesionsToShow }],
  };
}

export function exampleEvaluation(changes: Partial<Evaluation> = {}): Evaluation {
  return {
    schema: 2,
    when: '2026-11-28T10:00:00Z',
    dataset: 'isic & co',
    encoderSha256: '0123456789abcdef'.repeat(4),
    heldOutOnly: true,
    real: 120,
    lesions: 90,
    accepted: 40,
    candidates: 64,
    quality: [
      {
        ...{
          class: 'DF',
          real: 20,
          realLesions: 15,
          made: 40,
          precision: 0.9,
          recall: 0.3,
          density: 1.1,
          coverage: 0.45,
        },
        ...{ kid: around(0.08, 0.02), kidFloor: around(0, 0.01), toldApart: 0.97, copies: 1, sharpnessGap: -0.4 },
        vendi: { real: 9.5, made: 6.1, among: 20 },
      },
    ],
    tooFew: ['SCC'],
    benefit: {
      arms: [{ arm: 'real', measured: arm(around(0.6, 0.05), around(0.5, 0.1), null) }],
      gains: [{ over: 'real', measured: arm(around(0.021, 0.031), around(0.06, 0.08), 60) }],
      balancedGains: [
        { of: 'balanced-synthetic', measured: arm(around(-0.04, 0.03), around(-0.1, 0.08), null) },
        { of: 'balanced-apart', measured: arm(around(0.01, 0.03), around(0.02, 0.08), null) },
      ],
      unread: ['VASC'],
      folds: 5,
      repeats: 3,
    },
    ...changes,
  };
}
