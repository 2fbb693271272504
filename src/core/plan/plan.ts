/** A plan, made of what the person has set and of what is here. Pure. */
import { BUNDLE_PATHS, type BundleManifest } from '../../contracts/bundle';
import { ofClass, type ClassCode } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { MaskShape } from '../../contracts/library';
import { LIMITS } from '../../contracts/limits';
import {
  candidatesOf,
  type Acceptance,
  type Plan,
  type PlanDraft,
  type PlanMasks,
  type PlanSkin,
} from '../../contracts/plan';
import type { OwnClassRef } from '../../contracts/recipe';
import type { SelectionRule } from '../../contracts/selection';
import { refTo } from '../bundle/refTo';
import { targetsOf } from './targets';
import { chosenSampler, samplerOf } from './sampler';
import { outlookOf, skinOf, type Scenes } from './outlook';

/** Samples of each rare class: more than the 24 that helped a small lab in docs/results. */
export const USUAL_COUNT = 40;

export const USUAL_DRAFT: PlanDraft = {
  schema: 1,
  rule: { kind: 'tail', count: USUAL_COUNT },
  byHand: {},
  counterparts: { byHand: {} },
  overGeneration: 2,
  sampler: { speed: 'usual', steps: 16, guidance: 2, featherPx: 6 },
  seed: 1,
  skin: 'usual',
  skinOfClass: false,
  like: null,
  forClass: 'usual',
  masks: { from: 'model', size: 'any', place: 'anywhere', ofClass: false },
  acceptBy: 'rule',
};

/** What a plan is made of, beside the draft. */
export interface AtHand extends Scenes {
  readonly manifest: BundleManifest;
  readonly manifestSha256: string;
  readonly shapes: readonly MaskShape[];
  readonly rule: SelectionRule;
  /** Whether the bundle can begin with a lesion. */
  readonly takesStrength: boolean;
  /** What the model was shown or taught: classes that the bundle does not paint by itself. */
  readonly ownClasses: Readonly<Record<ClassCode, OwnClassRef>>;
}

/** Whether the gates of a bundle can decide. */
export function hasGates({ files }: BundleManifest): boolean {
  return files.some(({ path }) => path === BUNDLE_PATHS.encoder);
}

/**
 * Fails with plan-no-background, plan-no-skin-like-it, plan-no-outline, plan-no-class or plan-no-lesion where something is missing, and with
 * limit-candidates. Lesions that are still to be taken from the data set are not missing: what is said of such a plan is true of it once
 * they are there.
 */
export function planOf(draft: PlanDraft, atHand: AtHand, name: string): Outcome<Plan> {
  const { manifest, manifestSha256, shapes, real, rule } = atHand;
  const outlook = outlookOf(draft, atHand);
  const overLesions = outlook.skin === 'lesions';
  const skin = skinOf(outlook.skin, atHand, draft.like).map(
    ({ id, sha256, licence, width, height, class: code, classes, lesion }): PlanSkin => ({
      id,
      sha256,
      licence,
      width,
      height,
      class: code ?? null,
      ...(classes && outlook.forClass.skin && { classes: [...classes] }),
      ...(lesion && { lesion }),
    }),
  );
  if (skin.length === 0 && !overLesions) return fail(draft.like ? 'plan-no-skin-like-it' : 'plan-no-background');
  const masks = overLesions
    ? succeed({ from: 'lesions' } as const)
    : masksOf({ ...draft.masks, ofClass: outlook.forClass.outlines }, shapes);
  if (!masks.ok) return masks;
  const known = new Set([...manifest.classes.map(({ code }) => code), ...Object.keys(atHand.ownClasses)]);
  const classes = targetsOf(atHand.classes, outlook.wanted, real, draft.overGeneration, outlook.counterparts).filter(
    ({ class: code }) => known.has(code),
  );
  if (classes.length === 0) return fail('plan-no-class');
  const wantedOfAll = candidatesOf(classes);
  if (wantedOfAll > LIMITS.plan.candidates)
    return fail('limit-candidates', { wanted: wantedOfAll, most: LIMITS.plan.candidates });
  const isThere = (code: ClassCode): boolean =>
    outlook.toTake.includes(code) || skin.some((background) => background.class === code);
  const bare = overLesions ? classes.filter((target) => !isThere(target.class)) : [];
  if (bare.length > 0) return fail('plan-no-lesion', { classes: bare.map((target) => target.class) });
  const { speed, steps, guidance, featherPx } = chosenSampler(draft.sampler, manifest);
  const repaint = overLesions && atHand.takesStrength ? draft.repaint : null;
  const accept: Acceptance =
    draft.acceptBy === 'rule' && hasGates(manifest)
      ? { by: 'rule', rule: { levels: rule.levels, gamma: null, mostTypicalP: rule.mostTypicalP } }
      : { by: 'person' };
  const told = classes.flatMap(({ class: code }) => {
    const ref = ofClass(atHand.ownClasses, code);
    return ref ? [[code, ref] as const] : [];
  });
  return succeed({
    schema: 1,
    kind: 'inlay-plan',
    name,
    series: {
      bundle: refTo(manifest, manifestSha256),
      ...(told.length > 0 && { ownClasses: Object.fromEntries(told) }),
      // what begins with a lesion takes the full sampler
      sampler: samplerOf(manifest, { steps, guidance, featherPx, sampler: repaint ? 'full' : speed }),
      seed: draft.seed,
      skin,
      skinOfClass: outlook.forClass.skin || overLesions,
      masks: masks.value,
      ...(repaint && { repaint }),
    },
    accept,
    classes,
  });
}

function masksOf({ from, size, place, ofClass }: PlanDraft['masks'], shapes: readonly MaskShape[]): Outcome<PlanMasks> {
  if (from === 'model') return succeed({ from, size, place: place === 'as-drawn' ? 'anywhere' : place, ofClass });
  const taken = shapes.filter(({ excluded }) => !excluded).map(({ rle, class: code }) => ({ rle, class: code }));
  if (taken.length > 0) return succeed({ from, shapes: taken, place, ofClass });
  return fail('plan-no-outline');
}
