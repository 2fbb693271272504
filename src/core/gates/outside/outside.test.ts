import { describe, expect, it } from 'vitest';
import { exampleDescribed, exampleRealImages } from '../../../testing/realImages';
import { measuredNames } from '../../description/versions';
import { readGateFit, writeGateFit } from '../gateFitFile';
import { fitGates, openGates } from '../gates';

const SHA256 = 'b'.repeat(64);

function opened() {
  const { reference, hashes } = exampleRealImages(3);
  const fit = fitGates(reference, hashes, 'held-out');
  const gates = openGates(reference, readGateFit(writeGateFit(fit, reference, SHA256), SHA256));
  const assess = (share: number) => {
    const { texture } = exampleDescribed(reference).depths;
    return gates.assess('DF', exampleDescribed(reference, { texture: [...Array.from(texture).slice(0, -1), share] }));
  };
  return { gates, assess };
}

describe('the outside gate', () => {
  it('rejects a sample with more lesion outside the mask than real images have outside their outline', () => {
    const { gates, assess } = opened();
    expect(gates.reference['DF']?.scales['outside']?.odd).toBe('high');
    expect(assess(-50).scores['outside']).toMatchObject({ p: 1, pass: true });
    const { scores, verdict } = assess(50);
    expect(scores['outside']).toMatchObject({ score: 50, pass: false });
    expect(verdict.outcome).toBe('doubtful');
    expect(assess(NaN).verdict.outcome).toBe('unscored');
  });

  it('is not fitted where no outliner has seen the images', () => {
    for (const description of [1, 2] as const) {
      const { reference, hashes } = exampleRealImages(description);
      expect(fitGates(reference, hashes, 'held-out').fits).not.toHaveProperty('outside');
    }
    expect(measuredNames(3)).toHaveLength(measuredNames(2).length + 1);
  });
});
