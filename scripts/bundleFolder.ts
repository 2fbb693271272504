/** A bundle read from a folder, for the commands in this folder. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleManifestSchema, BUNDLE_PATHS, type BundleFiles, type BundleManifest } from '../src/contracts/bundle';
import { sha256Hex } from '../src/core/provenance/digest';

export async function readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

/** Throws where the manifest or a file that it lists is missing. */
export async function readBundleFolder(
  folder: string,
): Promise<{ manifest: BundleManifest; manifestSha256: string; files: BundleFiles }> {
  const raw = await readBytes(join(folder, BUNDLE_PATHS.manifest));
  const manifest = bundleManifestSchema.parse(JSON.parse(new TextDecoder().decode(raw)));
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const { path } of manifest.files) files[path] = await readBytes(join(folder, path));
  return { manifest, manifestSha256: await sha256Hex(raw), files };
}

/**
 * Writes files into a bundle and lists them in its manifest, with their bytes and hashes.
 * @param gone files that are removed from both
 */
export async function listInManifest(
  folder: string,
  manifest: BundleManifest,
  written: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  gone: readonly string[] = [],
): Promise<void> {
  const entries = [];
  for (const [path, bytes] of Object.entries(written)) {
    await writeFile(join(folder, path), bytes);
    entries.push({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) });
  }
  for (const path of gone) await rm(join(folder, path), { force: true });
  const left = manifest.files.filter(({ path }) => !(path in written) && !gone.includes(path));
  const listed = [...left, ...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  await writeFile(join(folder, BUNDLE_PATHS.manifest), `${JSON.stringify({ ...manifest, files: listed }, null, 1)}\n`);
}
