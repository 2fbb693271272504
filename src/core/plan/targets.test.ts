import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { USUAL_DRAFT } from './plan';
import { counterpartsOf, ownOf, targetsOf, wantedBy, wantedCounts } from './targets';

const ALL = { classes: ISIC_CODES, unpainted: [] };

describe('targets', () => {
  it('fill up to the head: 77,669 samples for ISIC 2019, as in the paper', () => {
    const real = { MEL: 4522, NV: 12875, BCC: 3323, AK: 867, BKL: 2624, DF: 239, VASC: 253, SCC: 628 };
    const wanted = wantedCounts(ALL, { kind: 'head' }, {}, real);
    expect(Object.values(wanted).reduce((a, b) => a + b, 0)).toBe(77_669);
    const order = targetsOf(ISIC_CODES, wanted, real, 2);
    expect(order.map((target) => target.class)).toEqual(['DF', 'VASC', 'SCC', 'AK', 'BKL', 'BCC', 'MEL']);
    expect(order[0]).toEqual({ class: 'DF', accepted: 12_636, attempts: 25_272 });
  });

  it('are as many of each class of the long tail where nobody has chosen, and of no class that the data set lacks', () => {
    const real = { NV: 6705, MEL: 1113, DF: 115, VASC: 142 };
    const wanted = wantedCounts(ALL, USUAL_DRAFT.rule, {}, real);
    expect(wanted).toMatchObject({ NV: 0, MEL: 0, DF: 40, VASC: 40, SCC: 0 });
    expect(wantedBy(USUAL_DRAFT.rule, 670, 6705), 'under a tenth of the largest').toBe(40);
    expect(wantedBy(USUAL_DRAFT.rule, 671, 6705)).toBe(0);
  });

  it('of the other rules', () => {
    expect(wantedBy({ kind: 'square-root' }, 100, 10_000)).toBe(900);
    expect(wantedBy({ kind: 'multiple', factor: 3 }, 115, 6705)).toBe(230);
    expect(wantedBy({ kind: 'number', count: 60 }, 115, 6705)).toBe(60);
    expect(wantedBy({ kind: 'head' }, 0, 0)).toBe(0);
  });

  it('set by hand stand in place of the rule, also 0', () => {
    const wanted = wantedCounts(ALL, { kind: 'number', count: 5 }, { DF: 0, SCC: 9 }, {});
    expect([wanted.DF, wanted.SCC, wanted.MEL]).toEqual([0, 9, 5]);
    expect(targetsOf(ISIC_CODES, wanted, {}, 1).map((target) => target.class)).not.toContain('DF');
  });
});

describe('counterparts', () => {
  const real = { NV: 100, DF: 10, MEL: 40 };

  it('bring every class of the data set to as many samples as the class that gets most', () => {
    const wanted = wantedCounts(ALL, { kind: 'head' }, {}, real);
    const added = counterpartsOf(ALL, wanted, {}, {}, real);
    expect([added.NV, added.DF, added.MEL, added.SCC]).toEqual([90, 0, 30, 0]);
    expect(targetsOf(ISIC_CODES, wanted, real, 2, added)).toEqual([
      { class: 'DF', accepted: 90, attempts: 180 },
      { class: 'MEL', accepted: 90, attempts: 180, counterparts: 30 },
      { class: 'NV', accepted: 90, attempts: 180, counterparts: 90 },
    ]);
    expect(targetsOf(ISIC_CODES, wanted, real, 2)).toHaveLength(2);
  });

  it('are not added to a number that was typed, and may be typed themselves', () => {
    const typed = { DF: 24, MEL: 5 };
    const wanted = wantedCounts(ALL, { kind: 'number', count: 0 }, typed, real);
    expect(counterpartsOf(ALL, wanted, {}, typed, real)).toMatchObject({ NV: 24, MEL: 0, DF: 0 });
    expect(counterpartsOf(ALL, wanted, { NV: 7, MEL: 3 }, typed, real)).toMatchObject({ NV: 7, MEL: 3, DF: 0 });
    expect(counterpartsOf(ALL, wanted, { NV: 7 }, typed, real, (code) => code === 'NV')['NV'], 'none can be made').toBe(
      0,
    );
  });

  it('are added to a class that is to have none of its own: it is in the set all the same', () => {
    const typed = { DF: 24, MEL: 0 };
    const wanted = wantedCounts(ALL, { kind: 'number', count: 0 }, typed, real);
    expect(counterpartsOf(ALL, wanted, {}, typed, real)).toMatchObject({ NV: 24, MEL: 24, DF: 0 });
  });

  it('are none where every class wants the same, or no data set is open', () => {
    const none = ISIC_CODES.map(() => 0);
    const even = wantedCounts(ALL, { kind: 'number', count: 5 }, {}, real);
    expect(Object.values(counterpartsOf(ALL, even, {}, {}, real))).toEqual(none);
    const typed = { DF: 9 };
    const alone = wantedCounts(ALL, { kind: 'head' }, typed, {});
    expect(Object.values(counterpartsOf(ALL, alone, {}, typed, {}))).toEqual(none);
  });

  it('are told by a record that says how many are wanted of the class itself', () => {
    expect(ownOf({ class: 'MEL', accepted: 90, attempts: 180, counterparts: 30 })).toEqual({ own: 60 });
    expect(ownOf({ class: 'DF', accepted: 90, attempts: 180 })).toEqual({});
  });
});
