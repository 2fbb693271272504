import { expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import type { EvaluationRequest } from '../../contracts/evaluation';
import { gaussianNoise } from '../random/gaussian';
import { evaluate } from './evaluate';

const [LESIONS, DIM] = [40, 32];

/** Two classes; each sample looks like the image of its class whose lesion it says that it stands in. */
function request(standsIn: (lesion: number) => number): EvaluationRequest {
  const labels = Int32Array.from({ length: LESIONS }, (_, row) => row % 2);
  const lesions = Int32Array.from(labels.keys());
  const scenes = gaussianNoise(5, LESIONS * DIM);
  const seen = (seed: number) => {
    const noise = gaussianNoise(seed, scenes.length);
    return {
      labels,
      dim: DIM,
      sharpness: new Float32Array(LESIONS),
      deep: scenes.map((v, at) => v + 0.3 * (noise[at] ?? 0)),
    };
  };
  return {
    classes: ISIC_CODES,
    ...{ dataset: 'set', encoderSha256: '', heldOutOnly: false, when: '2026-11-28T10:00:00Z' },
    real: { ...seen(1), lesions },
    made: {
      ...seen(2),
      backgrounds: lesions,
      standsIn: lesions.map(standsIn),
      accepted: new Uint8Array(LESIONS).fill(1),
    },
  };
}

it('asks its detector about no sample that stands in an image which the detector has learnt', async () => {
  const told = async (standsIn: (lesion: number) => number): Promise<number[]> =>
    (await evaluate(request(standsIn), () => Promise.resolve())).quality.map(({ toldApart }) => toldApart);
  for (const value of await told((lesion) => lesion)) expect(value).toBeGreaterThan(0.3);
  for (const value of await told(() => -1)) expect(value).toBeLessThan(0.2); // it takes them for those images
});
