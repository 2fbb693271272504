/** Reads an export back from the disk and compares everything in it, before it is handed out. */
import { BlobReader, TextWriter, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { parseManifest } from '../core/dataset/bag';
import { fromCsv } from '../core/dataset/csv';
import { imagePath } from '../core/dataset/tables';
import { canonicalJson, pixelDigest, sha256Hex } from '../core/provenance/digest';
import { readRecord, withoutFileHash } from '../core/provenance/embed';
import { decodePng } from '../core/provenance/png';

/**
 * Checks every hash of the manifest, every row and every record against its image.
 * @returns the number of files checked; throws RangeError with the first fault
 */
export async function checkExport(zip: Blob, onFile: (done: number, total: number) => void): Promise<number> {
  const reader = new ZipReader(new BlobReader(zip));
  try {
    const entries = new Map<string, FileEntry>();
    for (const entry of await reader.getEntries()) if (!entry.directory) entries.set(entry.filename, entry);
    const text = (path: string): Promise<string> => need(entries, path).getData(new TextWriter());
    const manifest = parseManifest(await text('manifest-sha256.txt'));
    const records = new Map<string, SampleRecord>();
    for (const line of (await text('data/provenance.jsonl')).split('\n').filter(Boolean)) {
      const record = sampleRecordSchema.parse(JSON.parse(line));
      records.set(`data/${imagePath(record.id)}`, record);
    }
    const payload = [...entries.keys()].filter((path) => path.startsWith('data/'));
    const extra = payload.find((path) => !manifest.has(path));
    if (extra !== undefined) throw new RangeError(`${extra} is not in the manifest.`);
    let done = 0;
    for (const [path, sha256] of manifest) {
      const bytes = new Uint8Array(await need(entries, path).getData(new Uint8ArrayWriter()));
      if ((await sha256Hex(bytes)) !== sha256) throw new RangeError(`${path} does not match its hash.`);
      const record = records.get(path);
      if (record) await checkImage(path, bytes, record, sha256);
      done += 1;
      onFile(done, manifest.size);
    }
    await checkTables(text, [...records.values()]);
    return done;
  } finally {
    await reader.close();
  }
}

function need(entries: ReadonlyMap<string, FileEntry>, path: string): FileEntry {
  const entry = entries.get(path);
  if (!entry) throw new RangeError(`${path} is missing.`);
  return entry;
}

async function checkImage(path: string, bytes: Uint8Array, record: SampleRecord, sha256: string): Promise<void> {
  if (record.sha256 !== sha256) throw new RangeError(`The record of ${path} names another hash.`);
  if (canonicalJson(readRecord(bytes)) !== canonicalJson(withoutFileHash(record))) {
    throw new RangeError(`The record inside ${path} is not the one in provenance.jsonl.`);
  }
  if ((await pixelDigest(decodePng(bytes))) !== record.pixelSha256)
    throw new RangeError(`The pixels of ${path} are not those of its record.`);
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
