/** For tests and the bench of trust: forged exports. Somebody changes an honest one and makes every hash fit that can be made to. */
import { sha256 } from '@noble/hashes/sha2.js';
import { makeZip } from 'client-zip';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { hashLines, MANIFEST, SIGNATURE, TAG_MANIFEST } from '../core/export/bag';
import { toHex } from '../core/provenance/digest';
import { embedRecord } from '../core/provenance/embed';
import { encodeMaskPng, encodePng } from '../core/provenance/png';
import { decodePng } from '../core/provenance/pngPixels';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { pixelDigest } from '../core/provenance/digest';

export type Files = Map<string, Uint8Array<ArrayBuffer>>;

export interface Forgery {
  readonly name: string;
  /** What the check has to name: a file, and the fact. */
  readonly names: readonly string[];
  readonly change: (files: Files) => void | Promise<void>;
  /** Of the zip itself, once it is packed. */
  readonly patch?: (zip: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined;
}

const encoder = new TextEncoder();
const hashOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

export function textIn(files: Files, path: string): string {
  return new TextDecoder().decode(files.get(path));
}

/** Throws where nothing changes: a forgery that is none would prove nothing. */
export function edit(files: Files, path: string, change: (text: string) => string): void {
  const before = textIn(files, path);
  const after = change(before);
  if (before === after) throw new Error(`Nothing was changed in ${path}.`);
  files.set(path, encoder.encode(after));
}

export async function unpacked(zip: Blob): Promise<Files> {
  const files: Files = new Map();
  for (const entry of await new ZipReader(new BlobReader(zip)).getEntries())
    if (!entry.directory) files.set(entry.filename, new Uint8Array(await entry.getData(new Uint8ArrayWriter())));
  return files;
}

/** Packed as exports are. */
export async function packed(files: Files): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [...files].map(([name, input]) => ({ name, input, lastModified: new Date(1980, 0, 1) }));
  return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
}

/** Croissant's hash, manifest, Payload-Oxum and tag manifest, made anew; a signature that fits no more is left out. */
export function fitHashes(files: Files): void {
  const croissant = textIn(files, 'data/croissant.json');
  const metadata = files.get('data/metadata.jsonl');
  if (metadata && croissant.includes('"sha256"'))
    files.set(
      'data/croissant.json',
      encoder.encode(croissant.replace(/"sha256": "[0-9a-f]{64}"/, `"sha256": "${hashOf(metadata)}"`)),
    );
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const octets = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const info = textIn(files, 'bag-info.txt').replace(/Payload-Oxum: .*/, `Payload-Oxum: ${octets}.${payload.length}`);
  files.set('bag-info.txt', encoder.encode(info));
  files.set(MANIFEST, encoder.encode(hashLines(payload.map(([path, bytes]) => [path, hashOf(bytes)]))));
  files.delete(SIGNATURE);
  if (!files.has(TAG_MANIFEST)) return;
  const tags = ['bagit.txt', 'bag-info.txt', MANIFEST].map(
    (path) => [path, hashOf(files.get(path) ?? new Uint8Array())] as const,
  );
  files.set(TAG_MANIFEST, encoder.encode(hashLines(tags)));
}

export async function forged(honest: Blob, { change, patch }: Forgery): Promise<Blob> {
  const files = await unpacked(honest);
  await change(files);
  const zip = await packed(files);
  return new Blob([patch?.(zip) ?? zip]);
}

export function recordsOf(files: Files): SampleRecord[] {
  const lines = textIn(files, 'data/provenance.jsonl').trim().split('\n');
  return lines.map((line) => sampleRecordSchema.parse(JSON.parse(line)));
}

/** Changes the first record everywhere that a careful forger would: in its image, in provenance.jsonl, in prov.json. */
export async function forgeRecord(
  files: Files,
  change: (record: SampleRecord) => SampleRecord | Promise<SampleRecord>,
  pixels: (image: ReturnType<typeof decodePng>) => void = () => undefined,
): Promise<void> {
  const [first, ...rest] = recordsOf(files);
  if (!first) throw new Error('There is no record.');
  const path = `data/images/${first.id}.png`;
  const image = decodePng(files.get(path) ?? new Uint8Array());
  pixels(image);
  const changed = { ...(await change(first)), pixelSha256: await pixelDigest(image) };
  const png = embedRecord(encodePng(image), changed);
  files.set(path, png);
  const { sha256: before = '' } = first;
  const record = { ...changed, sha256: hashOf(png) };
  const lines = [record, ...rest].map((value) => `${JSON.stringify(value)}\n`).join('');
  files.set('data/provenance.jsonl', encoder.encode(lines));
  files.set('data/prov.json', encoder.encode(textIn(files, 'data/prov.json').replace(before, record.sha256)));
}

/** Another mask in the file of the first sample. */
export function forgeMask(files: Files): void {
  const [first] = recordsOf(files);
  if (!first) throw new Error('There is no record.');
  const [height, width] = first.mask.size;
  files.set(
    `data/masks/${first.id}_segmentation.png`,
    encodeMaskPng(width, height, new Uint8Array(width * height).fill(1)),
  );
}
