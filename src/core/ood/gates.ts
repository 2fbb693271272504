/** The three gates together: is this sample typical of its class, labelled right, and no copy? And in one sentence why. */
import { LESION_CODES, type ClassCode, type LesionCode } from '../../contracts/classes';
import type { GateReference } from '../../contracts/gateReference';
import type { Gate, GateResult, NearReal, Verdict } from '../../contracts/sample';
import { conformalP, imagesFor } from './conformal';
import { requireFinite, rowAt } from './features';
import { gateReferenceOf } from './gateScale';
import { labelMargin } from './logits';
import { copyLevelFor, measureRealDistances, openNovelty, type Novelty, type RealDistances } from './novelty';
import type { ReferenceImages } from './referenceImages';
import type { ScorerName } from './scorers';
import {
  LEAVE_OUT_BELOW,
  calibrateTypicality,
  openTypicality,
  prepareParts,
  type Calibration,
  type Traits,
  type Typicality,
} from './typicality';
import { judge } from './verdict';

/** A gate passes when at least this share of held-out real images of the class is as odd or odder. */
export const ALPHA = 0.05;

/** The scores that make up typicality (docs/adr/0024). */
export const TYPICAL_PARTS: readonly ScorerName[] = [
  { method: 'mahalanobis', aspect: 'texture' },
  { method: 'fre-whitened', aspect: 'texture' },
  { method: 'mahalanobis', aspect: 'colour' },
  { method: 'smoothness', aspect: 'grain' },
  { method: 'surplus', aspect: 'blocks' },
];

/** An image as the gates see it. */
export interface Described extends Traits {
  /** Of its eight turned and mirrored forms, upright first. */
  readonly hashes: Uint32Array;
}

export const CALIBRATIONS = ['held-out', 'leave-out', 'small-leave-out'] as const;

/** What is fitted once for a set of real images, and kept with it. */
export interface GateFit {
  /**
   * `held-out`: p-values count the calibration split, where the encoder has seen the others; `leave-out`: every image, each by
   * fits that leave its lesion out, for images that the encoder has never seen; `small-leave-out`: those of small classes so, as they
   * have none to spare, and the others held out.
   */
  readonly calibration: (typeof CALIBRATIONS)[number];
  readonly parts: readonly ScorerName[];
  readonly typical: Readonly<Partial<Record<LesionCode, Calibration>>>;
  /** The classes whose images a class's p-values are counted among: itself, or all that are too small alone. */
  readonly together: Readonly<Record<LesionCode, readonly LesionCode[]>>;
  /** Margins of held-out images, ascending; empty where a class has none. */
  readonly margins: Readonly<Record<LesionCode, Float64Array>>;
  readonly distances: RealDistances;
}

/**
 * @param distances of `measureDistances`
 * Throws FeatureError where a feature is no number.
 */
export function fitGates(
  reference: ReferenceImages,
  distances: RealDistances,
  calibration: GateFit['calibration'],
  parts: readonly ScorerName[] = TYPICAL_PARTS,
): GateFit {
  for (const features of [...Object.values(reference.depths), reference.logits]) requireFinite(features);
  const prepared = prepareParts(parts, reference, fittedRows(reference, calibration));
  const typical: Partial<Record<LesionCode, Calibration>> = {};
  const margins = byClass(() => new Float64Array());
  for (const [label, code] of LESION_CODES.entries()) {
    const { fitted, heldOut } = rowsOf(reference, label, calibration);
    const leavesOut = isLeftOut(reference, label, calibration);
    if (fitted.length > 0 && (heldOut.length > 0 || leavesOut)) {
      typical[code] = calibrateTypicality(prepared, reference, fitted, heldOut);
    }
    const judged = leavesOut ? fitted : heldOut;
    margins[code] = Float64Array.from(judged, (row) => labelMargin(rowAt(reference.logits, row), label)).sort();
  }
  const together = groupsOf(typical);
  return { calibration, parts, together, distances, ...pooled(typical, margins, together) };
}

/**
 * How near real images of different lesions are to each other; slow, and the same for every choice of parts.
 * @param hashes of every reference image in its eight forms, [N][16]
 */
