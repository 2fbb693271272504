import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../contracts/classes';
import { sampleIdSchema } from '../../contracts/sample';
import { studySchema, type Study, type StudyItem } from '../../contracts/study';
import { fromCsv } from '../dataset/csv';
import { wilson } from '../metrics/interval';
import { drawStudy } from './study';
import { studyCsv, studyJson, studyResults } from './studyResults';

const synthetic = (n: number): StudyItem => ({
  kind: 'synthetic',
  id: sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`),
  class: ISIC_CODES[n % 3] ?? 'MEL',
});
const real = (n: number): StudyItem => ({ kind: 'real', id: `ISIC_${n}`, class: ISIC_CODES[n % 4] ?? 'MEL' });
const pool = {
  synthetic: Array.from({ length: 60 }, (_, n) => synthetic(n)),
  real: Array.from({ length: 40 }, (_, n) => real(n)),
};

describe('drawing', () => {
  it('takes as many of each kind in every class, in an order that a seed decides', () => {
    const drawn = drawStudy(pool, ISIC_CODES, 15, 7);
    expect(drawn).toHaveLength(30);
    for (const code of ISIC_CODES) {
      const countOf = (kind: string): number =>
        drawn.filter((item) => item.kind === kind && item.class === code).length;
      expect(countOf('real')).toBe(countOf('synthetic'));
      expect(countOf('real')).toBe(['MEL', 'NV', 'BCC'].includes(code) ? 5 : 0);
    }
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(30);
    expect(drawStudy({ real: pool.real.toReversed(), synthetic: pool.synthetic }, ISIC_CODES, 15, 7)).toEqual(drawn);
    expect(drawStudy(pool, ISIC_CODES, 15, 8)).not.toEqual(drawn);
    expect(drawn.slice(0, 10).map(({ kind }) => kind)).not.toEqual(Array(5).fill(['synthetic', 'real']).flat());
  });

  it('takes what there is, and nothing where no class has both', () => {
    expect(drawStudy(pool, ISIC_CODES, 1000, 1)).toHaveLength(60);
    expect(drawStudy({ synthetic: pool.synthetic, real: [] }, ISIC_CODES, 10, 1)).toEqual([]);
  });
});

describe('results', () => {
  const items = [synthetic(0), real(0), synthetic(1), real(1)]; // MEL, MEL, NV, NV
  const study: Study = {
    schema: 1,
    seed: 1,
    startedAt: '2026-11-27T10:00:00Z',
    items,
    answers: [
      { kind: 'synthetic', class: 'MEL', ms: 1000 },
      { kind: 'synthetic', class: null, ms: 2000.4 },
      { kind: 'real', class: 'BCC', ms: 3000 },
    ],
  };

  it('count what was answered, with intervals', () => {
    const found = studyResults(study, ISIC_CODES);
    expect(found.answered).toBe(3);
    expect(found.told).toEqual({ count: 1, n: 3, interval: wilson(1, 3) });
    expect(found.syntheticTold).toMatchObject({ count: 1, n: 2 });
    expect(found.realTold).toMatchObject({ count: 0, n: 1 });
    expect(found.syntheticClass).toMatchObject({ count: 1, n: 2 });
    expect(found.realClass).toMatchObject({ count: 0, n: 1 });
    expect(found.byClass.map((row) => row.class)).toEqual(['MEL', 'NV']);
  });

  it('are written as a table and as JSON that is a study again', () => {
    const rows = fromCsv(studyCsv(study));
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({ image: 'ISIC_0', is: 'real', taken_for: 'synthetic', read_as: '', ms: '2000' });
    expect(studySchema.parse(JSON.parse(studyJson(study, ISIC_CODES)))).toEqual(study);
  });
});
