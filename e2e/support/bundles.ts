/** The smoke bundle as a zip, whole or with one thing wrong. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SMOKE = fileURLToPath(new URL('../fixtures/inlay-smoke', import.meta.url));

/** Path in the bundle -> bytes. */
export type BundleFolder = Map<string, Uint8Array>;

interface ManifestText {
  classes: { code: string; name: string; index: number }[];
  name: string;
  files: { path: string; bytes: number; sha256: string }[];
  graphs: { path: string; inputs: { name: string; shape: (number | string)[] }[] }[];
}

export async function readSmoke(): Promise<BundleFolder> {
  const entries = await readdir(SMOKE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => {
    return [relative(SMOKE, file).replaceAll('\\', '/'), new Uint8Array(await readFile(file))] as const;
  });
  return new Map(await Promise.all(read));
}

export async function zipOf(folder: BundleFolder): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, bytes] of folder)
    await writer.add(`inlay-smoke/${path}`, new Uint8ArrayReader(bytes), { level: 0 });
  return Buffer.from(await writer.close());
}

/** Replaces a file and makes the manifest agree, so that only the content is wrong. */
export function replaceFile(folder: BundleFolder, path: string, bytes: Uint8Array): void {
  folder.set(path, bytes);
  editManifest(folder, (manifest) => {
    const entry = manifest.files.find((file) => file.path === path);
    if (!entry) throw new Error(`${path} is not in the manifest.`);
    entry.bytes = bytes.byteLength;
    entry.sha256 = createHash('sha256').update(bytes).digest('hex');
  });
}

export function editManifest(folder: BundleFolder, edit: (manifest: ManifestText) => void): void {
  const manifest = JSON.parse(new TextDecoder().decode(folder.get('manifest.json'))) as ManifestText;
  edit(manifest);
  folder.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
}

/** The smoke bundle with one more class, which is painted as the network paints another one of its classes. */
export async function withNinthClass(code: string, name: string, paintedAs: string): Promise<BundleFolder> {
  const folder = await readSmoke();
  editManifest(folder, (manifest) => {
    const like = manifest.classes.find((known) => known.code === paintedAs);
    if (!like) throw new Error(`${paintedAs} is not in the manifest.`);
    manifest.classes.push({ code, name, index: like.index });
    manifest.name = 'Nine classes';
  });
  return folder;
}
