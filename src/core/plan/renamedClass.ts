/** What plans draw from, and what is set for the next plan, after a class got another code. */
import type { ClassCode, MovedClass } from '../../contracts/classes';
import type { Background, MaskShape } from '../../contracts/library';
import type { PlanDraft } from '../../contracts/plan';

export type RenamedClass = MovedClass & { readonly to: ClassCode };

/** Null where it says nothing of the class. */
export function renamedBackground(background: Background, renamed: RenamedClass): Background | null {
  const { class: own, classes } = background;
  if (own !== renamed.from && classes?.includes(renamed.from) !== true) return null;
  const named = (code: ClassCode): ClassCode => nameOf(code, renamed);
  return {
    ...background,
    ...(own === undefined ? {} : { class: named(own) }),
    ...(classes === undefined ? {} : { classes: classes.map(named) }),
  };
}

/** Null where it is not of the class. */
export function renamedShape(shape: MaskShape, { from, to }: RenamedClass): MaskShape | null {
  return shape.class === from ? { ...shape, class: to } : null;
}

/** Null where nothing is set for the class. */
export function renamedDraft(draft: PlanDraft, renamed: RenamedClass): PlanDraft | null {
  const { byHand, counterparts } = draft;
  const said = [byHand, counterparts?.byHand ?? {}];
  if (!said.some((counts) => Object.hasOwn(counts, renamed.from))) return null;
  return {
    ...draft,
    byHand: renamedKeys(byHand, renamed),
    ...(counterparts ? { counterparts: { byHand: renamedKeys(counterparts.byHand, renamed) } } : {}),
  };
}

function renamedKeys<T>(values: Readonly<Record<ClassCode, T>>, renamed: RenamedClass): Record<ClassCode, T> {
  return Object.fromEntries(Object.entries(values).map(([code, value]) => [nameOf(code, renamed), value]));
}

function nameOf(code: ClassCode, { from, to }: RenamedClass): ClassCode {
  return code === from ? to : code;
}
