/** Which classes of a project a bundle paints: those of its manifest. */
import type { BundleManifest } from '../../contracts/bundle';
import { SKIN, type ClassCode } from '../../contracts/classes';

/** In the order of `classes`; none where no bundle is known yet. */
export function unpaintedBy(
  manifest: Pick<BundleManifest, 'classes'> | null,
  classes: readonly ClassCode[],
): readonly ClassCode[] {
  return manifest ? classes.filter((code) => !manifest.classes.some((known) => known.code === code)) : [];
}

/** Whether a bundle paints lesions away. */
export function paintsSkin({ classes }: Pick<BundleManifest, 'classes'>): boolean {
  return classes.some(({ code }) => code === SKIN);
}
