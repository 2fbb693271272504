/** The encoder of a bundle: what features may be compared with. */
import { BUNDLE_PATHS, type BundleManifest } from '../../contracts/bundle';

/** SHA-256 of a bundle's encoder; null where it has none. */
export function encoderOf(manifest: BundleManifest | null): string | null {
  return manifest?.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256 ?? null;
}
