/** What a diagnosis as written means in the classes of a project. What is not sure is left to the person. */
import {
  CLASS_LIMITS,
  lesionCodeSchema,
  ofClass,
  type ClassCode,
  type ISIC_NAMES,
  type LesionClass,
} from '../../contracts/classes';

/** Besides ISIC 2019's codes and names: HAM10000's short names and the wording of the ISIC Archive, old and new. */
const SYNONYMS: Readonly<Record<keyof typeof ISIC_NAMES, readonly string[]>> = {
  MEL: ['melanoma in situ', 'melanoma invasive', 'melanoma nos', 'melanoma metastasis', 'malignant melanoma'],
  NV: ['nevus', 'naevus', 'nevi', 'naevi', 'melanocytic naevus', 'melanocytic nevi', 'blue nevus', 'spitz nevus'],
  BCC: ['basal cell carcinomas'],
  AK: ['akiec', 'actinic keratoses', 'solar or actinic keratosis', 'solar keratosis'],
  BKL: [
    'bk',
    'benign keratosis like lesions',
    'benign keratosis like lesion',
    'pigmented benign keratosis',
    'seborrheic keratosis',
    'seborrhoeic keratosis',
    'seborrheic keratoses',
    'lichenoid keratosis',
    'lichen planus like keratosis',
    'solar lentigo',
  ],
  DF: ['dermatofibromas', 'fibrous histiocytoma'],
  VASC: [
    'vasc',
    'vascular lesions',
    'vascular',
    'hemangioma',
    'haemangioma',
    'angioma',
    'angiokeratoma',
    'pyogenic granuloma',
  ],
  SCC: [
    'squamous cell carcinoma in situ',
    'squamous cell carcinoma invasive',
    'squamous cell carcinoma nos',
    'bowens disease',
  ],
};

/** "Squamous cell carcinoma, in-situ" -> "squamous cell carcinoma in situ" */
function plain(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The class that a label as written means, or null where the studio does not know: the label may be another diagnosis. */
export type Meanings = (label: string) => ClassCode | null;

/** "3_nevus", "NV nevus" and "nv" are all understood; so are code and name of a class that a project or a bundle brought. */
export function meaningsOf(classes: readonly LesionClass[]): Meanings {
  const meanings = new Map<string, ClassCode>();
  for (const { code } of classes) for (const name of ofClass(SYNONYMS, code) ?? []) meanings.set(name, code);
  for (const { code, name } of classes) meanings.set(plain(name), code);
  for (const { code } of classes) meanings.set(plain(code), code);
  const exact = new Set(classes.map(({ code }) => code));
  return (label) => {
    if (exact.has(label)) return label;
    const words = plain(label);
    const whole = meanings.get(words);
    if (whole !== undefined) return whole;
    const withoutNumber = words.replace(/^\d+ /, '');
    const [first = ''] = withoutNumber.split(' ');
    const code = classes.find((known) => known.code.toLowerCase() === first)?.code;
    const rest = withoutNumber.slice(first.length + 1);
    return meanings.get(withoutNumber) ?? (code !== undefined && meanings.get(rest) === code ? code : null);
  };
}

/** Meanings with those that only some published layouts have, as far as the project has their classes. */
export function withMeanings(
  meaningOf: Meanings,
  further: readonly Readonly<Record<string, ClassCode>>[],
  classes: readonly LesionClass[],
): Meanings {
  const known = new Map(further.flatMap((meanings) => Object.entries(meanings)));
  const listed = new Set(classes.map(({ code }) => code));
  /** Tens of thousands of images have a few labels. */
  const asked = new Map<string, ClassCode | null>();
  return (label) => {
    const before = asked.get(label);
    if (before !== undefined) return before;
    const found = meaningOf(label) ?? known.get(plain(label)) ?? null;
    const meant = found !== null && listed.has(found) ? found : null;
    asked.set(label, meant);
    return meant;
  };
}

const CODE_CHARACTERS = 40;

/** A class for a label that none is known of: the label as it is, as far as a code can hold it. Null where nothing is left of it. */
export function classForLabel(label: string): Pick<LesionClass, 'code' | 'name'> | null {
  const allowed = label
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const code = Array.from(allowed).slice(0, CODE_CHARACTERS).join('').trim();
  return lesionCodeSchema.safeParse(code).success
    ? { code, name: label.replace(/\s+/g, ' ').trim().slice(0, CLASS_LIMITS.name) }
    : null;
}
