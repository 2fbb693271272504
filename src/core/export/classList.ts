/** The list of classes that an export goes by. ISIC 2019's is meant where nothing is said, so its exports say nothing. */
import {
  codesOf,
  colourAt,
  ISIC_2019,
  SKIN,
  type ClassCode,
  type ClassList,
  type LesionClass,
} from '../../contracts/classes';
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
export const PROJECT_LIST = 'project';

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

/** The list with the class of every sample in it: one that it has forgotten is called by its code. */
export function withCodes(list: ClassList, codes: Iterable<ClassCode>): ClassList {
  const named = [...new Set(codes)].sort().map((code) => ({ code, name: code }));
  return withClasses(list, named, 'project');
}

/** As the tables write them: the lesions in the order of the list, then SKIN. */
export function writtenCodes(list: ClassList): ClassCode[] {
  return [...codesOf(list), SKIN];
}
