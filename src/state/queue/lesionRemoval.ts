/** Paints the lesion of a real image away with the class SKIN, and measures whether anything of it is left. */
import { SKIN } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { paintsSkin } from '../../core/bundle/painted';
import type { Scene } from '../../contracts/dataset';
import { fingerprintOf } from '../../core/dataset/ownId';
import { dilateMask } from '../../core/mask/dilate';
import { maskArea } from '../../core/mask/rle';
import type { StudioDependencies } from '../base/dependencies';
import { samplerOf } from '../../core/plan/sampler';
import type { Session } from '../session/sessionStore';

/** The surroundings of a lesion are painted over too, as a share of the shorter side: its edge is not where somebody drew it. */
const AROUND = 0.04;
/** Where more than this is painted over, too little skin is left to go on from. */
const MAX_SHARE = 0.6;
const FEATHER_PX = 6;

export interface RemovedLesion {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export function createLesionRemoval({ inference }: StudioDependencies, session: Session) {
  let inWork: string | null = null;
  return {
    cancel(): void {
      if (inWork !== null) inference.cancel(inWork);
    },
    /**
     * @param from names the image, and gives the noise
     * @returns null where the lesion is too large, or can still be seen. Fails as `generate`, and where the bundle has no class SKIN
     */
    async remove({ image, lesion }: Scene, from: string): Promise<Outcome<RemovedLesion | null>> {
      const { manifest } = session.store.getState();
      if (!manifest || !paintsSkin(manifest)) return fail('bundle-skin-class-missing');
      const { width, height } = image;
      const mask = dilateMask(lesion, Math.max(2, Math.round(AROUND * Math.min(width, height))));
      if (maskArea(mask) > MAX_SHARE * width * height) return succeed(null);
      const { steps, guidance } = manifest.defaults;
      inWork = `lesion-removal-${from}`;
      const made = await inference.generate(
        {
          jobId: inWork,
          class: SKIN,
          seed: Number.parseInt((fingerprintOf(from) ?? '').slice(0, 8), 16) || 0,
          sampler: samplerOf(manifest, { sampler: 'full', steps, guidance, featherPx: FEATHER_PX }),
          background: image,
          mask,
        },
        () => undefined,
      );
      inWork = null;
      if (!made.ok) return made;
      const { RESIDUE_LIMIT, residueOf } = await import('../../core/skin/residue');
      if (residueOf(made.value.image, mask) > RESIDUE_LIMIT) return succeed(null);
      const { png, pixelSha256 } = made.value;
      return succeed({ png, sha256: pixelSha256, width, height });
    },
  };
}
