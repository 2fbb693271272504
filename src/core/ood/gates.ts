/** The three gates together: is this sample typical of its class, labelled right, and no copy? And in one sentence why. */
import { classLabel, LESION_CODES, type ClassCode, type LesionCode } from '../../contracts/classes';
import type { Gate, GateResult, Verdict } from '../../contracts/sample';
import { canPromise, conformalP, imagesFor } from './conformal';
import { rowAt } from './features';
import { labelMargin } from './logits';
import { copyLevelFor, measureRealDistances, openNovelty, type Novelty, type RealDistances } from './novelty';
import type { ReferenceImages } from './referenceImages';
import type { Depth, ScorerName } from './scorers';
import {
  calibrateTypicality,
  openTypicality,
  prepareParts,
  type Calibration,
  type PartScore,
  type Traits,
  type Typicality,
} from './typicality';

/** A gate passes when at least this share of held-out real images of the class is as odd or odder. */
export const ALPHA = 0.05;

/** The scores that make up typicality, see docs/results/ood.md for what each is good at. */
export const TYPICAL_PARTS: readonly ScorerName[] = [
  { method: 'mahalanobis', depth: 'texture' },
  { method: 'fre-whitened', depth: 'mid' },
  { method: 'knn', depth: 'deep' },
];

const IN_WORDS: Readonly<Record<Depth, string>> = {
  texture: 'texture, border or colours',
  mid: 'fine structure',
  deep: 'overall look',
};

/** An image as the gates see it. */
export interface Described extends Traits {
  /** Of its eight turned and mirrored forms, upright first. */
  readonly hashes: Uint32Array;
}

/** What is fitted once for a set of real images, and kept with it. */
export interface GateFit {
  readonly parts: readonly ScorerName[];
  readonly typical: Readonly<Partial<Record<LesionCode, Calibration>>>;
  /** Margins of held-out images, ascending; empty where a class has none. */
  readonly margins: Readonly<Record<LesionCode, Float64Array>>;
  readonly distances: RealDistances;
}

/**
 * @param hashes of every reference image in its eight forms, [N][16]
 * @param calibration `held-out`: the calibration split, where the encoder has seen the others; `leave-out`: every image, each by
 *   fits that leave its lesion out, for images that the encoder has never seen
 */
export function fitGates(
  reference: ReferenceImages,
  hashes: readonly Uint32Array[],
  calibration: 'held-out' | 'leave-out',
  parts: readonly ScorerName[] = TYPICAL_PARTS,
): GateFit {
  const prepared = prepareParts(parts, reference);
  const typical: Partial<Record<LesionCode, Calibration>> = {};
  const margins = byClass(() => new Float64Array());
  for (const [label, code] of LESION_CODES.entries()) {
    const { fitted, heldOut } = rowsOf(reference, label, calibration);
    if (fitted.length > 0 && (heldOut.length > 0 || calibration === 'leave-out')) {
      typical[code] = calibrateTypicality(prepared, reference, fitted, heldOut);
    }
    const judged = calibration === 'leave-out' ? fitted : heldOut;
    margins[code] = Float64Array.from(judged, (row) => labelMargin(rowAt(reference.logits, row), label)).sort();
  }
  const probes = rowsIn(reference, calibration === 'leave-out' ? null : 'calibration');
  const { deep } = reference.depths;
  const distances = measureRealDistances(galleryOf(reference), {
    features: { dim: deep.dim, data: Float64Array.from(probes.flatMap((row) => [...rowAt(deep, row)])) },
    hashes: probes.map((row) => hashes[row] ?? new Uint32Array()),
    lesions: probes.map((row) => reference.lesions[row] ?? -1),
  });
  return { parts, typical, margins, distances };
}

export interface Assessment {
  readonly scores: Partial<Record<Gate, GateResult>>;
  readonly verdict: Verdict;
  readonly nearestReal: { readonly id: string; readonly distance: number } | null;
}

export interface Gates {
  assess(code: ClassCode, image: Described): Assessment;
}

