import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskModel } from '../../contracts/bundle';
import { ISIC_CODES } from '../../contracts/classes';
import type { PlanSkin, Series } from '../../contracts/plan';
import type { QueueEntry } from '../../contracts/queue';
import { emptyMask, encodeRle, maskArea } from '../mask/rle';
import { candidate, seriesDigest } from './attempt';
import { candidatesLeft, costOf, counterpartCost, typicalMs } from './forecast';
import { filled, PlanLedger, stateOf } from './ledger';
import { runs } from '../../testing/propertyRuns';

const sha = (n: number): string => n.toString(16).padStart(64, '0');
const skin = (n: number, code: PlanSkin['class'] = null): PlanSkin => ({
  id: `skin-${n}`,
  sha256: sha(n),
  licence: 'CC0',
  width: 96,
  height: 80,
  class: code,
});
const MODEL: MaskModel = {
  schema: 2,
  mean: [0, 0],
  components: [[0.1, 0]],
  logDiameter: { mean: Math.log(0.4), sd: 0.2 },
  byClass: {},
};
const SERIES: Series = {
  bundle: { id: 'b', version: '1', sha256: sha(99) },
  sampler: { name: 'euler', steps: 16, guidance: 2, featherPx: 6 },
  seed: 5,
  skin: [skin(1), skin(2), skin(3)],
  skinOfClass: false,
  masks: { from: 'model', size: 'any', place: 'anywhere', ofClass: false },
};

