import { describe, expect, it } from 'vitest';
import { sampleIdSchema } from '../../contracts/sample';
import { exampleSummary } from '../../core/dataset/example';
import { filterSamples, moveIndex } from './selection';

const id = (n: number) => sampleIdSchema.parse(`SYN_${String(n).padStart(12, '0')}`);
const made = [
  exampleSummary({ id: id(1), class: 'DF' }),
  exampleSummary({ id: id(2), class: 'MEL', decision: null }),
  exampleSummary({
    id: id(3),
    class: 'DF',
    decision: { outcome: 'rejected', reason: '', when: '2026-01-01T00:00:00Z' },
  }),
];
const samples = new Map(made.map((sample) => [sample.id, sample]));
const order = made.map(({ id: one }) => one);
const ids = (filter: Parameters<typeof filterSamples>[2]) =>
  filterSamples(samples, order, filter).map(({ id: one }) => one);

describe('filtering', () => {
  it('shows the newest first', () => {
    expect(ids({ class: 'all', decision: 'all' })).toEqual([id(3), id(2), id(1)]);
  });

  it('combines class and decision', () => {
    expect(ids({ class: 'DF', decision: 'all' })).toEqual([id(3), id(1)]);
    expect(ids({ class: 'all', decision: 'undecided' })).toEqual([id(2)]);
    expect(ids({ class: 'MEL', decision: 'accepted' })).toEqual([]);
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
