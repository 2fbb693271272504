/** The typical gate: is a sample as usual for its class as held-out real images are? By the oddest of several scores (docs/adr/0024). */
import * as z from 'zod/mini';
import { lesionCodeSchema, ofClass, type ClassCode } from '../../../contracts/classes';
import { amongWords, pooled, rowsFor, type CalibrationSet } from '../calibrationSet';
import { percent } from '../conformal';
import { ascending, eachClass, significant } from '../fileNumbers';
import type { Gate, ClassGate } from '../gate';
import type { ReferenceImages } from '../referenceImages';
import { typicalFacts } from './facts';
import { ASPECTS, type Aspect } from './aspects';
import { METHODS, type ScorerName } from './scorers';
import { calibrateTypicality, openTypicality, prepareParts, type Calibration, type Part } from './typicality';

/** The scores that make up typicality, for images that are described by version 1. */
export const TYPICAL_PARTS: readonly ScorerName[] = [
  { method: 'mahalanobis', aspect: 'texture' },
  { method: 'fre-whitened', aspect: 'texture' },
  { method: 'mahalanobis', aspect: 'colour' },
  { method: 'smoothness', aspect: 'grain' },
  { method: 'surplus', aspect: 'blocks' },
];

const LATER_PARTS: readonly ScorerName[] = [...TYPICAL_PARTS, { method: 'contrast', aspect: 'bands' }];

/** The scores that make up typicality. */
export function typicalParts({ description }: Pick<ReferenceImages, 'description'>): readonly ScorerName[] {
  return description === 1 ? TYPICAL_PARTS : LATER_PARTS;
}

export interface TypicalFit {
  readonly parts: readonly ScorerName[];
  readonly typical: Readonly<Record<ClassCode, Calibration>>;
}

const partSchema = z.object({ method: z.enum(METHODS), aspect: z.enum(ASPECTS) });
const calibrationSchema = z.object({
  scales: z.array(z.object({ mean: z.number(), sd: z.number().check(z.positive()) })),
  scores: ascending,
});

export const typical: Gate<TypicalFit> = {
  facts: typicalFacts,
  fit: (set) => fitTypical(set, typicalParts(set.reference)),
  file: {
    fields: ['parts', 'typical'],
    schema: z.pipe(
      z
        .object({
          parts: z.array(partSchema).check(z.minLength(1)),
          typical: z.record(lesionCodeSchema, calibrationSchema),
        })
        .check(
          z.refine(
            ({ parts, typical }) => Object.values(typical).every(({ scales }) => scales.length === parts.length),
            'a scale for each part',
          ),
        ),
      z.transform(({ parts, typical }) => ({
        parts,
        typical: eachClass(typical, ({ scales, scores }) => ({ scales, scores: Float64Array.from(scores) })),
      })),
    ),
    write: ({ parts, typical }) => ({
      parts,
      typical: eachClass(typical, ({ scales, scores }) => ({ scales, scores: significant(scores) })),
    }),
  },
  open(set, { parts: names, typical }) {
    const parts = prepareParts(names, set.reference, set.fittedRows);
    return (code) => {
      const calibration = ofClass(typical, code);
      return calibration ? openClass(set, parts, code, calibration) : null;
    };
  },
  scale({ typical }, code) {
    const real = ofClass(typical, code)?.scores;
    return real && real.length > 0 ? { real, odd: 'high', share: 1 } : null;
  },
};

/** @param names other scores than the gate's own, to be compared with it */
function fitTypical(set: CalibrationSet, names: readonly ScorerName[]): TypicalFit {
  const parts = prepareParts(names, set.reference, set.fittedRows);
  const own = Object.fromEntries(
    [...set.rowsOf].flatMap(([code, { fitted, heldOut, counted }]) =>
      counted.length > 0 ? [[code, calibrateTypicality(parts, set.reference, fitted, heldOut)] as const] : [],
    ),
  );
  const scores = eachClass(own, (calibration) => calibration.scores);
  return {
    parts: names,
    typical: eachClass(own, ({ scales }, code) => ({ scales, scores: pooled(set, code, scores) })),
  };
}

const IN_WORDS: Readonly<Record<Aspect, string>> = {
  texture: 'texture, border or colours',
  colour: 'hue',
  grain: 'lack of fine detail',
  blocks: 'pattern of compression',
  bands: 'sharpness against the skin around',
  mid: 'fine structure',
  deep: 'overall look',
};

function openClass(set: CalibrationSet, parts: readonly Part[], code: ClassCode, calibration: Calibration): ClassGate {
  const typicality = openTypicality(parts, set.reference, rowsFor(set, code).fitted, calibration);
  const among = amongWords(set, code);
  return {
    heldOut: calibration.scores.length,
    judge(image) {
      const { score, p, parts: found } = typicality.score(image);
      const oddest = found.toSorted((a, b) => b.z - a.z)[0];
      const where = oddest ? `its ${IN_WORDS[oddest.name.aspect]}` : 'it';
      return {
        result: { score, p, pass: p >= typicalFacts.level },
        doubt: `${where} is odder than in ${percent(1 - p)} of held-out real ${among} images.`,
        support: `${percent(p)} of held-out real ${among} images are as unusual or more so.`,
      };
    },
  };
}
