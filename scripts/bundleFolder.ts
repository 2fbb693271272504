/** A bundle read from a folder, for the commands in this folder. */
import { readFile } from 'node:fs/promises';
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