export function measureDistances(
  reference: ReferenceImages,
  hashes: readonly Uint32Array[],
  calibration: GateFit['calibration'],
): RealDistances {
  const probes = rowsIn(reference, calibration === 'leave-out' ? null : 'calibration');
  const { deep } = reference.depths;
  return measureRealDistances(galleryOf(reference), {
    features: { dim: deep.dim, data: Float64Array.from(probes.flatMap((row) => [...rowAt(deep, row)])) },
    hashes: probes.map((row) => hashes[row] ?? new Uint32Array()),
    lesions: probes.map((row) => reference.lesions[row] ?? -1),
  });
}

/** Held-out images without which a class cannot keep the promise of 1 %. */
const ENOUGH = imagesFor(0.01);

/** Classes with too few held-out images are counted together: scores are in standard deviations of each one's own images. */
function groupsOf(typical: GateFit['typical']): Record<LesionCode, readonly LesionCode[]> {
  const small = LESION_CODES.filter((code) => typical[code] && typical[code].scores.length < ENOUGH);
  return byClass((code) => (small.includes(code) ? small : [code]));
}

function pooled(
  typical: GateFit['typical'],
  margins: GateFit['margins'],
  together: GateFit['together'],
): Pick<GateFit, 'typical' | 'margins'> {
  const join = (code: LesionCode, valuesOf: (other: LesionCode) => Float64Array | undefined): Float64Array => {
    return Float64Array.from(together[code].flatMap((other) => [...(valuesOf(other) ?? [])])).sort();
  };
  const found: Partial<Record<LesionCode, Calibration>> = {};
  for (const code of LESION_CODES) {
    const own = typical[code];
    if (own) found[code] = { scales: own.scales, scores: join(code, (other) => typical[other]?.scores) };
  }
  return { typical: found, margins: byClass((code) => join(code, (other) => margins[other])) };
}

export interface Assessment {
  readonly scores: Partial<Record<Gate, GateResult>>;
  readonly verdict: Verdict;
  readonly nearestReal: NearReal | null;
  /** The next nearest, each of another lesion. */
  readonly furtherReal: readonly NearReal[];
}

export interface Gates {
  /** What they compare with, as far as it is drawn. */
  readonly reference: GateReference;
  assess(code: ClassCode, image: Described): Assessment;
  /** Whether an image of this id is among the real ones. */
  knows(id: string): boolean;
}

export function openGates(reference: ReferenceImages, fit: GateFit, alpha = ALPHA): Gates {
  const parts = once(() => prepareParts(fit.parts, reference, fittedRows(reference, fit.calibration)));
  const novelty = once(() => openNovelty(galleryOf(reference), fit.distances));
  const typical = byClass((code) =>
    once((): Typicality | null => {
      const kept = fit.typical[code];
      const { fitted } = rowsOf(reference, LESION_CODES.indexOf(code), fit.calibration);
      return kept ? openTypicality(parts(), reference, fitted, kept) : null;
    }),
  );
  const copyLevel = copyLevelFor(fit.distances);
  const ids = once(() => new Set(reference.ids));
  return {
    reference: gateReferenceOf(fit),
    knows: (id) => ids().has(id),
    assess(code, image) {
      if (code === 'SKIN') return unscored('Not scored: healthy skin has no lesion class to be compared with.');
      if (!isFinite(image)) return unscored('Not scored: the encoder gave no numbers for this sample.');
      const known = typical[code]();
      const novel = noveltyOf(novelty(), image, reference, copyLevel);
      if (!known || fit.margins[code].length === 0) {
        return {
          ...unscored(`Not scored: there are no held-out real images of ${code} to compare with.`),
          ...novel.nearest,
        };
      }
      const { score, p, parts: partScores } = known.score(image);
      const margin = labelMargin(image.logits, LESION_CODES.indexOf(code));
      const scores = {
        typical: result(score, p, alpha),
        label: result(
          margin,
          conformalP(
            -margin,
            fit.margins[code].map((held) => -held),
          ),
          alpha,
        ),
        novel: novel.result,
      };
      const count = Math.min(known.calibration.length, fit.margins[code].length);
      const among = fit.together[code].join(', ').replace(/, ([A-Z]+)$/, ' and $1');
      const verdict = judge({
        code,
        among,
        scores,
        parts: partScores,
        copyOf: novel.copyOf,
        logits: image.logits,
        count,
        alpha,
      });
      return { scores, verdict, ...novel.nearest };
    },
  };
}