describe('a candidate', () => {
  const code = fc.constantFrom(...ISIC_CODES);

  it('has the same skin, mask and noise in every class, and the same each time', () => {
    fc.assert(
      fc.property(code, code, fc.nat(5_000), (a, b, attempt) => {
        const [first, other] = [candidate(SERIES, a, attempt, MODEL), candidate(SERIES, b, attempt, MODEL)];
        expect({ ...first.recipe, class: null }).toEqual({ ...other.recipe, class: null });
        expect(candidate(SERIES, a, attempt, MODEL)).toEqual(first);
        expect(maskArea(first.mask)).toBeGreaterThan(0);
      }),
      { numRuns: runs(30) },
    );
  });

  it('differs from all others of its class', () => {
    const made = Array.from({ length: 60 }, (_, i) => candidate(SERIES, 'DF', i, MODEL).recipe);
    expect(new Set(made.map(({ seed }) => seed)).size).toBe(60);
    expect(new Set(made.map(({ mask }) => mask.counts.join())).size).toBeGreaterThan(55);
  });

  it('takes the skin in turn: equally often, and never the same order for long', () => {
    const used = Array.from({ length: 30 }, (_, i) => candidate(SERIES, 'DF', i, MODEL).recipe.background.id);
    for (const { id } of SERIES.skin) expect(used.filter((skinId) => skinId === id)).toHaveLength(10);
    const rounds = Array.from({ length: 10 }, (_, i) => used.slice(3 * i, 3 * i + 3).join());
    expect(new Set(rounds).size).toBeGreaterThan(1);
  });

  it('follows the class only where it is asked to, and takes any skin where the class has none', () => {
    const series: Series = { ...SERIES, skin: [skin(1, 'DF'), skin(2, 'MEL')], skinOfClass: true };
    const skinOf = (which: 'DF' | 'SCC') =>
      new Set(Array.from({ length: 8 }, (_, i) => candidate(series, which, i, MODEL).recipe.background.id));
    expect(skinOf('DF')).toEqual(new Set(['skin-1']));
    expect(skinOf('SCC')).toEqual(new Set(['skin-1', 'skin-2']));
  });

  it('follows it into skin in which the class lives, though the image shows no lesion of it', () => {
    const series: Series = {
      ...SERIES,
      skin: [{ ...skin(1), classes: ['DF', 'SCC'] }, { ...skin(2), classes: ['SCC'] }, skin(3, 'DF')],
      skinOfClass: true,
    };
    const used = (which: 'DF' | 'SCC') =>
      new Set(Array.from({ length: 12 }, (_, i) => candidate(series, which, i, MODEL).recipe.background.id));
    expect(used('DF')).toEqual(new Set(['skin-1', 'skin-3']));
    expect(used('SCC')).toEqual(new Set(['skin-1', 'skin-2']));
    const anySkin = { ...series, skinOfClass: false };
    expect(candidate(anySkin, 'DF', 4, MODEL).recipe).toEqual({
      ...candidate(anySkin, 'SCC', 4, MODEL).recipe,
      class: 'DF',
    });
  });

  it('may stand where a lesion of its class was, in its outline', () => {
    const drawn = emptyMask(96, 80);
    for (let y = 10; y < 20; y += 1) for (let x = 5; x < 25; x += 1) drawn.data[y * 96 + x] = 1;
    const over = (n: number, code: PlanSkin['class']): PlanSkin => ({ ...skin(n, code), lesion: encodeRle(drawn) });
    const lesions = [over(1, 'DF'), over(2, 'DF'), over(3, 'MEL')];
    const series: Series = { ...SERIES, skin: lesions, skinOfClass: true, masks: { from: 'lesions' } };
    const made = Array.from({ length: 8 }, (_, i) => candidate(series, 'DF', i, null));
    expect(new Set(made.map(({ recipe }) => recipe.background.id))).toEqual(new Set(['skin-1', 'skin-2']));
    for (const { mask } of made) expect(mask).toEqual(drawn);
    expect(new Set(made.map(({ recipe }) => recipe.seed)).size).toBe(8);
    expect(() => candidate(series, 'SCC', 0, null)).toThrow(RangeError);
    const falling: Series = { ...series, repaint: { first: 1, last: 0.4, rounds: 3 } };
    const strengths = (code: 'DF' | 'MEL', count: number) =>
      Array.from({ length: count }, (_, i) => candidate(falling, code, i, null).recipe.sampler.strength);
    expect(strengths('DF', 8)).toEqual([undefined, undefined, 0.7, 0.7, 0.4, 0.4, 0.4, 0.4]);
    expect(strengths('MEL', 4)).toEqual([undefined, 0.7, 0.4, 0.4]);
    const even: Series = { ...series, repaint: { first: 0.6, last: 0.6, rounds: 1 } };
    expect(candidate(even, 'DF', 5, null).recipe.sampler).toEqual({ ...series.sampler, strength: 0.6 });
  });

  it('may take its outline from a library', () => {
    const drawn = emptyMask(40, 40);
    for (let y = 10; y < 20; y += 1) for (let x = 5; x < 25; x += 1) drawn.data[y * 40 + x] = 1;
    const shapes = [{ rle: encodeRle(drawn), class: null }];
    const series: Series = { ...SERIES, masks: { from: 'library', shapes, place: 'anywhere', ofClass: false } };
    const masks = Array.from({ length: 12 }, (_, i) => candidate(series, 'DF', i, null).mask);
    expect(new Set(masks.map((mask) => mask.data.join(''))).size).toBeGreaterThan(8);
    for (const mask of masks) expect(maskArea(mask) / (80 * 80)).toBeCloseTo(200 / 1600, 1);
  });

  it('cannot be drawn without an outline model', () => {
    expect(() => candidate(SERIES, 'DF', 0, null)).toThrow('no outline model');
  });

  it('belongs to a series that is named by all that makes it', async () => {
    const name = await seriesDigest(SERIES);
    expect(await seriesDigest(structuredClone(SERIES))).toBe(name);
    expect(await seriesDigest({ ...SERIES, seed: 6 })).not.toBe(name);
  });
});

const entry = (changes: Partial<QueueEntry> = {}): QueueEntry => ({
  series: 's',
  target: { class: 'DF', accepted: 2, attempts: 5 },
  accept: { by: 'rule', rule: { levels: {}, gamma: null, mostTypicalP: null } },
  failed: [],
  ...changes,
});
const sample = (attempt: number, outcome: 'accepted' | 'rejected' | null) => ({
  class: 'DF' as const,
  plan: { sha256: 's', attempt },
  decision: outcome && { outcome, reason: '', when: '2026-01-01T00:00:00Z' },
});

