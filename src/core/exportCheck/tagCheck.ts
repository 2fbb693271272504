/** The files beside the payload: the bag's own, which say how much it holds, who wrote it and when. */
import { failureOf, type Failure } from '../../contracts/failure';
import {
  BAGIT_TXT,
  bagInfoTxt,
  EXPORT_FORMAT,
  MANIFEST,
  SIGNATURE,
  TAG_MANIFEST,
  type PayloadFile,
} from '../export/bag';
import type { ExportFacts } from '../export/facts';
import { shownText } from '../export/safeNames';
import { words } from './differences';

/** Beside the payload; the tag manifest and what signs it came with format 2. */
export const TAG_FILES = ['bagit.txt', 'bag-info.txt', MANIFEST] as const;
export const LATER_TAG_FILES = [TAG_MANIFEST, SIGNATURE] as const;

export function bagitFaults(text: string): Failure[] {
  return text === BAGIT_TXT ? [] : labelFaults('bagit.txt', text, BAGIT_TXT);
}

export interface AboutBag {
  readonly name: string;
  readonly appVersion: string;
  readonly format: number;
}

/** What bag-info.txt says of who wrote it; a label that is missing or no number has its fault by `bagInfoFaults`. */
export function readAbout(text: string): AboutBag {
  const labels = new Map(labelsOf(text));
  const format = Number(labels.get('Inlay-Export-Format'));
  return {
    name: labels.get('External-Identifier') ?? '',
    appVersion: /^Inlay (\S+)$/.exec(labels.get('Bag-Software-Agent') ?? '')?.[1] ?? '',
    format: Number.isInteger(format) && format >= 1 && format <= EXPORT_FORMAT ? format : 1,
  };
}

/** @param about as the bag itself says; what does not follow from the payload is taken from it */
export function bagInfoFaults(
  text: string,
  about: AboutBag,
  { newest }: Pick<ExportFacts, 'newest'>,
  payload: { readonly bytes: number; readonly files: number },
): Failure[] {
  const whole: PayloadFile[] = [{ path: '', bytes: payload.bytes, sha256: '' }];
  const meant = bagInfoTxt({ ...about, newest }, whole)
    .replace(/^(Payload-Oxum: \d+)\.1$/m, `$1.${payload.files}`)
    .replace(/^(Inlay-Export-Format: ).*$/m, `$1${about.format}`);
  const nameless = [
    ...(about.name === ''
      ? [failureOf('export-fact-missing', { path: 'bag-info.txt', fact: 'External-Identifier' })]
      : []),
    ...(about.appVersion === ''
      ? [failureOf('export-fact-missing', { path: 'bag-info.txt', fact: 'Bag-Software-Agent' })]
      : []),
  ];
  return text === meant ? nameless : [...nameless, ...labelFaults('bag-info.txt', text, meant)];
}

/** `Label: value` a line, compared label by label; the text may not differ otherwise. */
function labelFaults(path: string, text: string, meant: string): Failure[] {
  const [said, wanted] = [labelsOf(text), new Map(labelsOf(meant))];
  const seen = new Set<string>();
  const faults = said.flatMap(([label, value]) => {
    const expected = wanted.get(label);
    if (seen.has(label) || expected === undefined)
      return [failureOf('export-fact-unknown', { path, fact: shownText(label) })];
    seen.add(label);
    if (value === expected) return [];
    return [failureOf('export-set-says', { path, fact: label, said: words(value), meant: words(expected) })];
  });
  const missing = [...wanted.keys()].filter((label) => !seen.has(label));
  const all = [...faults, ...missing.map((fact) => failureOf('export-fact-missing', { path, fact }))];
  return all.length > 0 ? all : [failureOf('export-line', { path, line: shownText(text) })];
}

function labelsOf(text: string): (readonly [string, string])[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(': ');
      return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)];
    });
}