export function openGates(
  reference: ReferenceImages,
  fit: GateFit,
  calibration: 'held-out' | 'leave-out',
  alpha = ALPHA,
): Gates {
  const prepared = prepareParts(fit.parts, reference);
  const typical = new Map<LesionCode, Typicality>();
  for (const [label, code] of LESION_CODES.entries()) {
    const kept = fit.typical[code];
    const { fitted } = rowsOf(reference, label, calibration);
    if (kept) typical.set(code, openTypicality(prepared, reference, fitted, kept));
  }
  const novelty = openNovelty(galleryOf(reference), fit.distances);
  const copyLevel = copyLevelFor(fit.distances);
  return {
    assess(code, image) {
      if (code === 'SKIN') return unscored('Not scored: healthy skin has no lesion class to be compared with.');
      const known = typical.get(code);
      const novel = noveltyOf(novelty, image, reference.ids, copyLevel);
      if (!known || fit.margins[code].length === 0) {
        return {
          ...unscored(`Not scored: there are no held-out real images of ${code} to compare with.`),
          ...novel.nearest,
        };
      }
      const { score, p, parts } = known.score(image);
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
      const verdict = judge({ code, scores, parts, copyOf: novel.copyOf, logits: image.logits, count, alpha });
      return { scores, verdict, ...novel.nearest };
    },
  };
}

/** What a bundle without encoder or reference can say. */
export function unscored(reason: string): Assessment {
  return { scores: {}, verdict: { outcome: 'unscored', reason }, nearestReal: null };
}

function byClass<T>(make: () => T): Record<LesionCode, T> {
  return Object.fromEntries(LESION_CODES.map((code) => [code, make()])) as Record<LesionCode, T>;
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
  calibration: 'held-out' | 'leave-out',
): { fitted: number[]; heldOut: number[] } {
  const own = (row: number): boolean => reference.labels[row] === label;
  if (calibration === 'leave-out') return { fitted: rowsIn(reference, null, own), heldOut: [] };
  return { fitted: rowsIn(reference, 'train', own), heldOut: rowsIn(reference, 'calibration', own) };
}

function galleryOf({ depths, hashes, lesions }: ReferenceImages) {
  return { features: depths.deep, hashes, lesions };
}

function result(score: number, p: number, level: number): GateResult {
  return { score, p, pass: p >= level };
}

function noveltyOf(novelty: Novelty, image: Described, ids: readonly string[], level: number) {
  const { p, nearest, alike } = novelty({ features: image.depths.deep, hashes: image.hashes });
  const [first] = nearest;
  const pass = p > level;
  return {
    result: { score: first?.distance ?? 2, p, pass },
    nearest: { nearestReal: first ? { id: ids[first.row] ?? '', distance: first.distance } : null },
    copyOf: pass ? null : (ids[(alike && alike.distance <= SAME_HASH_BITS ? alike : first)?.row ?? -1] ?? null),
  };
}

/** A hash this near is surely the same picture, whatever the features say. */
const SAME_HASH_BITS = 4;

interface Findings {
  readonly code: LesionCode;
  readonly scores: Readonly<Record<Gate, GateResult>>;
  readonly parts: readonly PartScore[];
  readonly copyOf: string | null;
  readonly logits: ArrayLike<number>;
  readonly count: number;
  readonly alpha: number;
}

function judge({ code, scores, parts, copyOf, logits, count, alpha }: Findings): Verdict {
  const values = Array.from(logits);
  const read = LESION_CODES[values.indexOf(Math.max(...values))] ?? code;
  if (!scores.novel.pass) return doubtful(`it is nearly a copy of the real image ${copyOf ?? 'beside it'}.`);
  if (!scores.label.pass) {
    return read === code
      ? doubtful(`the classifier is less sure of ${code} than with almost any real one.`)
      : doubtful(`the classifier reads ${classLabel(read)}, not ${code}.`);
  }
  if (!scores.typical.pass) {
    const oddest = parts.toSorted((a, b) => b.z - a.z)[0];
    const where = oddest ? `its ${IN_WORDS[oddest.name.depth]}` : 'it';
    return doubtful(
      `${where} is odder than in ${percent(1 - (scores.typical.p ?? 0))} of held-out real ${code} images.`,
    );
  }
  const few = canPromise(alpha, count)
    ? ''
    : ` Only ${count} held-out ${code} images are there; ${imagesFor(alpha)} are needed to reject at ${percent(alpha)}.`;
  const also = read === code ? '' : ` The classifier leans to ${read}, as it does with some real ${code}.`;
  const share = percent(scores.typical.p ?? 0);
  return {
    outcome: 'credible',
    reason: `Credible: ${share} of held-out real ${code} images are as unusual or more so.${also}${few}`,
  };
}

function doubtful(why: string): Verdict {
  return { outcome: 'doubtful', reason: `Doubtful: ${why}` };
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
