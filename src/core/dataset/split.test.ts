import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden/split.json' with { type: 'json' };
import { SPLITS, splitLesions } from './split';

const lesions = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 2 })), {
  selector: ([name]) => name,
  maxLength: 60,
});

describe('splitLesions', () => {
  it('assigns as the training does', async () => {
    const found = await splitLesions(new Map(golden.map(({ lesion, label }) => [lesion, label])));
    for (const { lesion, split } of golden) expect(found.get(lesion), lesion).toBe(SPLITS[split]);
  });

  it('does not depend on the order, and gives each class three quarters to train on', async () => {
    await fc.assert(
      fc.asyncProperty(lesions, async (given) => {
        const found = await splitLesions(new Map(given));
        expect(await splitLesions(new Map(given.toReversed()))).toEqual(found);
        expect(found.size).toBe(given.length);
        for (const label of [0, 1, 2]) {
          const own = given.filter(([, itsLabel]) => itsLabel === label);
          const train = own.filter(([name]) => found.get(name) === 'train').length;
          expect(Math.abs(train - 0.75 * own.length)).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });
});
