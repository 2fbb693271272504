/** Reads an export back from the disk and compares everything in it, before it is handed out; and whenever somebody wants to know. */
import { BlobReader, TextWriter, Uint8ArrayWriter, ZipReader, type FileEntry, type Reader } from '@zip.js/zip.js';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { parseManifest } from '../core/dataset/bag';
import { fromCsv } from '../core/dataset/csv';
import { imagePath, maskPath } from '../core/dataset/tables';
import { encodeRle } from '../core/mask/rle';
import { canonicalJson, pixelDigest, sha256Hex } from '../core/provenance/digest';
import { readRecord, withoutFileHash } from '../core/provenance/embed';
import { decodePng } from '../core/provenance/png';

/** A zip as a blob, or as something that zip.js reads piece by piece, and that is closed with it. */
export type ZipInput = Blob | (Reader<unknown> & { close(): Promise<void> });

/** Beside the payload. */
const TAG_FILES = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'] as const;
/** Zip's own checksums are compared too: they cover the tag files, which no manifest names. */
const CHECKED = { checkSignature: true } as const;

/** An export that is open for reading. */
export interface OpenedExport {
  readonly entries: ReadonlyMap<string, FileEntry>;
  /** Throws RangeError where the file is missing or damaged. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  text(path: string): Promise<string>;
  /** Of provenance.jsonl, in its order. */
  records(): Promise<SampleRecord[]>;
  close(): Promise<void>;
}

/** Throws RangeError where it is no zip, or names a file twice. */
export async function openExport(zip: ZipInput): Promise<OpenedExport> {
  const reader = new ZipReader(zip instanceof Blob ? new BlobReader(zip) : zip);
  const entries = new Map<string, FileEntry>();
  const close = async (): Promise<void> => {
    await reader.close();
    if (!(zip instanceof Blob)) await zip.close();
  };
  try {
    for (const entry of await reader.getEntries()) {
      if (entries.has(entry.filename)) throw new RangeError(`${entry.filename} is there twice.`);
      if (!entry.directory) entries.set(entry.filename, entry);
    }
  } catch (error) {
    await close();
    if (error instanceof RangeError) throw error;
    throw new RangeError('It is no zip, or it is damaged.', { cause: error });
  }
  const text = (path: string): Promise<string> =>
    whole(entries, path, (entry) => entry.getData(new TextWriter(), CHECKED));
  return {
    entries,
    text,
    bytes: async (path) =>
      new Uint8Array(await whole(entries, path, (e) => e.getData(new Uint8ArrayWriter(), CHECKED))),
    async records() {
      const lines = (await text('data/provenance.jsonl')).split('\n').filter(Boolean);
      return lines.map((line) => {
        try {
          return sampleRecordSchema.parse(JSON.parse(line));
        } catch (error) {
          throw new RangeError('A line of provenance.jsonl is no record that this version reads.', { cause: error });
        }
      });
    },
    close,
  };
}

async function whole<T>(
  entries: ReadonlyMap<string, FileEntry>,
  path: string,
  read: (entry: FileEntry) => Promise<T>,
): Promise<T> {
  const entry = entries.get(path);
  if (!entry) throw new RangeError(`${path} is missing.`);
  try {
    return await read(entry);
  } catch (error) {
    throw new RangeError(`${path} is damaged.`, { cause: error });
  }
}

/** Whether a file is a zip that has the mark of a bag in it; false for anything else. */
export async function isExport(zip: ZipInput): Promise<boolean> {
  try {
    const opened = await openExport(zip);
    await opened.close();
    return opened.entries.has('bagit.txt');
  } catch {
    return false;
  }
}

/**
 * Checks every hash of the manifest, every row, and every record against its image and its mask.
 * @returns the number of files checked; throws RangeError with the first fault
 */
export async function checkExport(zip: ZipInput, onFile: (done: number, total: number) => void): Promise<number> {
  const opened = await openExport(zip);
  try {
    for (const path of TAG_FILES) await opened.bytes(path);
    const manifest = parseManifest(await opened.text('manifest-sha256.txt'));
    const extra = [...opened.entries.keys()].find(
      (path) => !manifest.has(path) && !(TAG_FILES as readonly string[]).includes(path),
    );
    if (extra !== undefined) throw new RangeError(`${extra} is not in the manifest.`);
    const records = await opened.records();
    const images = new Map(records.map((record) => [`data/${imagePath(record.id)}`, record]));
    const masks = new Map(records.map((record) => [`data/${maskPath(record.id)}`, record]));
    for (const path of [...images.keys(), ...masks.keys()])
      if (!manifest.has(path)) throw new RangeError(`${path} has a record, and is not in the manifest.`);
    let done = 0;
    for (const [path, sha256] of manifest) {
      const bytes = await opened.bytes(path);
      if ((await sha256Hex(bytes)) !== sha256) throw new RangeError(`${path} does not match its hash.`);
      const [image, mask] = [images.get(path), masks.get(path)];
      if (image) await checkImage(path, bytes, image, sha256);
      if (mask) checkMask(path, bytes, mask);
      done += 1;
      onFile(done, manifest.size);
    }
    await checkTables((path) => opened.text(path), records);
    return done;
  } finally {
    await opened.close();
  }
}

async function checkImage(path: string, bytes: Uint8Array, record: SampleRecord, sha256: string): Promise<void> {
  if (record.sha256 !== sha256) throw new RangeError(`The record of ${path} names another hash.`);
  if (canonicalJson(readRecord(bytes)) !== canonicalJson(withoutFileHash(record))) {
    throw new RangeError(`The record inside ${path} is not the one in provenance.jsonl.`);
  }
  if ((await pixelDigest(decodePng(bytes))) !== record.pixelSha256)
    throw new RangeError(`The pixels of ${path} are not those of its record.`);
}

function checkMask(path: string, bytes: Uint8Array, { mask }: SampleRecord): void {
  const { width, height, data } = decodePng(bytes);
  const painted = Uint8Array.from({ length: width * height }, (_, i) => ((data[4 * i] ?? 0) > 127 ? 1 : 0));
  if (canonicalJson(encodeRle({ width, height, data: painted })) !== canonicalJson(mask))
    throw new RangeError(`${path} shows another mask than its record.`);
}

async function checkTables(text: (path: string) => Promise<string>, records: readonly SampleRecord[]): Promise<void> {
  const expected = records.map(({ id }) => id).sort();
  const same = (name: string, found: readonly string[]): void => {
    if (found.join() !== expected.join()) throw new RangeError(`${name} lists other samples than provenance.jsonl.`);
  };
  same(
    'GroundTruth.csv',
    fromCsv(await text('data/GroundTruth.csv')).map((row) => row['image'] ?? ''),
  );
  const metadata = (await text('data/metadata.jsonl')).split('\n').filter(Boolean);
  same(
    'metadata.jsonl',
    metadata.map((line) => idIn((JSON.parse(line) as { file_name: string }).file_name)),
  );
  const coco = JSON.parse(await text('data/coco.json')) as { images: { file_name: string }[]; annotations: unknown[] };
  same(
    'coco.json',
    coco.images.map((image) => idIn(image.file_name)),
  );
  if (coco.annotations.length !== records.length) throw new RangeError('coco.json has another number of annotations.');
}

function idIn(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.png$/, '');
}
