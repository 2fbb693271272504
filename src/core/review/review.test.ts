import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleIdSchema, type Decision, type SampleRecord } from '../../contracts/sample';
import { exampleSummary } from '../../testing/samples';
import { emptyMask } from '../mask/rle';
import { fillEllipse } from '../mask/fillPath';
import { groupAlike, lesionHash } from './lookAlikes';
import { decisionFilters, EVERYTHING, moveIndex, wallOf, type DecisionFilter, type Wall } from './wallOrder';

const id = (n: number) => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);
const decided = (outcome: Decision['outcome']): Decision => ({ outcome, reason: '', when: '2026-01-01T00:00:00Z' });
const gate = (p: number) => ({ score: 1, p, pass: p > 0.05 });
const make = (n: number, changes: Partial<SampleRecord>) => exampleSummary({ id: id(n), seed: n, ...changes });
const made = [
  make(1, { class: 'DF', secondReading: decided('rejected'), scores: { typical: gate(0.5), novel: gate(0.001) } }),
  make(2, { class: 'MEL', tags: ['sharp'], decision: null, scores: {}, verdict: { outcome: 'unscored', reason: 'x' } }),
  make(3, { class: 'DF', decision: decided('rejected'), scores: { typical: gate(0.2) } }),
];

function ids(filter: Partial<Wall['filter']>, changes: Partial<Wall> = {}): number[] {
  const wall: Wall = {
    filter: { ...EVERYTHING, ...filter },
    order: 'newest',
    reader: 'first',
    groupOf: null,
    ...changes,
  };
  return wallOf(made, wall).map((sample) => made.indexOf(sample) + 1);
}

describe('the wall', () => {
  it('shows the newest first, and filters by everything together', () => {
    expect(ids({})).toEqual([3, 2, 1]);
    expect(ids({ class: 'DF' })).toEqual([3, 1]);
    expect(ids({ decision: 'undecided' })).toEqual([2]);
    expect(ids({ class: 'MEL', decision: 'accepted' })).toEqual([]);
    expect(ids({ background: 'skin-01', seed: '3' })).toEqual([3]);
    expect(ids({ background: 'skin-02' })).toEqual([]);
    expect([ids({ tag: 'sharp' }), ids({ tag: 'shar' })]).toEqual([[2], []]);
  });

  it('finds what a gate rejects, what all pass and what none has seen', () => {
    expect(ids({ gate: 'novel' })).toEqual([1]);
    expect(ids({ gate: 'passes' })).toEqual([3, 1]);
    expect(ids({ gate: 'unscored' })).toEqual([2]);
  });

  it('shows each reader her own decisions, and where the two differ', () => {
    expect(ids({ decision: 'rejected' }, { reader: 'second' })).toEqual([1]);
    expect(ids({ decision: 'undecided' }, { reader: 'second' })).toEqual([3, 2]);
    expect(ids({ decision: 'differ' })).toEqual([1]);
  });

  it('finds what no person has looked at, whatever a rule has decided', () => {
    const byRule = { ...decided('accepted'), by: 'rule' as const };
    const rule = [
      make(4, { decision: byRule }),
      make(5, {
        decision: { ...decided('rejected'), reason: 'plan, rule: typical 0.05' },
        secondReading: decided('accepted'),
      }),
      make(6, { decision: { ...decided('accepted'), reason: 'random control, seed 3, as many as by rule: gamma 1' } }),
      make(7, { decision: { ...byRule, note: 'at the rim' } }),
      make(8, { decision: { ...decided('rejected'), reason: 'not sharp' } }),
      make(9, { decision: null }),
    ];
    const seeds = (decision: DecisionFilter): number[] =>
      wallOf(rule, {
        filter: { ...EVERYTHING, decision },
        order: 'oldest',
        reader: 'first',
        groupOf: null,
      }).map(({ seed }) => seed);
    expect(seeds('notLookedAt')).toEqual([4, 5, 6, 9]);
    expect(seeds('acceptedByRule')).toEqual([4, 6, 7]);
    expect(seeds('differ')).toEqual([]); // a rule and a person are no two readers
    expect(decisionFilters('second')).toEqual(['all', 'undecided', 'accepted', 'rejected']);
  });

  it('puts the most doubtful first and what was not scored last', () => {
    expect(ids({}, { order: 'typical' })).toEqual([3, 1, 2]);
    expect(ids({}, { order: 'class' })).toEqual([3, 1, 2]);
    expect(ids({}, { order: 'seed' })).toEqual([1, 2, 3]);
    expect(ids({}, { order: 'oldest' })).toEqual([1, 2, 3]);
  });

  it('shows look-alikes group by group, and nothing else', () => {
    const groupOf = new Map([
      [id(1), 0],
      [id(3), 0],
    ]);
    expect(ids({}, { order: 'alike', groupOf })).toEqual([3, 1]);
    expect(ids({}, { order: 'alike' })).toEqual([]);
  });
});

describe('the arrows', () => {
  it('move by one or by a row and stop at the edges', () => {
    expect(moveIndex('ArrowRight', 0, 5, 3)).toBe(1);
    expect(moveIndex('ArrowDown', 1, 5, 3)).toBe(4);
    expect(moveIndex('ArrowDown', 2, 5, 3)).toBe(2);
    expect(moveIndex('ArrowLeft', 0, 5, 3)).toBe(0);
    expect(moveIndex('Enter', 2, 5, 3)).toBe(2);
  });
});

describe('look-alikes', () => {
  /** A dark blob in light skin, with a lighter stripe across it at an angle. */
  function sample(left: number, angle: number) {
    const [width, height] = [120, 90];
    const mask = emptyMask(width, height);
    fillEllipse(mask, { x: left, y: 20 }, { x: left + 50, y: 70 }, 1);
    const data = new Uint8ClampedArray(4 * width * height).fill(200);
    mask.data.forEach((painted, i) => {
      const along = Math.cos(angle) * ((i % width) - left - 25) + Math.sin(angle) * (Math.floor(i / width) - 45);
      if (painted) data.fill(Math.abs(along) < 8 ? 160 : 60, 4 * i, 4 * i + 3);
    });
    return lesionHash({ width, height, data }, mask);
  }
  const joined = (hashes: readonly Uint32Array[]): Uint32Array => Uint32Array.from(hashes.flatMap((hash) => [...hash]));

  it('are found wherever the same is painted, the largest group first', () => {
    const hashes = joined([
      sample(10, 0),
      sample(50, 0.8),
      sample(30, 0),
      sample(60, 0.8),
      sample(40, 0.8),
      sample(20, 2.2),
    ]);
    expect([...groupAlike(hashes)]).toEqual([1, 0, 1, 0, 0, -1]);
  });

  it('do not depend on who is compared first', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(bits, (words) => {
        const sizes = (all: readonly number[]): number[] => {
          const groups = groupAlike(Uint32Array.from(all.flatMap((word) => [word, 0])), 1);
          return all.map((_, i) => groups.filter((group) => group >= 0 && group === groups[i]).length);
        };
        expect(sizes(words.toReversed()).reverse()).toEqual(sizes(words));
      }),
    );
  });

  it('an empty mask has a hash too', () => {
    expect([...lesionHash({ width: 2, height: 2, data: new Uint8ClampedArray(16) }, emptyMask(2, 2))]).toEqual([0, 0]);
  });
});