describe('the ledger', () => {
  it('tells what is next: gaps first, failures passed over', () => {
    const ledger = new PlanLedger();
    expect(ledger.next(entry())).toBe(0);
    for (const attempt of [0, 1, 3]) ledger.change(null, sample(attempt, 'rejected'));
    expect(ledger.next(entry())).toBe(2);
    expect(ledger.next(entry({ failed: [{ attempt: 2, why: 'x' }] }))).toBe(4);
    ledger.change(sample(0, 'rejected'), null);
    expect(ledger.next(entry())).toBe(0);
  });

  it('is met when so many are accepted, and opens again when one is rejected', () => {
    const ledger = new PlanLedger();
    ledger.change(null, sample(0, 'accepted'));
    ledger.change(null, sample(1, 'accepted'));
    expect(stateOf(entry(), ledger)).toBe('met');
    ledger.change(sample(1, 'accepted'), sample(1, 'rejected'));
    expect(stateOf(entry(), ledger)).toBe('waiting');
    expect(ledger.tally('s', 'DF')).toMatchObject({ made: 2, accepted: 1, rejected: 1 });
  });

  it('is short when all candidates are made', () => {
    const ledger = new PlanLedger();
    for (let attempt = 0; attempt < 5; attempt += 1) ledger.change(null, sample(attempt, 'rejected'));
    expect(stateOf(entry(), ledger)).toBe('short');
    expect(stateOf(entry({ target: { class: 'DF', accepted: 2, attempts: 6 } }), ledger)).toBe('waiting');
  });

  it('counts what nobody has rejected where a person decides', () => {
    const tally = { made: 3, accepted: 1, rejected: 1 };
    expect(filled(tally, { by: 'person' })).toBe(2);
    expect(filled(tally, entry().accept)).toBe(1);
  });

  it('does not know samples that a person composed', () => {
    const ledger = new PlanLedger();
    ledger.change(null, { class: 'DF', decision: null, plan: undefined });
    expect(ledger.tally('s', 'DF').made).toBe(0);
  });

  it('agrees with a count from scratch after any changes', () => {
    const outcome = fc.constantFrom('accepted' as const, 'rejected' as const, null);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), outcome), { maxLength: 60 }), (changes) => {
        const ledger = new PlanLedger();
        const now = new Map<number, ReturnType<typeof sample>>();
        for (const [attempt, to] of changes) {
          ledger.change(now.get(attempt) ?? null, sample(attempt, to));
          now.set(attempt, sample(attempt, to));
        }
        const all = [...now.values()];
        const countOf = (which: string) => all.filter(({ decision }) => decision?.outcome === which).length;
        const expected = { made: all.length, accepted: countOf('accepted'), rejected: countOf('rejected') };
        expect(ledger.tally('s', 'DF')).toMatchObject(expected);
        const free = Array.from({ length: 11 }, (_, i) => i).find((i) => !now.has(i));
        expect(ledger.next(entry())).toBe(free);
      }),
    );
  });
});

describe('the forecast', () => {
  it('moves from what is usual to what was seen', () => {
    const target = { class: 'DF' as const, accepted: 300, attempts: 3000 };
    const left = (made: number, accepted: number) =>
      candidatesLeft(entry({ target }), { made, accepted, rejected: made - accepted }).expected;
    expect(left(0, 0)).toBeCloseTo(400);
    expect(left(400, 100) / 200).toBeCloseTo(1 / (103 / 404), 3);
  });

  it('never goes beyond what may be made, and is nothing when the target is met', () => {
    expect(candidatesLeft(entry(), { made: 4, accepted: 0, rejected: 4 })).toEqual({ expected: 1, most: 1 });
    expect(candidatesLeft(entry(), { made: 3, accepted: 2, rejected: 1 })).toEqual({ expected: 0, most: 0 });
    const byPerson = entry({ accept: { by: 'person' } });
    expect(candidatesLeft(byPerson, { made: 1, accepted: 0, rejected: 0 })).toEqual({ expected: 1, most: 1 });
  });

  it('of a plan sums its classes', () => {
    const classes = [entry().target, { class: 'SCC' as const, accepted: 30, attempts: 60 }];
    expect(costOf({ classes, accept: entry().accept })).toEqual({ wanted: 32, expected: 43, most: 65 });
    const more = [...classes, { class: 'NV' as const, accepted: 30, attempts: 60, counterparts: 15 }];
    expect(counterpartCost({ classes, accept: entry().accept })).toEqual({ wanted: 0, expected: 0 });
    expect(counterpartCost({ classes: more, accept: entry().accept })).toEqual({ wanted: 15, expected: 20 });
  });

  it('leaves out the warm-up and a night, and knows nothing before the first sample', () => {
    expect(typicalMs([])).toBeNull();
    expect(typicalMs([900])).toBe(900);
    expect(typicalMs([900, 100, 120, 28_800_000, 110])).toBeCloseTo(110);
    expect(typicalMs([...Array<number>(50).fill(900), ...Array<number>(20).fill(100)])).toBe(100);
  });
});
