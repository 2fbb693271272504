/**
 * How well a scene fits each class, by a multinomial regression on the encoder's features of the scene without its lesion: the share of real scenes
 * of the class that fit no better. reference/scenes.json of a bundle (docs/formats/bundle.md); scripts/scenes.ts fits it.
 */
import * as z from 'zod/mini';
import { ISIC_CODES, lesionCodeSchema, ofClass, type ClassCode } from '../../contracts/classes';
import type { SceneFits } from '../../contracts/inference';
import { sha256Schema } from '../../contracts/recipe';
import { conformalP } from '../gates/conformal';

const perClass = z.record(lesionCodeSchema, z.number());

const sceneReaderSchema = z
  .object({
    schema: z.literal(1),
    /** Of the graph whose features it reads. */
    encoderSha256: sha256Schema,
    /** Of the features (both depths, each of unit length, one after the other). [D] */
    mean: z.array(z.number()).check(z.minLength(1)),
    sd: z.array(z.number().check(z.positive())).check(z.minLength(1)),
    /** A row a class in the order of the classes that the encoder's classifier reads, the intercept last. [C][D+1] */
    weights: z.array(z.array(z.number())).check(z.minLength(2)),
    /** Log odds of calibration scenes of each class, ascending; none where a class has no scene. */
    calibration: z.record(lesionCodeSchema, z.array(z.number())),
    /** On test lesions: how well the scene tells the class from the others. */
    measured: z.optional(z.object({ auroc: perClass, train: perClass, calibration: perClass, test: perClass })),
  })
  .check(
    z.refine(
      ({ mean, sd, weights }) => sd.length === mean.length && weights.every((row) => row.length === mean.length + 1),
      'weights as long as the features',
    ),
  );
export type SceneReader = z.infer<typeof sceneReaderSchema>;

/** With the classes that its rows are of. */
export interface OpenSceneReader extends SceneReader {
  readonly classes: readonly ClassCode[];
}

/** Throws where it is no reader of scenes, or of another encoder, or of other classes. */
export function readSceneReader(
  text: string,
  encoderSha256: string,
  classes: readonly ClassCode[] = ISIC_CODES,
): OpenSceneReader {
  const reader = sceneReaderSchema.parse(JSON.parse(text));
  if (reader.encoderSha256 !== encoderSha256) throw new RangeError('The reader of scenes is of another encoder.');
  if (reader.weights.length !== classes.length) throw new RangeError('The reader of scenes is of other classes.');
  return { ...reader, classes };
}

/** What the regression sees: both depths, each of unit length. [D] */
export function sceneFeatures(mid: ArrayLike<number>, deep: ArrayLike<number>): Float64Array {
  return Float64Array.from([...unit(mid), ...unit(deep)]);
}

function unit(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  const length = Math.max(1e-12, Math.hypot(...list));
  return list.map((value) => value / length);
}

/** Log odds of each class against the others, every class as frequent. Throws RangeError for features of another length. [C] */
export function sceneLogOdds(
  { mean, sd, weights }: Pick<SceneReader, 'mean' | 'sd' | 'weights'>,
  features: Float64Array,
): Float64Array {
  if (features.length !== mean.length)
    throw new RangeError(`${features.length} features for a reader of ${mean.length}.`);
  const x = features.map((value, i) => (value - (mean[i] ?? 0)) / (sd[i] ?? 1));
  const scores = weights.map((row) => x.reduce((sum, value, i) => sum + value * (row[i] ?? 0), row[x.length] ?? 0));
  return Float64Array.from(scores, (score, at) => score - logSum(scores.filter((_, other) => other !== at)));
}

function logSum(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/** Share of real scenes of each class that fit no better, in (0,1]; classes without calibration scenes are left out. */
export function sceneFits(reader: OpenSceneReader, features: Float64Array): SceneFits {
  const odds = sceneLogOdds(reader, features);
  const fits: Record<ClassCode, number> = {};
  reader.classes.forEach((code, at) => {
    const real = ofClass(reader.calibration, code) ?? [];
    if (real.length > 0)
      fits[code] = conformalP(
        -(odds[at] ?? 0),
        real.map((value) => -value),
      );
  });
  return fits;
}
