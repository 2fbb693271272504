/** What a draft comes to with what is here: the skin that stands where nothing was chosen, and how many of each class. Pure. */
import type { ClassCode } from '../../contracts/classes';
import type { Background } from '../../contracts/library';
import type { PlanDraft } from '../../contracts/plan';
import { toneOf } from '../colour/skinTone';
import { hairGroupOf } from '../dataset/looks';
import { livesIn } from './livesIn';
import { counterpartsOf, countOf, wantedCounts, type PlanClasses, type RealCounts } from './targets';

/** Of what is here, what decides where samples stand. */
export interface Scenes extends PlanClasses {
  readonly backgrounds: readonly Background[];
  /** Real images of each class. */
  readonly real: RealCounts;
  /** Images of the open data set outside its training part, as backgrounds name them. */
  readonly heldOut: ReadonlySet<string>;
  /** Classes of which the open data set can give lesions to paint over. */
  readonly takeable: ReadonlySet<ClassCode>;
}

export interface Outlook {
  readonly skin: Exclude<PlanDraft['skin'], 'usual'>;
  /** How many pieces of it are here; over lesions, how many lesions. */
  readonly pieces: number;
  readonly wanted: RealCounts;
  readonly counterparts: RealCounts;
  /** Classes that want samples and have no lesion to paint over: why the usual skin is not that. */
  readonly bare: readonly ClassCode[];
  /** Classes whose lesions are taken from the data set before the plan starts. */
  readonly toTake: readonly ClassCode[];
  /** Classes that have a lesion to paint over, here or in the data set. */
  readonly paintable: readonly ClassCode[];
  /** Whether each class gets skin in which it lives, and outlines of its own lesions. */
  readonly forClass: { readonly skin: boolean; readonly outlines: boolean };
  /** Classes that the bundle does not paint: none of them is made. */
  readonly unpainted: readonly ClassCode[];
  /** Classes of the data set that get no counterparts, having no lesion to paint over. */
  readonly leftOut: readonly ClassCode[];
}

/** Whether a plan may use it: the person has not left it out, it shows no lesion, it ships with this version, and it comes from no image outside the training part. */
function isUsable({ excluded, retired, from, shows }: Background, heldOut: ReadonlySet<string>): boolean {
  return excluded !== true && retired !== true && shows !== 'lesion' && (from === undefined || !heldOut.has(from));
}

/** Whether skin has the tone and hair that are asked for; nothing is known of skin without facts. */
function looksLike({ facts }: Background, like: PlanDraft['like']): boolean {
  if (!like) return true;
  const { tone, hair } = like;
  return (
    facts !== undefined &&
    (tone === 'all' || (facts.itaDeg !== null && toneOf(facts.itaDeg) === tone)) &&
    (hair === 'all' || hairGroupOf(facts.hairShare) === hair)
  );
}

/** Skin that a choice lets in. @param like has no say over lesions, which have the skin that they have */
export function skinOf(
  skin: PlanDraft['skin'],
  { backgrounds, heldOut }: Pick<Scenes, 'backgrounds' | 'heldOut'>,
  like: PlanDraft['like'] = null,
): Background[] {
  return backgrounds.filter(
    (background) =>
      isUsable(background, heldOut) &&
      (skin === 'lesions' || looksLike(background, like)) &&
      (background.origin === 'lesion') === (skin === 'lesions') &&
      (skin !== 'shipped' || background.origin === 'shipped') &&
      (skin !== 'own' || background.origin !== 'shipped'),
  );
}

/** Classes that have a lesion here which samples can be painted over. */
export function withLesions({ backgrounds, heldOut }: Pick<Scenes, 'backgrounds' | 'heldOut'>): Set<ClassCode> {
  const lesions = backgrounds.filter((background) => background.origin === 'lesion' && isUsable(background, heldOut));
  return new Set(lesions.flatMap((background) => background.class ?? []));
}

/** All classes of a plan are made alike: each has skin in which it lives, or none is looked for. */
function hasSkinForAll(skin: readonly Background[], made: readonly ClassCode[]): boolean {
  return made.every((code) => skin.some((background) => livesIn(background, code)));
}

/** All classes of a plan are made alike: over their own lesions where each that wants samples has some, else none of them. */
export function outlookOf(draft: PlanDraft, scenes: Scenes): Outlook {
  const { real, takeable, classes, unpainted } = scenes;
  const painted = classes.filter((code) => !unpainted.includes(code));
  const wanted = wantedCounts(scenes, draft.rule, draft.byHand, real);
  const withLesion = withLesions(scenes);
  const has = (code: ClassCode): boolean => withLesion.has(code) || takeable.has(code);
  const paintable = painted.filter(has);
  const hasDataset = classes.some((code) => countOf(real, code) > 0);
  const bare = hasDataset ? classes.filter((code) => countOf(wanted, code) > 0 && !has(code)) : [];
  const usual = hasDataset && bare.length === 0 && paintable.length > 0 ? 'lesions' : 'all';
  const skin = draft.skin === 'usual' ? usual : draft.skin;
  const isOut = (code: ClassCode): boolean => skin === 'lesions' && !has(code);
  const added = draft.counterparts?.byHand;
  const counterparts = counterpartsOf(scenes, wanted, added ?? {}, draft.byHand, real, (code) => !added || isOut(code));
  const made = classes.filter((code) => countOf(wanted, code) + countOf(counterparts, code) > 0);
  const letIn = skinOf(skin, scenes, draft.like);
  const followsClass = draft.forClass === 'usual' && skin !== 'lesions' && hasSkinForAll(letIn, made);
  return {
    skin,
    pieces: letIn.length,
    forClass: {
      skin: followsClass || draft.skinOfClass,
      outlines: followsClass || draft.masks.ofClass,
    },
    wanted,
    counterparts,
    bare,
    paintable,
    toTake: skin === 'lesions' ? made.filter((code) => !withLesion.has(code) && takeable.has(code)) : [],
    leftOut: added ? painted.filter((code) => countOf(real, code) > 0 && isOut(code) && !made.includes(code)) : [],
    unpainted,
  };
}
