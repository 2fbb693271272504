import { describe, expect, it } from 'vitest';
import type { CheckedBundle } from '../src/contracts/bundle';
import { askedBy } from './recipes';

const SHA = '0'.repeat(64);
const PLAN = {
  schema: 1,
  kind: 'inlay-plan',
  name: '',
  series: {
    bundle: { id: 'b', version: '1', sha256: SHA },
    sampler: { name: 'euler', steps: 4, guidance: 2, featherPx: 6 },
    seed: 1,
    skin: [{ id: 'skin-01', sha256: SHA, licence: 'CC0', width: 64, height: 48, class: null }],
    skinOfClass: false,
    masks: {
      from: 'library',
      shapes: [{ rle: { size: [4, 4], counts: [5, 2, 2, 2, 5] }, class: null }],
      place: 'anywhere',
      ofClass: false,
    },
  },
  accept: { by: 'person' },
  classes: [
    { class: 'DF', accepted: 2, attempts: 2 },
    { class: 'NV', accepted: 2, attempts: 2, counterparts: 2 },
  ],
};

describe('the candidates of a plan', () => {
  it('tell which classes have counterparts, as those of the studio do', async () => {
    const asked = askedBy(PLAN, { files: {} } as CheckedBundle);
    const units = await Promise.all(asked.units.map((unit) => unit()));
    expect(units.map(({ recipe, plan }) => [recipe.class, plan?.attempt, plan?.own])).toEqual([
      ['DF', 0, undefined],
      ['DF', 1, undefined],
      ['NV', 0, 0],
      ['NV', 1, 0],
    ]);
  });
});
