/** For tests: a small plan, of two classes on one skin. */
import { planSchema, type Plan } from '../contracts/plan';

const ZEROS = '0'.repeat(64);
export const EXAMPLE_PLAN: Plan = planSchema.parse({
  schema: 1,
  kind: 'inlay-plan',
  name: 'test',
  series: {
    bundle: { id: 'inlay-ham10000', version: '0.1.0', sha256: ZEROS },
    sampler: { name: 'euler', steps: 4, guidance: 2, featherPx: 6 },
    seed: 1,
    skin: [{ id: 'skin-01', sha256: ZEROS, licence: 'CC0', width: 64, height: 48, class: null }],
    skinOfClass: false,
    masks: {
      from: 'library',
      shapes: [{ rle: { size: [4, 4], counts: [5, 2, 2, 2, 5] }, class: null }],
      place: 'anywhere',
      ofClass: false,
    },
  },
  accept: { by: 'rule', rule: { levels: { typical: 0.05 }, gamma: null, mostTypicalP: null } },
  classes: [
    { class: 'DF', accepted: 2, attempts: 6 },
    { class: 'VASC', accepted: 1, attempts: 3 },
  ],
});
