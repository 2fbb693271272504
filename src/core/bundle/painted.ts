/** Which classes of a project a bundle paints: those of its manifest, and those that its network was shown or taught. */
import type { BundleManifest } from '../../contracts/bundle';
import { SKIN, type ClassCode } from '../../contracts/classes';

/** In the order of `classes`; none where no bundle is known yet. */
export function unpaintedBy(
  manifest: Pick<BundleManifest, 'classes'> | null,
  classes: readonly ClassCode[],
  own: readonly ClassCode[] = [],
): readonly ClassCode[] {
  const isPainted = (code: ClassCode): boolean =>
    own.includes(code) || !manifest || manifest.classes.some((known) => known.code === code);
  return classes.filter((code) => !isPainted(code));
}

/** Whether a bundle paints lesions away. */
export function paintsSkin({ classes }: Pick<BundleManifest, 'classes'>): boolean {
  return classes.some(({ code }) => code === SKIN);
}
