/** croissant.json against what the records give. Earlier releases had fewer columns and said other things of whose skin it is. */
import { failureOf, type Failure } from '../../contracts/failure';
import { croissantJson } from '../export/croissant';
import type { ExportFacts } from '../export/facts';
import { shownText } from '../export/safeNames';
import { isSame, words, type Facts } from './differences';

export const CROISSANT = 'croissant.json';
/** What releases of format 1 said otherwise, or not at all. */
const SKIN_WORDS = 'rai:personalSensitiveInformation';

interface Field {
  readonly name: string;
}

/** @param sha256 of metadata.jsonl @param columns that stand there */
export function croissantFaults(
  text: string,
  facts: ExportFacts,
  sha256: string,
  columns: readonly string[],
  format: number,
): Failure[] {
  const wanted = croissantJson(facts, sha256);
  if (text === wanted) return [];
  const said = read(text);
  if (!said) return [failureOf('export-line', { path: CROISSANT, line: shownText(text) })];
  const meant = asThen(JSON.parse(wanted) as Facts, said, columns, format);
  const faults = Object.keys({ ...meant, ...said }).flatMap((fact) => {
    if (!Object.hasOwn(said, fact)) return [failureOf('export-fact-missing', { path: CROISSANT, fact })];
    if (!Object.hasOwn(meant, fact))
      return [failureOf('export-fact-unknown', { path: CROISSANT, fact: shownText(fact) })];
    return apart(fact, said[fact], meant[fact]);
  });
  return faults.length > 0 || format < 2 ? faults : [failureOf('export-line', { path: CROISSANT, line: '{' })];
}

function read(text: string): Facts | null {
  try {
    const value: unknown = JSON.parse(text);
    const isWritten = typeof value === 'object' && value !== null && `${JSON.stringify(value, null, 1)}\n` === text;
    return isWritten ? (value as Facts) : null;
  } catch {
    return null;
  }
}

function asThen(meant: Facts, said: Facts, columns: readonly string[], format: number): Facts {
  if (format >= 2) return meant;
  const description = String(meant['description']);
  const first = description.slice(0, description.indexOf('skin. ') + 'skin.'.length);
  const sets = meant['recordSet'] as readonly (Facts & { readonly field: readonly Field[] })[];
  return {
    ...meant,
    description: said['description'] === first ? first : description,
    ...(said[SKIN_WORDS] === 'No image shows a patient.' ? { [SKIN_WORDS]: said[SKIN_WORDS] } : {}),
    recordSet: sets.map((set) => ({
      ...set,
      field: set.field.filter(({ name }) => name === 'image' || columns.includes(name)),
    })),
  };
}

/** The innermost facts that differ: `distribution.0.sha256`. */
function apart(fact: string, said: unknown, meant: unknown): Failure[] {
  if (isSame(said, meant)) return [];
  const isBoth = typeof said === 'object' && typeof meant === 'object' && said !== null && meant !== null;
  const inner = isBoth
    ? Object.keys(meant).flatMap((key) => apart(`${fact}.${key}`, (said as Facts)[key], (meant as Facts)[key]))
    : [];
  if (inner.length > 0) return inner.slice(0, 3);
  return [failureOf('export-set-says', { path: CROISSANT, fact, said: words(said), meant: words(meant) })];
}
