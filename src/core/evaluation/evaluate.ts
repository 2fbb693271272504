/** A whole evaluation: why it cannot be made, or the quality of each class and what a probe gains by the accepted samples. */
import type { ClassCode } from '../../contracts/classes';
import type { ClassQuality, Evaluation, EvaluationProgress, EvaluationRequest } from '../../contracts/evaluation';
import { failureOf, type Failure } from '../../contracts/failure';
import { classQuality, isOneImage, LEAST_MADE, LEAST_REAL, type ClassImages } from './quality';
import { pickRows, rowsByLabel, type Features } from '../features/features';
import { rowsWith } from '../probe/arms';
import { measureUtility, PLAN } from '../probe/utility';
import { LEAST_LESIONS, readClasses } from '../probe/gains';
import { probeFeatures } from '../probe/probeFeatures';

/** Called before each step of the work, and may throw to stop. */
export type OnStep = (progress: EvaluationProgress) => Promise<void>;

/** What is too little to evaluate; null where there is enough. */
export function refusalOf({ real, made }: EvaluationRequest): Failure | null {
  const classes = new Set(real.labels);
  const accepted = rowsWith(made.accepted, 1);
  if (classes.size === 0) return failureOf('evaluate-no-labels');
  if (classes.size === 1) return failureOf('evaluate-one-class');
  if (readClasses(real.labels, real.lesions).size < 2)
    return failureOf('evaluate-few-lesions', { least: LEAST_LESIONS });
  if (!accepted.some((row) => classes.has(made.labels[row] ?? -1))) return failureOf('evaluate-no-samples');
  if (made.dim !== real.dim) return failureOf('evaluate-other-encoder');
  if (accepted.length > 1 && isOneImage(pickRows(featuresOf(made), accepted))) return failureOf('evaluate-same-image');
  return null;
}

/** @param request for which `refusalOf` is null */
export async function evaluate(request: EvaluationRequest, onStep: OnStep): Promise<Evaluation> {
  const { classes, dataset, encoderSha256, heldOutOnly, when, real, made } = request;
  const { quality, tooFew } = await qualityOf(request, onStep);
  const scaled = probeFeatures(featuresOf(real), featuresOf(made), PLAN.seed);
  const benefit = await measureUtility(
    { features: scaled.real, labels: real.labels, lesions: real.lesions },
    { features: scaled.made, labels: made.labels, accepted: made.accepted, standsIn: made.standsIn },
    classes,
    PLAN,
    (done, total) => onStep({ phase: 'utility', done, total }),
  );
  return {
    schema: 2,
    ...{ when, dataset, encoderSha256, heldOutOnly, quality, tooFew, benefit },
    real: real.labels.length,
    lesions: new Set(real.lesions).size,
    accepted: rowsWith(made.accepted, 1).length,
    candidates: made.labels.length,
  };
}

/** Of each class with accepted samples. */
async function qualityOf(
  { classes: codes, real, made }: EvaluationRequest,
  onStep: OnStep,
): Promise<Pick<Evaluation, 'quality' | 'tooFew'>> {
  const realRows = rowsByLabel(real.labels);
  const accepted = new Set(rowsWith(made.accepted, 1));
  const classes = [...rowsByLabel(made.labels)]
    .map(([label, rows]) => ({ label, rows: rows.filter((row) => accepted.has(row)) }))
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => a.label - b.label);
  const groups = made.standsIn.map((lesion, row) => (lesion < 0 ? -1 - (made.backgrounds[row] ?? row) : lesion));
  const quality: ClassQuality[] = [];
  const tooFew: ClassCode[] = [];
  for (const [done, { label, rows }] of classes.entries()) {
    await onStep({ phase: 'quality', done, total: classes.length });
    const [code, others] = [codes[label], realRows.get(label) ?? []];
    if (code === undefined) continue;
    if (others.length < LEAST_REAL || rows.length < LEAST_MADE) tooFew.push(code);
    else {
      const own = imagesOf(made, groups, rows);
      quality.push({ class: code, ...classQuality(imagesOf(real, real.lesions, others), own, PLAN.seed) });
    }
  }
  return { quality, tooFew };
}

type Described = Pick<EvaluationRequest['real'], 'deep' | 'dim' | 'sharpness'>;

function imagesOf(described: Described, groups: Int32Array, rows: readonly number[]): ClassImages {
  return {
    features: pickRows(featuresOf(described), rows),
    sharpness: rows.map((row) => described.sharpness[row] ?? NaN),
    groups: rows.map((row) => groups[row] ?? row),
  };
}

function featuresOf({ deep, dim }: Pick<Described, 'deep' | 'dim'>): Features {
  return { dim, data: deep };
}
