/** Classes of lesions. They are data: a bundle and a project bring lists of their own; ISIC 2019's is the usual one. */
import * as z from 'zod/mini';
import type { Rule } from './failure';

/** Paints a lesion away. It is no lesion, and stands in no list. */
export const SKIN = 'SKIN';
/** Columns of an export's ground truth beside the classes. */
const COLUMNS = ['image', 'UNK'];
const CODE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,39}$/u;

/** In place of a code, where every class is meant, and where none is; no code is such. */
export const ANY_CLASS = '*';
export const NO_CLASS = '-';

/** A short text, kept as it is written. */
export type ClassCode = string;

/** A lesion's class, or SKIN. */
export const classCodeSchema = z.string().check(
  z.refine((code) => CODE.test(code), 'rule-class-code' satisfies Rule),
  z.refine((code) => !COLUMNS.includes(code), 'rule-class-reserved' satisfies Rule),
);
export const lesionCodeSchema = classCodeSchema.check(
  z.refine((code) => code !== SKIN, 'rule-class-reserved' satisfies Rule),
);

/** Names of colours that the studio's themes have (src/ui/tokens.css), in the order in which classes get them. */
const CLASS_COLOURS = [
  'blue',
  'orange',
  'green',
  'pink',
  'violet',
  'brown',
  'teal',
  'red',
  'olive',
  'indigo',
  'grey',
  'magenta',
] as const;
export type ClassColour = (typeof CLASS_COLOURS)[number];

export const CLASS_LIMITS = { classes: 100, name: 200 } as const;

const lesionClassSchema = z.object({
  code: lesionCodeSchema,
  name: z.string().check(z.minLength(1), z.maxLength(CLASS_LIMITS.name)),
  colour: z.enum(CLASS_COLOURS),
  /** Who brought it. */
  source: z.enum(['bundle', 'project']),
});
export type LesionClass = z.infer<typeof lesionClassSchema>;

export const classListSchema = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(100)),
  classes: z.array(lesionClassSchema).check(
    z.minLength(1),
    z.maxLength(CLASS_LIMITS.classes),
    z.refine(
      (classes) => new Set(classes.map(({ code }) => code)).size === classes.length,
      'rule-class-twice' satisfies Rule,
    ),
  ),
});
export interface ClassList {
  readonly id: string;
  readonly classes: readonly LesionClass[];
}

/** A change that can be made to any list, so that what several tabs change comes together. */
export type ClassChange =
  | {
      readonly kind: 'add';
      readonly classes: readonly Pick<LesionClass, 'code' | 'name'>[];
      readonly source: LesionClass['source'];
    }
  | { readonly kind: 'remove'; readonly code: ClassCode }
  | { readonly kind: 'change'; readonly code: ClassCode; readonly next: Pick<LesionClass, 'code' | 'name'> };

/** What was called `from` is now called `to`; null: it is no class any more. */
export interface MovedClass {
  readonly from: ClassCode;
  readonly to: ClassCode | null;
}

/** In the wording and column order of ISIC 2019. */
export const ISIC_NAMES = {
  MEL: 'melanoma',
  NV: 'melanocytic nevus',
  BCC: 'basal cell carcinoma',
  AK: 'actinic keratosis',
  BKL: 'benign keratosis',
  DF: 'dermatofibroma',
  VASC: 'vascular lesion',
  SCC: 'squamous cell carcinoma',
} as const;
export const SKIN_NAME = 'healthy skin';

export const ISIC_2019: ClassList = {
  id: 'isic-2019',
  classes: Object.entries(ISIC_NAMES).map(([code, name], place) => ({
    code,
    name,
    colour: colourAt(place),
    source: 'bundle',
  })),
};
export const ISIC_CODES: readonly ClassCode[] = codesOf(ISIC_2019);

/** Those can neither be renamed nor removed. */
export function isOfIsic(code: ClassCode): boolean {
  return ISIC_CODES.includes(code);
}

/** Of the class at a place of a list. */
export function colourAt(place: number): ClassColour {
  return CLASS_COLOURS[place % CLASS_COLOURS.length] ?? 'blue';
}

/** SKIN is not among them. */
export function codesOf({ classes }: ClassList): ClassCode[] {
  return classes.map(({ code }) => code);
}

/** What is kept under a class; never what every object inherits, for `constructor` is a code as good as others. */
export function ofClass<T>(values: Readonly<Partial<Record<ClassCode, T>>>, code: ClassCode): T | undefined {
  return Object.hasOwn(values, code) ? values[code] : undefined;
}

/** A value for each class. */
export function byClass<T>(
  classes: readonly ClassCode[],
  make: (code: ClassCode, place: number) => T,
): Record<ClassCode, T> {
  return Object.fromEntries(classes.map((code, place) => [code, make(code, place)]));
}

/** The name of a class without its code; the code where no list has it. */
export function className(code: ClassCode, classes: readonly LesionClass[] = ISIC_2019.classes): string {
  if (code === SKIN) return SKIN_NAME;
  return classes.find((known) => known.code === code)?.name ?? code;
}

/** The code first, so that it matches the data set ("DF dermatofibroma"); once where code and name are one. */
export function classLabel(code: ClassCode, classes?: readonly LesionClass[]): string {
  const name = className(code, classes);
  return name === code ? code : `${code} ${name}`;
}
