import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import type { SelectionRule } from '../../contracts/selection';
import { countMatchedRandom, select, type Candidate } from './selection';

const ALL: SelectionRule = { levels: {}, gamma: null, mostTypicalP: null };
const both = (alpha: number): Partial<SelectionRule> => ({ levels: { typical: alpha, label: alpha } });

const candidates = fc
  .array(
    fc.record({
      class: fc.constantFrom(...ISIC_CODES.slice(0, 3)),
      p: fc.integer({ min: 1, max: 20 }).map((v) => v / 20),
      label: fc.integer({ min: 1, max: 20 }).map((v) => v / 20),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ class: code, p, label }, i): Candidate => ({
      id: `SYN_${i}`,
      class: code,
      gates: { typical: { score: 1 - p, p, pass: true }, label: { score: label, p: label, pass: true } },
    })),
  );

function kept(given: readonly Candidate[], rule: Partial<SelectionRule>): Set<string> {
  return new Set([...select(given, { ...ALL, ...rule })].flatMap(([id, outcome]) => (outcome === 'kept' ? [id] : [])));
}

describe('select', () => {
  it('keeps less as alpha grows, and only what every gate passes', () => {
    const level = fc.constantFrom(0.01, 0.05, 0.1, 0.2, 0.5);
    fc.assert(
      fc.property(candidates, level, level, (given, a, b) => {
        const [loose, strict] = [kept(given, both(Math.min(a, b))), kept(given, both(Math.max(a, b)))];
        expect([...strict].every((id) => loose.has(id))).toBe(true);
        for (const { id, gates } of given) {
          const passes = [gates.typical?.p, gates.label?.p].every((p) => (p ?? 0) >= Math.min(a, b));
          expect(loose.has(id)).toBe(passes);
        }
      }),
    );
  });

  it('keeps the share gamma of each class, the most typical first', () => {
    fc.assert(
      fc.property(candidates, fc.constantFrom(0.2, 0.4, 0.6, 1), (given, gamma) => {
        const chosen = kept(given, { gamma });
        for (const code of ISIC_CODES) {
          const own = given.filter((sample) => sample.class === code);
          const mine = own.filter(({ id }) => chosen.has(id));
          expect(mine).toHaveLength(Math.ceil(gamma * own.length));
          const worst = Math.max(0, ...mine.map(({ gates }) => gates.typical?.score ?? NaN));
          const left = own.filter(({ id }) => !chosen.has(id));
          expect(left.every(({ gates }) => (gates.typical?.score ?? NaN) >= worst)).toBe(true);
        }
      }),
    );
  });

  it('counts gamma of all samples of a class, also where gates have rejected some', () => {
    const given = [0.01, 0.5, 0.6, 0.9].map((p, i): Candidate => ({
      id: `SYN_${i}`,
      class: 'DF',
      gates: { typical: { score: 1 - p, p, pass: true } },
    }));
    const found = select(given, { ...ALL, ...both(0.05), gamma: 0.5 });
    expect([...found.values()]).toEqual(['gate', 'beyond-gamma', 'kept', 'kept']);
    expect([...select(given, { ...ALL, mostTypicalP: 0.8 }).values()]).toEqual(['kept', 'kept', 'kept', 'too-typical']);
  });

  it('keeps the most varied share of each class among what passes, and says what it cannot tell', () => {
    fc.assert(
      fc.property(candidates, fc.constantFrom(0.2, 0.5, 1), fc.integer({ min: 0, max: 3 }), (given, share, bare) => {
        const described = given.map((sample, i) => ({
          ...sample,
          features: i % 4 < bare ? undefined : [Math.cos(i), Math.sin(i), 1],
        }));
        const found = select(described, { ...ALL, ...both(0.1), mostVaried: share });
        const passing = kept(given, both(0.1));
        for (const code of ISIC_CODES) {
          const own = described.filter((sample) => sample.class === code);
          const able = own.filter(({ id, features }) => passing.has(id) && features);
          const chosen = own.filter(({ id }) => found.get(id) === 'kept');
          expect(chosen).toHaveLength(Math.min(able.length, Math.ceil(share * own.length)));
        }
        for (const { id, features } of described)
          if (passing.has(id) && !features) expect(found.get(id)).toBe('undescribed');
          else if (!passing.has(id)) expect(found.get(id)).toBe('gate');
        expect([...select(described.toReversed(), { ...ALL, ...both(0.1), mostVaried: share })].sort()).toEqual(
          [...found].sort(),
        );
      }),
    );
  });

  it('rejects what the novel gate calls a copy at every level, unless that gate is off', () => {
    const typical = { score: 0, p: 1, pass: true };
    const copy: Candidate = { id: 'a', class: 'DF', gates: { typical, novel: { score: 0, p: 0.1, pass: false } } };
    expect(kept([copy], { levels: { novel: 0.01 } }).size).toBe(0);
    expect(kept([copy], {}).size).toBe(1);
  });

  it('cannot keep what no gate has scored', () => {
    const given: Candidate[] = [
      { id: 'SYN_1', class: 'SKIN', gates: {} },
      { id: 'SYN_2', class: 'DF', gates: { typical: { score: 1, p: null, pass: false } } },
    ];
    expect([...select(given, ALL).values()]).toEqual(['unscored', 'unscored']);
  });
});

describe('whatever the order of the candidates', () => {
  it('the selection and the random subset are the same, and of the same size in each class', () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (given, seed) => {
        const rule: SelectionRule = { ...ALL, ...both(0.1), gamma: 0.6 };
        const turned = given.toReversed();
        const chosen = kept(given, rule);
        expect(kept(turned, rule)).toEqual(chosen);
        const random = countMatchedRandom(given, chosen, seed);
        expect(countMatchedRandom(turned, chosen, seed)).toEqual(random);
        for (const code of ISIC_CODES) {
          const countOf = (ids: ReadonlySet<string>) =>
            given.filter(({ id, class: c }) => c === code && ids.has(id)).length;
          expect(countOf(random)).toBe(countOf(chosen));
        }
      }),
    );
  });

  it('another seed draws another subset', () => {
    const given = Array.from({ length: 30 }, (_, i): Candidate => ({ id: `SYN_${i}`, class: 'DF', gates: {} }));
    const half = new Set(given.slice(0, 15).map(({ id }) => id));
    const draws = [1, 2, 3].map((seed) => [...countMatchedRandom(given, half, seed)].sort().join());
    expect(new Set(draws).size).toBe(3);
  });
});
