import { describe, expect, it } from 'vitest';
import { ISIC_CODES } from '../../../contracts/classes';
import { sampleIdSchema, type SampleId } from '../../../contracts/sample';
import type { DrawnMap } from '../../../state/evaluate/mapStore';
import { exampleImage, exampleSummary } from '../../../testing/samples';
import { acrossOf, MARKS, nextPoint, pointsOf, subjectsOf, tallyOf } from './points';

const idOf = (n: number): SampleId => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);
const when = '2026-11-30T00:00:00Z';

const images = [
  exampleImage('a', { class: 'NV' }),
  exampleImage('b', { class: null }),
  exampleImage('c', { class: 'DF' }),
];
const samples = [
  exampleSummary({ id: idOf(1), class: 'NV', decision: null }),
  exampleSummary({ id: idOf(2), class: 'DF', decision: { outcome: 'rejected', reason: '', when } }),
  exampleSummary({
    id: idOf(3),
    class: 'DF',
    decision: { outcome: 'accepted', reason: '', when },
    secondReading: { outcome: 'rejected', reason: '', when },
  }),
];
const drawn: DrawnMap = {
  images: Int32Array.of(2, 1, 0),
  ids: [idOf(1), idOf(2), idOf(9), idOf(3)],
  places: Float32Array.of(5, 0, 6, 0, 4, 0, 3, 0, 2, 0, 1, 0, 0, 0),
  lies: ['unknown', 'outside', 'outside', 'among'],
  shares: [0.5, 0.2],
  axesOf: 'real',
  heldOutOnly: false,
};
const all = subjectsOf(drawn, { images, samples });
const seen = (hidden: readonly string[] = [], reader: 'first' | 'second' = 'first') =>
  pointsOf(drawn, { codes: ISIC_CODES, reader }, all, new Set(hidden));

describe('the points of a map', () => {
  it('are real images and, above them, samples, without what is gone or has no class', () => {
    const points = seen();
    expect(points.subjects.map((subject) => (subject.kind === 'real' ? subject.image : subject.sample.id))).toEqual([
      ...[2, 0],
      ...[idOf(1), idOf(2), idOf(3)],
    ]);
    expect([...points.places].filter((_, at) => at % 2 === 0)).toEqual([5, 4, 3, 2, 0]);
    expect(points.pointOf.get(idOf(3))).toBe(4);
  });

  it('have a mark by the decision of the reader, and none of a class that is put aside', () => {
    const marks = (points: ReturnType<typeof seen>) => Array.from(points.marks, (mark) => MARKS[mark]);
    expect(marks(seen())).toEqual(['real', 'real', 'none', 'rejected', 'accepted']);
    expect(marks(seen(['DF']))).toEqual(['real', 'none']);
    expect(marks(seen(['NV'], 'second'))).toEqual(['real', 'none', 'rejected']);
  });

  it('are counted by class, and outside only where that is known', () => {
    expect(tallyOf(drawn, ISIC_CODES, all)).toEqual([
      { code: 'NV', real: 1, samples: 1, outside: null },
      { code: 'DF', real: 1, samples: 2, outside: 1 },
    ]);
  });

  it('are gone through from left to right, or samples alone, and no further than the last', () => {
    const points = seen();
    const order = acrossOf(points);
    expect([...order]).toEqual([4, 3, 2, 1, 0]);
    const any = (): boolean => true;
    const isSample = (point: number): boolean => points.subjects[point]?.kind === 'sample';
    expect(nextPoint(order, null, 1, any)).toBe(4);
    expect(nextPoint(order, null, -1, isSample)).toBe(2);
    expect(nextPoint(order, 2, 1, any)).toBe(1);
    expect(nextPoint(order, 2, 1, isSample)).toBe(2);
  });
});
