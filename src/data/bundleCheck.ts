/** Reads a bundle and refuses it, with the file's name, before anything of it is used. */
import {
  BUNDLE_PATHS,
  bundleManifestSchema,
  type BundleFiles,
  type BundleManifest,
  type CheckedBundle,
} from '../contracts/bundle';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { missingPart, readLatentConfig } from '../core/bundle/latentConfig';
import { sha256Hex } from '../core/provenance/digest';
import { FileTooLargeError, NetworkError, type BundleSource } from './bundleSource';
import { deriveBundle } from './exportBundle';

const KEPT = 'Nothing was changed: the bundle in use and your work are kept.';

/**
 * Reads every file that the manifest names and compares size and SHA-256. An export without a manifest gets one (./exportBundle).
 * Fails with bundle-manifest-invalid, bundle-file-missing, bundle-hash-mismatch, network-unavailable.
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
    for (const expected of manifest.files) {
      const bytes = await source.read(expected.path);
      if (!bytes) return fail('bundle-file-missing', `The bundle lacks ${expected.path}.`, KEPT);
      if (bytes.byteLength !== expected.bytes || (await sha256Hex(bytes)) !== expected.sha256) {
        return fail(
          'bundle-hash-mismatch',
          `${expected.path} is not the file that the bundle's manifest describes.`,
          `Its hash differs: it may be damaged or changed. ${KEPT}`,
        );
      }
      files[expected.path] = bytes;
      done += bytes.byteLength;
      onProgress(done, total);
    }
    const named = manifest.graphs.flatMap(({ path, externalData = [] }) => [path, ...externalData]);
    const unlisted = named.find((path) => !(path in files));
    if (unlisted !== undefined) return fail('bundle-file-missing', `The bundle lacks ${unlisted}.`, KEPT);
    const missing = missingFile(manifest, files);
    if (missing) return missing;
    return succeed({ manifest, manifestSha256: await sha256Hex(raw), files });
  } catch (error) {
    if (error instanceof NetworkError) {
      return fail(
        'network-unavailable',
        'The model could not be loaded: there is no connection.',
        'Connect once; after that the studio works offline. Your work is kept.',
        String(error),
      );
    }
    if (error instanceof FileTooLargeError) {
      return fail('bundle-graph-invalid', error.message, `Export the model in half precision (fp16). ${KEPT}`);
    }
    return fail('bundle-unsafe-archive', 'The bundle could not be read.', KEPT, String(error));
  } finally {
    await source.close();
  }
}

function missingFile({ pipeline }: BundleManifest, files: BundleFiles): ReturnType<typeof fail> | null {
  if (pipeline !== 'InlayInpaintPipeline') {
    const config = readLatentConfig(pipeline, files);
    return config.ok ? missingPart(pipeline, files) : config;
  }
  const needed = [BUNDLE_PATHS.modelIndex, BUNDLE_PATHS.scheduler, BUNDLE_PATHS.unet, BUNDLE_PATHS.parity];
  const absent = needed.find((path) => !(path in files));
  return absent === undefined ? null : fail('bundle-file-missing', `The bundle lacks ${absent}.`, KEPT);
}

function parseManifest(raw: Uint8Array): Outcome<BundleManifest> {
  try {
    const manifest = bundleManifestSchema.safeParse(JSON.parse(new TextDecoder().decode(raw)));
    if (manifest.success) return succeed(manifest.data);
    const [issue] = manifest.error.issues;
    const where = issue?.path.join('.') ?? '';
    return fail('bundle-manifest-invalid', `manifest.json does not fit: ${where}: ${issue?.message ?? ''}.`, KEPT);
  } catch {
    return fail('bundle-manifest-invalid', 'manifest.json is not JSON.', KEPT);
  }
}
