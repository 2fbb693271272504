import type { BundleManifest } from '../../contracts/bundle';
import type { BundleRef } from '../../contracts/recipe';

/** What recipes name a bundle by. @param sha256 of its manifest.json */
export function refTo({ id, version }: Pick<BundleManifest, 'id' | 'version'>, sha256: string): BundleRef {
  return { id, version, sha256 };
}
