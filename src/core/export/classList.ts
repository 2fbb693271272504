/** The list of classes that an export goes by. ISIC 2019's is meant where nothing is said, so its exports say nothing. */
import {
  CLASS_LIMITS,
  codesOf,
  colourAt,
  ISIC_2019,
  isOfIsic,
  lesionCodeSchema,
  SKIN,
  type ClassChange,
  type ClassCode,
  type ClassList,
  type LesionClass,
} from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { ClassListRef } from '../../contracts/sample';
import { canonicalJson, sha256Hex } from '../provenance/digest';

/** Under `data/`. */
export const CLASSES_JSON = 'classes.json';

/** Null for ISIC 2019's: records do not name it. */
export async function refOf(list: ClassList): Promise<ClassListRef | null> {
  const codes = codesOf(list);
  const isIsic =
    codes.length === ISIC_2019.classes.length && ISIC_2019.classes.every(({ code }, at) => code === codes[at]);
  return isIsic ? null : { id: list.id, sha256: await listDigest(list) };
}

export function listDigest(list: ClassList): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson(list)));
}

export function classesJson(list: ClassList): string {
  return `${JSON.stringify(list, null, 1)}\n`;
}

/** Names the list of a project that has more classes than ISIC 2019. */
const PROJECT_LIST = 'project';

/** The list with these classes after its own, each once. */
export function withClasses(
  list: ClassList,
  wanted: readonly Pick<LesionClass, 'code' | 'name'>[],
  source: LesionClass['source'] = 'bundle',
): ClassList {
  const classes = [...list.classes];
  for (const { code, name } of wanted)
    if (code !== SKIN && !classes.some((known) => known.code === code))
      classes.push({ code, name, source, colour: colourAt(classes.length) });
  if (classes.length === list.classes.length) return list;
  return { id: list.id === ISIC_2019.id ? PROJECT_LIST : list.id, classes };
}

/**
 * The list after a change; the same one where there is nothing to change. Fails with class-list-full, class-code-unfit, class-code-taken.
 * ISIC 2019's classes stay as they are.
 */
export function changedList(list: ClassList, change: ClassChange): Outcome<ClassList> {
  if (change.kind === 'add') {
    const added = withClasses(list, change.classes, change.source);
    const isFull = added !== list && added.classes.length > CLASS_LIMITS.classes;
    return isFull ? fail('class-list-full', { most: CLASS_LIMITS.classes }) : succeed(added);
  }
  if (isOfIsic(change.code) || !codesOf(list).includes(change.code)) return succeed(list);
  if (change.kind === 'remove') {
    const classes = list.classes.filter(({ code }) => code !== change.code);
    return succeed(classes.length === ISIC_2019.classes.length ? ISIC_2019 : { ...list, classes });
  }
  const { code, next } = change;
  const name = next.name.trim().slice(0, CLASS_LIMITS.name);
  if (!lesionCodeSchema.safeParse(next.code).success || name === '')
    return fail('class-code-unfit', { code: next.code });
  if (next.code !== code && codesOf(list).includes(next.code)) return fail('class-code-taken', { code: next.code });
  const classes = list.classes.map((known) => (known.code === code ? { ...known, code: next.code, name } : known));
  return succeed({ ...list, classes });
}

/** The list with the class of every sample in it: one that it has forgotten is called by its code. */
export function withCodes(list: ClassList, codes: Iterable<ClassCode>): ClassList {
  const named = [...new Set(codes)].sort().map((code) => ({ code, name: code }));
  return withClasses(list, named, 'project');
}

/** As the tables write them: the lesions in the order of the list, then SKIN. */
export function writtenCodes(list: ClassList): ClassCode[] {
  return [...codesOf(list), SKIN];
}
