import { describe, expect, it } from 'vitest';
import { stepsDone } from './tour';

const nothing = { isPainted: false, samples: 0, accepted: 0, isExported: false };

describe('the first steps', () => {
  it.each([
    [nothing, 0],
    [{ ...nothing, isPainted: true }, 1],
    [{ ...nothing, samples: 3 }, 2],
    [{ ...nothing, isPainted: true, samples: 3, accepted: 1 }, 3],
    [{ ...nothing, samples: 3, accepted: 1, isExported: true }, 4],
  ])('of %o are %i', (facts, done) => expect(stepsDone(facts)).toBe(done));
});
