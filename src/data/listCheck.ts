/** Which files an export has, and the list of classes that it goes by. */
import { classListSchema, codesOf, ISIC_2019, SKIN, type ClassList } from '../contracts/classes';
import { failureOf, InlayError, type Failure } from '../contracts/failure';
import type { ClassListRef, SampleRecord } from '../contracts/sample';
import { CLASSES_JSON, listDigest } from '../core/export/classList';
import { shownText } from '../core/export/safeNames';
import { imagePath, maskPath } from '../core/export/tables';
import { unknownFacts } from '../core/exportCheck/recordCheck';
import type { CheckedPayload } from './checkedPayload';
import type { Findings } from './findings';
import { PROVENANCE } from './openExport';

/** Files of the payload that speak of the set. */
export const SET_FILES = [
  ...['GroundTruth.csv', 'metadata.jsonl', 'coco.json', PROVENANCE, 'decisions.csv'],
  ...['recipe.json', 'prov.json', 'croissant.json', 'README.md'],
];

/** The list of classes that the export goes by, and how its records name it: not at all where it is ISIC 2019's. */
export interface Listed {
  readonly list: ClassList;
  readonly ref: ClassListRef | null;
}

/** Throws InlayError of export-file-damaged. */
export async function readList(payload: CheckedPayload, findings: Findings): Promise<Listed> {
  const path = `data/${CLASSES_JSON}`;
  if (!payload.has(path)) return { list: ISIC_2019, ref: null };
  const bytes = await payload.bytes(path);
  try {
    const raw: unknown = JSON.parse(new TextDecoder().decode(bytes ?? undefined));
    const list = classListSchema.parse(raw);
    for (const fact of unknownFacts(raw, list))
      findings.contradiction(failureOf('export-fact-unknown', { path: CLASSES_JSON, fact: shownText(fact) }));
    return { list, ref: { id: list.id, sha256: await listDigest(list) } };
  } catch (error) {
    throw new InlayError('export-file-damaged', { path }, String(error));
  }
}

export function listFaults({ id, class: code, classes }: SampleRecord, { list, ref }: Listed): Failure[] {
  if (classes && !ref) return [failureOf('export-list-missing', { path: CLASSES_JSON, id })];
  if (classes?.id !== ref?.id || classes?.sha256 !== ref?.sha256)
    return [failureOf('export-list-other', { path: CLASSES_JSON, id })];
  if (code !== SKIN && !codesOf(list).includes(code))
    return [failureOf('export-class-unlisted', { id, class: code, list: list.id })];
  return [];
}

/** Of the payload what neither a sample nor the set has. */
export function extraFaults(payload: CheckedPayload, ids: ReadonlySet<string>, { ref }: Listed): Failure[] {
  const ofSet = new Set([...SET_FILES, ...(ref ? [CLASSES_JSON] : [])].map((file) => `data/${file}`));
  return [...payload.paths].flatMap((path) => {
    const id = /^data\/(?:images|masks)\/(SYN_[0-9a-f]{12})/.exec(path)?.[1] ?? '';
    const isOwn = ids.has(id) && [`data/${imagePath(id)}`, `data/${maskPath(id)}`].includes(path);
    return isOwn || ofSet.has(path) ? [] : [failureOf('export-payload-extra', { path })];
  });
}
