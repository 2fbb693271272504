/** The files of the zips of a data set, and of zips in them. What cannot be read of a zip is named, and the rest is read. */
import type { FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { Oddity } from '../../contracts/dataset';
import { failureOf, type Failure } from '../../contracts/failure';
import { oddityList, type OddityList } from '../../core/dataset/oddities';
import { baseName } from '../../core/dataset/paths';
import { openZip, unpack, type OpenedZip } from '../safeZip';

/** Zips in zips in zips are no data set any more. */
const MAX_DEPTH = 2;
/** One that is packed once more has to be unpacked as a whole. */
const MAX_INNER_BYTES = 512 * 2 ** 20;
const LOCAL_HEADER_BYTES = 30;
/** Of APPNOTE 4.4.5; a browser unpacks 0 and 8. */
const METHODS: ReadonlyMap<number, string> = new Map([
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'XZ'],
  [98, 'PPMd'],
]);
const READ = [0, 8];
/** Images of a zip that tell whether it lies there unpacked. */
const COMPARED = 20;
const ZIP = /\.zip$/i;
const PICTURE = /\.(jpe?g|png|webp|bmp|gif|avif|tiff?)$/i;

export interface ZipFiles {
  readonly paths: readonly string[];
  readonly oddities: readonly Oddity[];
  has(path: string): boolean;
  fingerprint(path: string): string | undefined;
  /** Throws DOMException NotFoundError, or RangeError for a file of more than `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Blob>;
  close(): Promise<void>;
}

interface Opening {
  readonly files: Map<string, FileEntry>;
  readonly zips: OpenedZip[];
  readonly odd: OddityList;
  /** Methods of files that cannot be unpacked. */
  readonly methods: Map<string, number>;
  readonly maxFiles: number;
}

/** A zip that is the data set. Where it cannot be opened, or none of its images can be read, the reason is given. */
export async function openWhole(zip: Blob, maxFiles: number): Promise<ZipFiles | { readonly fault: Failure }> {
  const opening = begin(maxFiles);
  const outside: string[] = [];
  const opened = await openZip(zip, maxFiles, (path) => outside.push(path));
  if ('fault' in opened) return opened;
  opening.zips.push(opened);
  await take(opened, '', zip, opening, 0);
  for (const path of outside) opening.odd.add('path-outside', path);
  if (![...opening.files.keys()].some((path) => PICTURE.test(path))) {
    const [method] = opening.methods.keys();
    const [path] = outside;
    const fault =
      method !== undefined
        ? failureOf('zip-packing', { method })
        : path !== undefined
          ? failureOf('zip-path-outside', { path })
          : null;
    if (fault) {
      await opened.close();
      return { fault };
    }
  }
  return filesOf(opening);
}

/** Zips that lie in a folder. One whose files lie there unpacked, too, stays closed. @param paths of all files of the folder */
export async function openInside(
  paths: readonly string[],
  fileOf: (path: string) => Promise<Blob>,
  maxFiles: number,
): Promise<ZipFiles> {
  const opening = begin(maxFiles);
  const unpacked = new Map<string, string[]>();
  for (const path of paths)
    if (PICTURE.test(path)) unpacked.set(baseName(path), [...(unpacked.get(baseName(path)) ?? []), path]);
  for (const path of paths.filter((name) => ZIP.test(name))) {
    const inner = begin(maxFiles - opening.files.size);
    await takeInner(path, () => fileOf(path), inner, 1);
    if (await isUnpacked(inner, unpacked, fileOf)) {
      for (const zip of inner.zips) await zip.close();
      opening.odd.add('zip-unpacked', path);
      continue;
    }
    for (const [name, entry] of inner.files) opening.files.set(name, entry);
    for (const [method, count] of inner.methods)
      opening.methods.set(method, (opening.methods.get(method) ?? 0) + count);
    opening.zips.push(...inner.zips);
    opening.odd.addAll(inner.odd.all());
  }
  return filesOf(opening);
}

/** Whether the first images of a zip lie beside it too, by name and size. */
async function isUnpacked(
  { files }: Opening,
  unpacked: ReadonlyMap<string, readonly string[]>,
  fileOf: (path: string) => Promise<Blob>,
): Promise<boolean> {
  const pictures = [...files].filter(([path]) => PICTURE.test(path)).slice(0, COMPARED);
  for (const [path, entry] of pictures) {
    const beside = unpacked.get(baseName(path)) ?? [];
    const sizes = await Promise.all(beside.map(async (name) => (await fileOf(name)).size));
    if (!sizes.includes(entry.uncompressedSize)) return false;
  }
  return pictures.length > 0;
}

function begin(maxFiles: number): Opening {
  return { files: new Map(), zips: [], odd: oddityList(), methods: new Map(), maxFiles };
}

async function take({ files }: OpenedZip, prefix: string, zip: Blob, opening: Opening, depth: number): Promise<void> {
  for (const [name, entry] of files) {
    const path = prefix + name;
    if (!READ.includes(entry.compressionMethod)) {
      const method = METHODS.get(entry.compressionMethod) ?? String(entry.compressionMethod);
      opening.methods.set(method, (opening.methods.get(method) ?? 0) + 1);
    } else if (ZIP.test(name)) await takeInner(path, () => innerZip(zip, entry), opening, depth + 1);
    else opening.files.set(path, entry);
  }
}

/** A zip that cannot be opened is named: "there is a zip inside". */
async function takeInner(path: string, blobOf: () => Promise<Blob>, opening: Opening, depth: number): Promise<void> {
  if (depth > MAX_DEPTH) {
    opening.odd.add('zip-inside', path);
    return;
  }
  try {
    const blob = await blobOf();
    const outside: string[] = [];
    const opened = await openZip(blob, opening.maxFiles - opening.files.size, (name) =>
      outside.push(`${path}/${name}`),
    );
    if ('fault' in opened) opening.odd.add('zip-inside', path);
    else {
      opening.zips.push(opened);
      for (const name of outside) opening.odd.add('path-outside', name);
      await take(opened, `${path}/`, blob, opening, depth);
    }
  } catch {
    opening.odd.add('zip-inside', path);
  }
}

/** One that was stored is read where it lies; one that was packed is unpacked first. Throws RangeError where it is too large for that. */
async function innerZip(zip: Blob, entry: FileEntry): Promise<Blob> {
  if (entry.compressionMethod !== 0) return new Blob([await unpack(entry, MAX_INNER_BYTES)]);
  const header = new DataView(await zip.slice(entry.offset, entry.offset + LOCAL_HEADER_BYTES).arrayBuffer());
  const start = entry.offset + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  return zip.slice(start, start + entry.uncompressedSize);
}

function filesOf({ files, zips, odd, methods }: Opening): ZipFiles {
  for (const [method, count] of methods) odd.addAll([{ kind: 'zip-packing', count, examples: [method] }]);
  return {
    paths: [...files.keys()],
    oddities: odd.all(),
    has: (path) => files.has(path),
    fingerprint(path) {
      const entry = files.get(path);
      return entry && `${entry.uncompressedSize} ${entry.crc32}`;
    },
    async read(path, maxBytes) {
      const entry = files.get(path);
      if (!entry) throw new DOMException(`${path} is not there.`, 'NotFoundError');
      return new Blob([await unpack(entry, maxBytes)]);
    },
    async close() {
      for (const zip of zips) await zip.close();
    },
  };
}
