/** Reads a bundle and refuses it, with the file's name, before anything of it is used. */
import {
  BUNDLE_PATHS,
  bundleManifestSchema,
  type BundleFiles,
  type BundleManifest,
  type CheckedBundle,
} from '../contracts/bundle';
import { fail, InlayError, misfit, succeed, type Failed, type Outcome } from '../contracts/failure';
import { isBlockTransform, readBlockConfig } from '../core/bundle/blockConfig';
import { missingPart, readLatentConfig } from '../core/bundle/latentConfig';
import { sha256Hex } from '../core/provenance/digest';
import { parseJson } from './boundedJson';
import { refuseTooLarge, type BundleSource } from './bundleSource';
import { deriveBundle } from './exportBundle';

/**
 * Reads every file that the manifest names and compares size and SHA-256. An export without a manifest gets one (./exportBundle).
 * Fails with bundle-* codes or network-unavailable.
 */
export async function checkBundle(
  source: BundleSource,
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<Outcome<CheckedBundle>> {
  try {
    const raw = await source.read(BUNDLE_PATHS.manifest);
    if (!raw) return await deriveBundle(source);
    const parsed = parseManifest(raw);
    if (!parsed.ok) return parsed;
    const manifest = parsed.value;
    const total = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const files: Record<string, Uint8Array<ArrayBuffer>> = { [BUNDLE_PATHS.manifest]: raw };
    let done = 0;
    manifest.files.forEach(refuseTooLarge);
    for (const expected of manifest.files) {
      const bytes = await source.read(expected.path);
      if (!bytes) return fail('bundle-file-missing', { path: expected.path });
      if (bytes.byteLength !== expected.bytes || (await sha256Hex(bytes)) !== expected.sha256)
        return fail('bundle-hash-mismatch', { path: expected.path });
      files[expected.path] = bytes;
      done += bytes.byteLength;
      onProgress(done, total);
    }
    const named = manifest.graphs.flatMap(({ path, externalData = [] }) => [path, ...externalData]);
    const unlisted = named.find((path) => !(path in files));
    if (unlisted !== undefined) return fail('bundle-file-missing', { path: unlisted });
    const missing = missingFile(manifest, files);
    if (missing) return missing;
    return succeed({ manifest, manifestSha256: await sha256Hex(raw), files });
  } catch (error) {
    return error instanceof InlayError
      ? { ok: false, failure: error.failure }
      : fail('bundle-not-readable', {}, String(error));
  } finally {
    await source.close();
  }
}

function missingFile({ pipeline }: BundleManifest, files: BundleFiles): Failed | null {
  if (pipeline !== 'InlayInpaintPipeline') {
    const isOfBlocks = pipeline === 'InlayLatentInpaintPipeline' && isBlockTransform(files);
    const config = isOfBlocks ? readBlockConfig(files) : readLatentConfig(pipeline, files);
    return config.ok ? missingPart(pipeline, files) : config;
  }
  const needed = [BUNDLE_PATHS.modelIndex, BUNDLE_PATHS.scheduler, BUNDLE_PATHS.unet, BUNDLE_PATHS.parity];
  const absent = needed.find((path) => !(path in files));
  return absent === undefined ? null : fail('bundle-file-missing', { path: absent });
}

function parseManifest(raw: Uint8Array): Outcome<BundleManifest> {
  try {
    const manifest = bundleManifestSchema.safeParse(parseJson(new TextDecoder().decode(raw), BUNDLE_PATHS.manifest));
    if (manifest.success) return succeed(manifest.data);
    return fail('bundle-json-unfit', { path: BUNDLE_PATHS.manifest, ...misfit(manifest.error) });
  } catch (error) {
    if (error instanceof InlayError) throw error;
    return fail('bundle-json-invalid', { path: BUNDLE_PATHS.manifest });
  }
}
