/** The files of the zips of a data set, and of zips in them. What cannot be read of a zip is named, and the rest is read. */
import type { Oddity } from '../../contracts/dataset';
import { failureOf, type Failure } from '../../contracts/failure';
import { oddityList, type OddityList } from '../../core/dataset/oddities';
import { baseName } from '../../core/dataset/paths';
import { openZip, unpackBlob, type OpenedZip } from '../safeZip';
import type { PlaceInZip } from '../zipPlaces';

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
  /** Throws as unpackBlob. @param start only so many bytes, or a little more */
  read(path: string, maxBytes: number, start?: number): Promise<Blob>;
  close(): Promise<void>;
}

/** A file, and the zip in which it has that name. */
interface Packed {
  readonly zip: OpenedZip;
  readonly name: string;
  readonly place: PlaceInZip;
}

interface Opening {
  readonly files: Map<string, Packed>;
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
    for (const [name, packed] of inner.files) opening.files.set(name, packed);
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
  for (const [path, { place }] of pictures) {
    const beside = unpacked.get(baseName(path)) ?? [];
    const sizes = await Promise.all(beside.map(async (name) => (await fileOf(name)).size));
    if (!sizes.includes(place.size)) return false;
  }
  return pictures.length > 0;
}

function begin(maxFiles: number): Opening {
  return { files: new Map(), zips: [], odd: oddityList(), methods: new Map(), maxFiles };
}

async function take(zip: OpenedZip, prefix: string, bytes: Blob, opening: Opening, depth: number): Promise<void> {
  for (const [name, place] of zip.files) {
    const path = prefix + name;
    const packed = { zip, name, place };
    if (!READ.includes(place.method)) {
      const method = METHODS.get(place.method) ?? String(place.method);
      opening.methods.set(method, (opening.methods.get(method) ?? 0) + 1);
    } else if (ZIP.test(name)) await takeInner(path, () => innerZip(bytes, packed), opening, depth + 1);
    else opening.files.set(path, packed);
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

/** One that was stored is read where it lies; one that was packed is unpacked first. Throws InlayError where it is too large for that. */
async function innerZip(bytes: Blob, { zip, name, place }: Packed): Promise<Blob> {
  if (place.method !== 0) return unpackBlob(zip, name, MAX_INNER_BYTES);
  const header = new DataView(await bytes.slice(place.offset, place.offset + LOCAL_HEADER_BYTES).arrayBuffer());
  const start = place.offset + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  return bytes.slice(start, start + place.size);
}

function filesOf({ files, zips, odd, methods }: Opening): ZipFiles {
  for (const [method, count] of methods) odd.addAll([{ kind: 'zip-packing', count, examples: [method] }]);
  return {
    paths: [...files.keys()],
    oddities: odd.all(),
    has: (path) => files.has(path),
    fingerprint(path) {
      const place = files.get(path)?.place;
      return place && `${place.size} ${place.crc}`;
    },
    async read(path, maxBytes, start) {
      const packed = files.get(path);
      if (!packed) throw new DOMException(`${path} is not there.`, 'NotFoundError');
      return unpackBlob(packed.zip, packed.name, maxBytes, start);
    },
    async close() {
      for (const zip of zips) await zip.close();
    },
  };
}
