/** Scores of the panel's images, the gate's own and others that it could have, and how well each tells a set from real images. */
import { ISIC_CODES, type ClassCode } from '../../src/contracts/classes';
import type { Measured } from '../../src/contracts/gatePanel';
import { auroc, missedAt } from '../../src/core/metrics/ranking';
import { traitOf, traitsOf } from '../../src/core/gates/typical/aspects';
import { pickRows } from '../../src/core/features/features';
import { TYPICAL_PARTS, typicalParts } from '../../src/core/gates/typical';
import type { ReferenceImages } from '../../src/core/gates/referenceImages';
import { aspectsOf, METHODS, type ScorerName } from '../../src/core/gates/typical/scorers';
import { calibrateTypicality, openTypicality, prepareParts } from '../../src/core/gates/typical/typicality';
import type { Row } from './describing';

/** The odder an image, the larger. */
export type RowScore = (row: Row) => number;
export type Named = readonly [name: string, score: RowScore];

export function ofClass(rows: readonly Row[], code: ClassCode): Row[] {
  return rows.filter((row) => row.code === code);
}

/** Means over the classes that both have. */
export function measure(score: RowScore, genuine: readonly Row[], rows: readonly Row[]): Measured {
  const byClass = ISIC_CODES.map((code) => [ofClass(genuine, code), ofClass(rows, code)] as const)
    .filter(([real, others]) => real.length > 0 && others.length > 0)
    .map(([real, others]) => [real.map(score), others.map(score)] as const);
  const mean = (scoreOf: (real: number[], others: number[]) => number): number | null => {
    const values = byClass.map(([real, others]) => scoreOf(real, others)).filter(Number.isFinite);
    return values.length === 0 ? null : values.reduce((sum, v) => sum + v, 0) / values.length;
  };
  return { auroc: mean(auroc), missed: mean(missedAt) };
}

const TEXTURE: readonly ScorerName[] = [
  { method: 'mahalanobis', aspect: 'texture' },
  { method: 'fre-whitened', aspect: 'texture' },
];
/** Sets of parts for the typical gate, its own first. */
const TOGETHER: readonly (readonly ScorerName[])[] = [
  TEXTURE,
  [...TEXTURE, { method: 'surplus', aspect: 'blocks' }],
  [...TEXTURE, { method: 'smoothness', aspect: 'grain' }],
  [...TEXTURE, { method: 'mahalanobis', aspect: 'colour' }],
  [...TEXTURE, { method: 'fre-whitened', aspect: 'mid' }],
  [...TYPICAL_PARTS, { method: 'fre-whitened', aspect: 'mid' }],
  [...TYPICAL_PARTS, { method: 'mahalanobis', aspect: 'mid' }],
  [...TYPICAL_PARTS, { method: 'fre-whitened', aspect: 'mid' }, { method: 'fre-whitened', aspect: 'deep' }],
  [...TYPICAL_PARTS, { method: 'knn', aspect: 'deep' }],
];

function nameOf({ method, aspect }: ScorerName): string {
  return aspectsOf(method).length <= 1 && aspect !== 'bands' ? method : `${method}, ${aspect}`;
}

/** Scores that were fitted on the training images of each class. */
export function otherScores(reference: ReferenceImages): { readonly alone: Named[]; readonly together: Named[] } {
  const trainRows = reference.splits.flatMap((split, row) => (split === 'train' ? [row] : []));
  const own = ISIC_CODES.map((_, label) => trainRows.filter((row) => reference.labels[row] === label));

  const alone = (name: ScorerName): RowScore => {
    const [part] = prepareParts([name], reference, trainRows);
    const features = traitsOf(reference.depths, name.aspect);
    const fitted = own.map((rows) => part?.shared.fit(pickRows(features, rows)));
    return ({ code, described }) =>
      fitted[ISIC_CODES.indexOf(code)]?.(traitOf(described.depths, name.aspect), described.logits) ?? NaN;
  };
  const together = (names: readonly ScorerName[]): RowScore => {
    const parts = prepareParts(names, reference, trainRows);
    const opened = own.map((rows) =>
      openTypicality(parts, reference, rows, calibrateTypicality(parts, reference, rows, [])),
    );
    return ({ code, described }) => opened[ISIC_CODES.indexOf(code)]?.score(described).score ?? NaN;
  };
  const inBands: ScorerName[] =
    reference.description > 1
      ? [
          { method: 'contrast', aspect: 'bands' },
          { method: 'mahalanobis', aspect: 'bands' },
        ]
      : [];
  const names = METHODS.flatMap((method) => aspectsOf(method).map((aspect): ScorerName => ({ method, aspect })));
  return {
    alone: [...names, ...inBands].map((name): Named => [nameOf(name), alone(name)]),
    together: [typicalParts(reference), ...TOGETHER].map((set): Named => [set.map(nameOf).join(' + '), together(set)]),
  };
}
