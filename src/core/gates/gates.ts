/** The gates together: fitted on a set of real images, then asked of a sample. And in one sentence why. */
import { byClass, SKIN, type ClassCode } from '../../contracts/classes';
import type { GateReference } from '../../contracts/gateReference';
import type { GateResult, Verdict } from '../../contracts/sample';
import { requireFinite } from '../features/features';
import { amongWords, calibrationSet, type CalibrationKind, type CalibrationSet } from './calibrationSet';
import type { ClassGate, Described, Gate, Nearest } from './gate';
import type { GateFit } from './gateFit';
import { GATES } from './list';
import type { ReferenceImages } from './referenceImages';
import { noImagesOf, verdictOf, type Judged } from './verdict';

/**
 * @param hashes of every real image in its eight forms, [N][16]; where the frames are kept, those of the frame after them, [N][32]
 * Slow. Throws FeatureError where a feature is no number.
 */
export function fitGates(
  reference: ReferenceImages,
  hashes: readonly Uint32Array[],
  calibration: CalibrationKind,
  gates: readonly Gate[] = GATES,
): GateFit {
  for (const features of [...Object.values(reference.depths), reference.logits]) requireFinite(features);
  const set = calibrationSet(reference, calibration);
  const fitted = gates.filter((gate) => gate.needs?.(reference) ?? true);
  return { calibration, fits: Object.fromEntries(fitted.map((gate) => [gate.facts.id, gate.fit(set, hashes)])) };
}

export interface Assessment extends Nearest {
  /** By the id of the gate; empty where nothing was scored. */
  readonly scores: Readonly<Record<string, GateResult>>;
  readonly verdict: Verdict;
}

export interface Gates {
  /** What they compare with, as far as it is drawn. */
  readonly reference: GateReference;
  assess(code: ClassCode, image: Described): Assessment;
  /** Whether an image of this id is among the real ones. */
  knows(id: string): boolean;
}

export function openGates(reference: ReferenceImages, fit: GateFit): Gates {
  const set = calibrationSet(reference, fit.calibration);
  const opened = GATES.filter(({ facts }) => facts.id in fit.fits).map((gate) => {
    const open = once(() => gate.open(set, fit.fits[gate.facts.id]));
    return { gate, openFor: perClass((code) => open()(code)) };
  });
  const ids = once(() => new Set(reference.ids));
  return {
    reference: referenceOf(fit, set),
    knows: (id) => ids().has(id),
    assess(code, image) {
      if (code === SKIN) return unscored('Not scored: healthy skin has no lesion class to be compared with.');
      if (!isFinite(image)) return unscored('Not scored: the encoder gave no numbers for this sample.');
      const asked = opened.filter(({ gate }) => unaskedOf(gate, set, code) === null);
      const classGates = asked.flatMap(({ gate, openFor }) => withGate(gate, openFor(code)));
      const judged = classGates.map(({ gate, open }) => ({ gate, heldOut: open.heldOut, finding: open.judge(image) }));
      const nearest = nearestOf(judged);
      if (judged.length < asked.length) return { ...unscored(noImagesOf(code)), ...nearest };
      const unasked = opened.flatMap(({ gate }) => unaskedOf(gate, set, code) ?? []);
      const scores = Object.fromEntries(judged.map(({ gate, finding }) => [gate.facts.id, finding.result]));
      return { scores, verdict: verdictOf(judged, amongWords(set, code), unasked), ...nearest };
    },
  };
}

/** What a page needs of a fit to draw it: a few thousand numbers. */
function referenceOf({ fits }: GateFit, { classes, together }: CalibrationSet): GateReference {
  const fitted = GATES.filter(({ facts }) => facts.id in fits);
  return byClass(classes, (code) => ({
    among: together.get(code) ?? [code],
    scales: Object.fromEntries(fitted.map((gate) => [gate.facts.id, gate.scale(fits[gate.facts.id], code)])),
  }));
}

function unaskedOf(gate: Gate, set: CalibrationSet, code: ClassCode): string | null {
  return gate.unasked?.(set, code) ?? null;
}

function withGate(gate: Gate, open: ClassGate | null): { readonly gate: Gate; readonly open: ClassGate }[] {
  return open ? [{ gate, open }] : [];
}

function nearestOf(judged: readonly Judged[]): Nearest {
  return judged.find(({ finding }) => finding.facts)?.finding.facts ?? { nearestReal: null, furtherReal: [] };
}

/** Opening a gate takes a moment: each is opened when its first sample comes, so that a bundle is ready at once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function perClass<T>(make: (code: ClassCode) => T): (code: ClassCode) => T {
  const made = new Map<ClassCode, () => T>();
  return (code) => {
    const known = made.get(code) ?? once(() => make(code));
    made.set(code, known);
    return known();
  };
}

/** What a bundle without encoder or reference can say. */
export function unscored(reason: string): Assessment {
  return { scores: {}, verdict: { outcome: 'unscored', reason }, nearestReal: null, furtherReal: [] };
}

function isFinite({ depths, logits }: Described): boolean {
  return [...Object.values(depths), logits].every((values) => Array.from(values).every(Number.isFinite));
}
