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
    const now = manifest.files.filter(({ later }) => !(later && source.stays));
    now.forEach(refuseTooLarge);
    const listed = await readListed(source, now, onProgress);
    const files: BundleFiles = { [BUNDLE_PATHS.manifest]: raw, ...listed };
    const named = manifest.graphs.flatMap(({ path, externalData = [] }) => [path, ...externalData]);
    const unlisted = named.find((path) => !manifest.files.some((file) => file.path === path));
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

/** Reads files and compares size and SHA-256. Throws InlayError of bundle-file-missing, bundle-hash-mismatch, network-unavailable. */
export async function readListed(
  source: BundleSource,
  wanted: readonly BundleManifest['files'][number][],
  onProgress: (doneBytes: number, totalBytes: number) => void = () => undefined,
): Promise<BundleFiles> {
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  let done = 0;
  for (const { path, bytes: length, sha256 } of wanted) {
    const bytes = await source.read(path);
    if (!bytes) throw new InlayError('bundle-file-missing', { path });
    if (bytes.byteLength !== length || (await sha256Hex(bytes)) !== sha256)
      throw new InlayError('bundle-hash-mismatch', { path });
    files[path] = bytes;
    done += length;
    onProgress(done, total);
  }
  return files;
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
