/** The evaluation worker's service: descriptions of samples and the last evaluation are kept, so that neither is made twice. */
import { getMany, set } from 'idb-keyval';
import { LESION_CODES } from '../contracts/classes';
import {
  evaluationSchema,
  type ClassQuality,
  type Evaluation,
  type EvaluationApi,
  type EvaluationProgress,
  type EvaluationRequest,
  type MeasuredArm,
  type SampleFeatures,
} from '../contracts/evaluation';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { classQuality, isOneImage, LEAST_MADE, LEAST_REAL, type ClassImages } from '../core/metrics/quality';
import { pickRows, rowsByLabel } from '../core/ood/features';
import {
  LEAST_LESIONS,
  lesionsToShow,
  measureBenefit,
  PLAN,
  readClasses,
  type Benefit,
  type Measured,
} from '../core/probe/benefit';
import { probeFeatures } from '../core/probe/probeFeatures';
import { guarded } from './guard';
import { database, EVALUATION_KEY, sampleFeaturesKey } from './keys';
import { lastEvaluation } from './lastEvaluation';

class CancelledError extends Error {}

export function createEvaluation(): EvaluationApi {
  let isCancelled = false;

  /** Lets a word from the page in, for the work itself never waits. */
  async function breathe(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve));
    if (isCancelled) throw new CancelledError();
  }

  async function run(
    request: EvaluationRequest,
    onProgress: (progress: EvaluationProgress) => void,
  ): Promise<Evaluation> {
    const { dataset, encoderSha256, heldOutOnly, when, real, made } = request;
    const deep = {
      real: { dim: real.dim, data: real.deep },
      made: { dim: made.dim, data: made.deep },
    };
    const [realRows, madeRows] = [rowsByLabel(real.labels), rowsByLabel(made.labels)];
    const classes = [...madeRows.keys()].sort((a, b) => a - b);
    const quality: ClassQuality[] = [];
    const tooFew: ClassQuality['class'][] = [];
    for (const [done, label] of classes.entries()) {
      onProgress({ phase: 'quality', done, total: classes.length });
      await breathe();
      const own = (madeRows.get(label) ?? []).filter((row) => made.accepted[row] === 1);
      const others = realRows.get(label) ?? [];
      const code = LESION_CODES[label];
      if (code === undefined) continue;
      if (others.length < LEAST_REAL || own.length < LEAST_MADE) {
        if (own.length > 0) tooFew.push(code);
        continue;
      }
      const imagesOf = (
        features: typeof deep.real,
        rows: readonly number[],
        { sharpness }: { readonly sharpness: Float32Array },
        groups: Int32Array,
      ): ClassImages => ({
        features: pickRows(features, rows),
        sharpness: rows.map((row) => sharpness[row] ?? NaN),
        groups: rows.map((row) => groups[row] ?? row),
      });
      const found = classQuality(
        imagesOf(deep.real, others, real, real.lesions),
        imagesOf(deep.made, own, made, made.backgrounds),
        PLAN.seed,
      );
      quality.push({ class: code, ...found });
    }
    const scaled = probeFeatures(deep.real, deep.made, PLAN.seed);
    const benefit = await measureBenefit(
      { features: scaled.real, labels: real.labels, lesions: real.lesions },
      { features: scaled.made, labels: made.labels, accepted: made.accepted },
      PLAN,
      async (done, total) => {
        onProgress({ phase: 'benefit', done, total });
        await breathe();
      },
    );
    return evaluationSchema.parse({
      schema: 1,
      ...{ when, dataset, encoderSha256, heldOutOnly, quality, tooFew },
      real: real.labels.length,
      lesions: new Set(real.lesions).size,
      accepted: made.accepted.reduce((sum, value) => sum + value, 0),
      candidates: made.labels.length,
      benefit: inWords(benefit),
    } satisfies Evaluation);
  }

  return {
    known: (encoderSha256, ids) =>
      guarded('the descriptions of samples', async () => {
        const kept = await getMany<SampleFeatures | undefined>(
          ids.map((id) => sampleFeaturesKey(encoderSha256, id)),
          database(),
        );
        return kept.map((one) => one ?? null);
      }),
    keep: (encoderSha256, id, features) =>
      guarded('the description of a sample', async () => {
        await set(sampleFeaturesKey(encoderSha256, id), features, database());
        return null;
      }),
    async evaluate(request, onProgress) {
      const refused = refusal(request);
      if (refused) return refused;
      isCancelled = false;
      try {
        const found = await run(request, onProgress);
        const kept = await guarded('the evaluation', () => set(EVALUATION_KEY, found, database()));
        return kept.ok ? succeed(found) : kept;
      } catch (error) {
        if (error instanceof CancelledError)
          return fail('cancelled', 'The evaluation was cancelled.', 'What was found before is kept.');
        throw error;
      }
    },
    cancel() {
      isCancelled = true;
    },
    last: () => guarded('the evaluation', lastEvaluation),
  };
}

function refusal({ real, made }: EvaluationRequest): Outcome<never> | null {
  const classes = new Set(real.labels);
  if (classes.size === 0)
    return fail(
      'evaluate-no-labels',
      'No real image has a class that the studio knows.',
      'Open a data set with labels on the Dataset screen. Your samples are kept.',
    );
  if (classes.size === 1)
    return fail(
      'evaluate-one-class',
      'All real images are of one class.',
      'A classifier needs at least two. Open a data set with more classes; your samples are kept.',
    );
  if (readClasses(real.labels, real.lesions).length < 2)
    return fail(
      'evaluate-one-class',
      `Fewer than two classes have ${LEAST_LESIONS} lesions.`,
      'A classifier cannot be read on fewer. Open a larger data set; your samples are kept.',
    );
  const accepted = Array.from(made.accepted.keys()).filter((row) => made.accepted[row] === 1);
  if (!accepted.some((row) => classes.has(made.labels[row] ?? -1)))
    return fail(
      'evaluate-no-samples',
      'No sample of a class of the data set is accepted.',
      'Accept some in Review, then evaluate.',
    );
  if (made.dim !== real.dim)
    return fail(
      'evaluate-other-encoder',
      'Real images and samples were described by two encoders.',
      'Load the page again, then evaluate: they are described anew.',
    );
  if (accepted.length > 1 && isOneImage(pickRows({ dim: made.dim, data: made.deep }, accepted)))
    return fail(
      'evaluate-no-samples',
      'All accepted samples are the same image.',
      'Accept different ones in Review, then evaluate.',
    );
  return null;
}

function inWords({ arms, gains, balancedGain, lesions }: Benefit): Evaluation['benefit'] {
  const plain = ({ balancedAccuracy, macroAuprc, recall }: Measured, isDifference: boolean): MeasuredArm => ({
    balancedAccuracy,
    macroAuprc,
    recall: [...recall].flatMap(([label, found]) => {
      const code = LESION_CODES[label];
      const toShow = isDifference ? lesionsToShow(found, lesions.get(label) ?? 0) : null;
      return code === undefined || Number.isNaN(found.value) ? [] : [{ class: code, ...found, lesionsToShow: toShow }];
    }),
  });
  return {
    arms: [...arms].map(([arm, measured]) => ({ arm, measured: plain(measured, false) })),
    gains: [...gains].map(([over, measured]) => ({ over, measured: plain(measured, true) })),
    balancedGain: plain(balancedGain, true),
    unread: [...lesions].flatMap(([label, own]) => (own < LEAST_LESIONS ? (LESION_CODES[label] ?? []) : [])),
    folds: PLAN.folds,
    repeats: PLAN.repeats,
  };
}
