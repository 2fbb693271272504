/** What a draft comes to with what is here: the skin that stands where nothing was chosen, and how many of each class. Pure. */
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import type { Background } from '../../contracts/library';
import type { PlanDraft } from '../../contracts/plan';
import { livesIn } from './livesIn';
import { counterpartsOf, wantedCounts, type RealCounts } from './targets';

/** Of what is here, what decides where samples stand. */
export interface Scenes {
  readonly backgrounds: readonly Background[];
  /** Real images of each class. */
  readonly real: RealCounts;
  /** Images of the open data set outside its training part, as backgrounds name them. */
  readonly heldOut: ReadonlySet<string>;
  /** Classes of which the open data set can give lesions to paint over. */
  readonly takeable: ReadonlySet<LesionCode>;
}

type Counts = Readonly<Record<LesionCode, number>>;

export interface Outlook {
  readonly skin: Exclude<PlanDraft['skin'], 'usual'>;
  readonly wanted: Counts;
  readonly counterparts: Counts;
  /** Classes that want samples and have no lesion to paint over: why the usual skin is not that. */
  readonly bare: readonly LesionCode[];
  /** Classes whose lesions are taken from the data set before the plan starts. */
  readonly toTake: readonly LesionCode[];
  /** Classes that have a lesion to paint over, here or in the data set. */
  readonly paintable: readonly LesionCode[];
  /** Whether each class gets skin in which it lives, and outlines of its own lesions. */
  readonly forClass: { readonly skin: boolean; readonly outlines: boolean };
  /** Classes of the data set that get no counterparts, having no lesion to paint over. */
  readonly leftOut: readonly LesionCode[];
}

/** Whether a plan may use it: the person has not left it out, it ships with this version, and it comes from no image outside the training part. */
function isUsable({ excluded, retired, from }: Background, heldOut: ReadonlySet<string>): boolean {
  return excluded !== true && retired !== true && (from === undefined || !heldOut.has(from));
}

/** Skin that a choice lets in. */
export function skinOf(
  skin: PlanDraft['skin'],
  { backgrounds, heldOut }: Pick<Scenes, 'backgrounds' | 'heldOut'>,
): Background[] {
  return backgrounds.filter(
    (background) =>
      isUsable(background, heldOut) &&
      (background.origin === 'lesion') === (skin === 'lesions') &&
      (skin !== 'shipped' || background.origin === 'shipped') &&
      (skin !== 'own' || background.origin !== 'shipped'),
  );
}

/** Classes that have a lesion here which samples can be painted over. */
export function withLesions({ backgrounds, heldOut }: Pick<Scenes, 'backgrounds' | 'heldOut'>): Set<LesionCode> {
  const lesions = backgrounds.filter((background) => background.origin === 'lesion' && isUsable(background, heldOut));
  return new Set(lesions.flatMap((background) => background.class ?? []));
}

/** All classes of a plan are made alike: each has skin in which it lives, or none is looked for. */
function hasSkinForAll(skin: readonly Background[], isMade: (code: LesionCode) => boolean): boolean {
  return LESION_CODES.every((code) => !isMade(code) || skin.some((background) => livesIn(background, code)));
}

/** All classes of a plan are made alike: over their own lesions where each that wants samples has some, else none of them. */
export function outlookOf(draft: PlanDraft, scenes: Scenes): Outlook {
  const { real, takeable } = scenes;
  const wanted = wantedCounts(draft.rule, draft.byHand, real);
  const withLesion = withLesions(scenes);
  const has = (code: LesionCode): boolean => withLesion.has(code) || takeable.has(code);
  const paintable = LESION_CODES.filter(has);
  const hasDataset = LESION_CODES.some((code) => (real[code] ?? 0) > 0);
  const bare = hasDataset ? LESION_CODES.filter((code) => wanted[code] > 0 && !has(code)) : [];
  const usual = hasDataset && bare.length === 0 && paintable.length > 0 ? 'lesions' : 'all';
  const skin = draft.skin === 'usual' ? usual : draft.skin;
  const isOut = (code: LesionCode): boolean => skin === 'lesions' && !has(code);
  const added = draft.counterparts?.byHand;
  const counterparts = counterpartsOf(wanted, added ?? {}, draft.byHand, real, (code) => !added || isOut(code));
  const made = (code: LesionCode): boolean => wanted[code] + counterparts[code] > 0;
  const followsClass = draft.forClass === 'usual' && skin !== 'lesions' && hasSkinForAll(skinOf(skin, scenes), made);
  return {
    skin,
    forClass: {
      skin: followsClass || draft.skinOfClass,
      outlines: followsClass || draft.masks.ofClass,
    },
    wanted,
    counterparts,
    bare,
    paintable,
    toTake:
      skin === 'lesions'
        ? LESION_CODES.filter((code) => made(code) && !withLesion.has(code) && takeable.has(code))
        : [],
    leftOut: added ? LESION_CODES.filter((code) => (real[code] ?? 0) > 0 && isOut(code) && !made(code)) : [],
  };
}
