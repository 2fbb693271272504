/** Makes a sample again from its record, on the same skin with the same bundle. */
import { fail, type Outcome } from '../../contracts/failure';
import type { RgbaImage } from '../../contracts/image';
import type { GeneratedSample, StepProgress } from '../../contracts/inference';
import type { SampleRecord } from '../../contracts/sample';
import { decodeRle } from '../../core/mask/rle';
import type { StudioDependencies } from '../base/dependencies';
import type { Compose } from './composeStore';
import type { Learnt } from '../learnt/learntStore';
import type { Session } from '../session/sessionStore';

/** The parts of the studio that it works with. */
export interface RemakingNeeds {
  readonly session: Session;
  readonly compose: Compose;
  readonly learnt: Pick<Learnt, 'find'>;
}

export function createRemaking(
  { inference, storage }: StudioDependencies,
  { session, compose, learnt }: RemakingNeeds,
) {
  /** Everything that the sample was made from has to be here. */
  async function skinOf({ id, environment, background }: SampleRecord): Promise<Outcome<RgbaImage>> {
    const { model, manifestSha256 } = session.store.getState();
    if (model.phase !== 'ready') return fail('replay-not-ready');
    const { bundle } = environment;
    if (bundle.sha256 !== manifestSha256)
      return fail('replay-other-bundle', { id, bundle: bundle.id, version: bundle.version });
    const known = compose.store.getState().backgrounds.find(({ sha256 }) => sha256 === background.sha256);
    return known ? storage.readBackground(known.id) : fail('replay-no-skin', { id, skin: background.id });
  }

  return {
    /** Fails with replay-not-ready, replay-other-bundle, replay-no-skin, own-class-missing, or as the device does. */
    async make(
      record: SampleRecord,
      jobId: string,
      onStep: (progress: StepProgress) => void = () => undefined,
    ): Promise<Outcome<GeneratedSample>> {
      const background = await skinOf(record);
      if (!background.ok) return background;
      const { class: code, ownClass, seed, nearby, sampler, mask } = record;
      const own = learnt.find(ownClass, code);
      if (!own.ok) return own;
      const job = {
        jobId,
        class: code,
        own: own.value,
        seed,
        nearby,
        sampler,
        mask: decodeRle(mask),
        background: background.value,
      };
      return inference.generate(job, onStep);
    },
  };
}

export type Remaking = ReturnType<typeof createRemaking>;
