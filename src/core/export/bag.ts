/** BagIt 1.0 (RFC 8493): the tag files of an export, and the check of a manifest. */
import type { ExportFacts } from './facts';

export interface PayloadFile {
  /** Path under `data/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const BAGIT_TXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const MANIFEST = 'manifest-sha256.txt';
/** Hashes of the files beside the payload, from format 2 on: with it a signature covers everything. */
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
/** Of the tag manifest; only where the export was signed. */
export const SIGNATURE = 'signature.json';

/** Counts up when an earlier version of Inlay could not read, or would take for damaged, what a later one writes. */
export const EXPORT_FORMAT = 2;

export function bagInfoTxt(
  { name, appVersion, newest }: Pick<ExportFacts, 'name' | 'appVersion' | 'newest'>,
  files: readonly PayloadFile[],
): string {
  const octets = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `External-Identifier: ${name}`,
    'External-Description: Synthetic dermoscopic images with masks and provenance',
    `Bag-Software-Agent: Inlay ${appVersion}`,
    `Inlay-Export-Format: ${EXPORT_FORMAT}`,
    `Bagging-Date: ${newest.slice(0, 10)}`,
    `Payload-Oxum: ${octets}.${files.length}`,
    '',
  ].join('\n');
}

/** Label -> value of bag-info.txt; a folded line belongs to the one before. */
export function parseBagInfo(text: string): Map<string, string> {
  const lines = text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const match = /^([^:]+):[ \t]*(.*)$/.exec(line);
      return match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']];
    }),
  );
}

/** `hash  data/path` a line, sorted by path. */
export function manifestTxt(files: readonly PayloadFile[]): string {
  return hashLines(files.map(({ path, sha256 }) => [`data/${path}`, sha256]));
}

/** `hash  path` a line, sorted by path. @param files path in the bag and its hash */
export function hashLines(files: readonly (readonly [path: string, sha256: string])[]): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sha256]) => `${sha256}  ${path}\n`)
    .join('');
}

/**
 * Path in the bag -> hash. Throws RangeError on a line that is none, and on a path that stands there twice.
 * @param below what each path begins with
 */
export function parseManifest(text: string, below = 'data/'): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n').filter(Boolean)) {
    const match = /^([0-9a-f]{64}) {2}(\S.*)$/.exec(line);
    if (!match?.[1] || !match[2]?.startsWith(below))
      throw new RangeError(`Not a line of a manifest: ${line.slice(0, 80)}`);
    if (found.has(match[2])) throw new RangeError(`Twice in the manifest: ${match[2].slice(0, 80)}`);
    found.set(match[2], match[1]);
  }
  return found;
}