/** Opening a gate takes a moment: each is opened when its first sample comes, so that a bundle is ready at once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** What a bundle without encoder or reference can say. */
export function unscored(reason: string): Assessment {
  return { scores: {}, verdict: { outcome: 'unscored', reason }, nearestReal: null, furtherReal: [] };
}

function byClass<T>(make: (code: LesionCode) => T): Record<LesionCode, T> {
  return Object.fromEntries(LESION_CODES.map((code) => [code, make(code)])) as Record<LesionCode, T>;
}

function isFinite({ depths, logits }: Described): boolean {
  return [...Object.values(depths), logits].every((values) => Array.from(values).every(Number.isFinite));
}

function rowsIn(
  { ids, splits }: ReferenceImages,
  split: string | null,
  keep = (_row: number): boolean => true,
): number[] {
  return ids.flatMap((_, row) => ((split === null || splits[row] === split) && keep(row) ? [row] : []));
}

function rowsOf(
  reference: ReferenceImages,
  label: number,
  calibration: GateFit['calibration'],
): { fitted: number[]; heldOut: number[] } {
  const own = (row: number): boolean => reference.labels[row] === label;
  if (isLeftOut(reference, label, calibration)) return { fitted: rowsIn(reference, null, own), heldOut: [] };
  return { fitted: rowsIn(reference, 'train', own), heldOut: rowsIn(reference, 'calibration', own) };
}

/** Whether the images of a class are calibrated by fits that leave their lesions out. */
function isLeftOut({ labels }: ReferenceImages, label: number, calibration: GateFit['calibration']): boolean {
  if (calibration !== 'small-leave-out') return calibration === 'leave-out';
  return Array.from(labels).filter((other) => other === label).length < LEAVE_OUT_BELOW;
}

function fittedRows(reference: ReferenceImages, calibration: GateFit['calibration']): number[] {
  const leftOut = LESION_CODES.map((_, label) => isLeftOut(reference, label, calibration));
  const { splits, labels } = reference;
  return rowsIn(reference, null, (row) => splits[row] === 'train' || leftOut[labels[row] ?? -1] === true);
}

function galleryOf({ depths, hashes, lesions }: ReferenceImages) {
  return { features: depths.deep, hashes, lesions };
}

function result(score: number, p: number, level: number): GateResult {
  return { score, p, pass: p >= level };
}

/** Real images that are shown beside a sample, the nearest among them, and how many are looked at to find as many lesions. */
const SHOWN = 4;
const LOOKED_AT = 40;

function noveltyOf(novelty: Novelty, image: Described, { ids, lesions }: ReferenceImages, level: number) {
  const { p, nearest, alike } = novelty({ features: image.depths.deep, hashes: image.hashes }, LOOKED_AT);
  const ofEachLesion = new Map(nearest.toReversed().map((neighbour) => [lesions[neighbour.row], neighbour]));
  const shown = nearest.filter((neighbour) => ofEachLesion.get(lesions[neighbour.row]) === neighbour).slice(0, SHOWN);
  const [nearestReal = null, ...furtherReal] = shown.map(({ row, distance }) => ({ id: ids[row] ?? '', distance }));
  const [first] = nearest;
  const pass = p > level;
  return {
    result: { score: first?.distance ?? 2, p, pass },
    nearest: { nearestReal, furtherReal },
    copyOf: pass ? null : (ids[(alike && alike.distance <= SAME_HASH_BITS ? alike : first)?.row ?? -1] ?? null),
  };
}

/** A hash this near is surely the same picture, whatever the features say. */
const SAME_HASH_BITS = 4;
