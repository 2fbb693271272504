import { describe, expect, it } from 'vitest';
import { sampleIdSchema, type SampleSummary } from '../../contracts/sample';
import { exampleSummary } from '../../testing/samples';
import type { FormingSample } from '../../state/compose/generation';
import { arrangeVariants } from './variants';

const sha = (letter: string): string => letter.repeat(64);
const id = (digit: number) => sampleIdSchema.parse(`SYN_${String(digit).repeat(12)}`);
const made = (digit: number, batch: string, index: number): SampleSummary =>
  exampleSummary({ id: id(digit), recipe: { sha256: sha(batch), index } });
const forming = (digit: number, batch: string, index: number): FormingSample =>
  ({ id: id(digit), recipeSha256: sha(batch), index }) as FormingSample;

describe('the list of variants', () => {
  it('keeps a batch together, in the order of its seeds, with the newest batch first', () => {
    const list = arrangeVariants([], [made(1, 'a', 0), made(2, 'a', 1), made(3, 'b', 0), made(4, 'b', 1)]);
    expect(list.others.map((variant) => variant.id)).toEqual([id(3), id(4), id(1), id(2)]);
  });

  it('shows a forming batch on top, each variant at its place', () => {
    const list = arrangeVariants([forming(6, 'c', 1), forming(7, 'c', 2)], [made(1, 'a', 0), made(5, 'c', 0)]);
    expect(list.others.map(({ kind }) => kind)).toEqual(['made', 'forming', 'forming', 'made']);
    expect(list.others.map((variant) => variant.id)).toEqual([id(5), id(6), id(7), id(1)]);
  });

  it('puts what is pinned first, in the order of pinning', () => {
    const { first, others } = arrangeVariants([], [made(1, 'a', 0), made(2, 'a', 1)], [], [id(2), id(1)]);
    expect(first.map((variant) => variant.id)).toEqual([id(2), id(1)]);
    expect(others).toEqual([]);
  });

  it('shows a grid as a table, with holes where nothing was made, and lists of it only what is shown or pinned', () => {
    const rows = [
      { value: 'DF' as const, recipeSha256: sha('a') },
      { value: 'AK' as const, recipeSha256: sha('b') },
    ];
    const grid = { backgroundId: 'skin', axis: 'class' as const, rows, seeds: [1, 2] };
    const samples = [made(1, 'a', 0), made(2, 'a', 1), made(3, 'b', 1), made(4, 'c', 0)];
    const { inGrids, first, others } = arrangeVariants([forming(5, 'b', 0)], samples, [grid], [], id(2));
    const cells = inGrids[0]?.cells.map((row) => row.map((cell) => cell?.id ?? null));
    expect(cells).toEqual([
      [id(1), id(2)],
      [id(5), id(3)],
    ]);
    expect(first.map((variant) => variant.id)).toEqual([id(2)]);
    expect(others.map((variant) => variant.id)).toEqual([id(4)]);
    expect(arrangeVariants([], [made(3, 'b', 1)], [grid]).inGrids[0]?.cells[0]).toEqual([null, null]);
    expect(arrangeVariants([], [], [grid]).inGrids).toEqual([]);
  });
});
