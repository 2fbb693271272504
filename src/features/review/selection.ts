/** Which samples Review shows, and how the arrows move among them. Pure. */
import type { ClassCode } from '../../contracts/classes';
import type { SampleId, SampleSummary } from '../../contracts/sample';

export interface Filter {
  readonly class: ClassCode | 'all';
  readonly decision: 'all' | 'undecided' | 'accepted' | 'rejected';
}

/** Samples that fit the filter, newest first. */
export function filterSamples(
  samples: ReadonlyMap<SampleId, SampleSummary>,
  order: readonly SampleId[],
  filter: Filter,
): SampleSummary[] {
  return order
    .toReversed()
    .flatMap((id) => samples.get(id) ?? [])
    .filter((sample) => filter.class === 'all' || sample.class === filter.class)
    .filter((sample) => filter.decision === 'all' || (sample.decision?.outcome ?? 'undecided') === filter.decision);
}

const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

/** Index after an arrow key in a grid of `count` items; the same index at the edge or for another key. */
export function moveIndex(key: string, index: number, count: number, columns: number): number {
  const next = index + (MOVES[key]?.(columns) ?? 0);
  return next >= 0 && next < count ? next : index;
}
