/** The order of the variants: a batch stays together in the order of its seeds, the newest batch on top, so that no card jumps. */
import type { SampleId, SampleSummary } from '../../contracts/sample';
import type { Grid } from '../../contracts/storage';
import type { FormingSample } from '../../state/compose/generation';

export type Variant =
  | { readonly kind: 'forming'; readonly id: string; readonly index: number; readonly sample: FormingSample }
  | { readonly kind: 'made'; readonly id: string; readonly index: number; readonly sample: SampleSummary };

/** What is in a grid's cell, row by row; null where nothing was made. */
export type Cells = readonly (readonly (Variant | null)[])[];

export interface Arranged {
  readonly inGrids: readonly { readonly grid: Grid; readonly cells: Cells }[];
  /** Pinned, in the order of pinning, and the one of a grid that is shown. */
  readonly first: readonly Variant[];
  readonly others: readonly Variant[];
}

/** @param made in the order in which they were made @param grids newest first */
export function arrangeVariants(
  forming: readonly FormingSample[],
  made: readonly SampleSummary[],
  grids: readonly Grid[] = [],
  pinned: readonly SampleId[] = [],
  shownId: SampleId | null = null,
): Arranged {
  const batches = batchesOf(forming, made);
  const inGrids = grids
    .map((grid) => ({ grid, cells: cellsOf(grid, batches) }))
    .filter(({ cells }) => cells.some((row) => row.some((cell) => cell !== null)));
  const rows = new Set(inGrids.flatMap(({ grid }) => grid.rows.map(({ recipeSha256 }) => recipeSha256)));
  const all = [...batches.values()].flat();
  const isPinned = new Set<string>(pinned);
  const isFirst = ({ id }: Variant): boolean => isPinned.has(id) || (id === shownId && isInGrid(id));
  const isInGrid = (id: string): boolean =>
    inGrids.some(({ cells }) => cells.some((row) => row.some((cell) => cell?.id === id)));
  const loose = [...batches].filter(([recipe]) => !rows.has(recipe)).flatMap(([, batch]) => batch);
  return {
    inGrids,
    first: all.filter(isFirst).sort((a, b) => rank(a, pinned) - rank(b, pinned)),
    others: loose.filter((variant) => !isFirst(variant)),
  };
}

/** The one that is shown, then the pinned ones. */
function rank({ id }: Variant, pinned: readonly string[]): number {
  return pinned.indexOf(id);
}

/** By recipe, the newest first, each in the order of its seeds. */
function batchesOf(forming: readonly FormingSample[], made: readonly SampleSummary[]): Map<string, Variant[]> {
  const batches = new Map<string, Variant[]>();
  const put = (recipe: string, variant: Variant): void => {
    const batch = batches.get(recipe);
    if (batch) batch.push(variant);
    else batches.set(recipe, [variant]);
  };
  for (const sample of forming) {
    const { id, index, recipeSha256 } = sample;
    put(recipeSha256, { kind: 'forming', id, index, sample });
  }
  for (const sample of made.toReversed()) {
    const { id, recipe } = sample;
    put(recipe.sha256, { kind: 'made', id, index: recipe.index, sample });
  }
  for (const batch of batches.values()) batch.sort((a, b) => a.index - b.index);
  return batches;
}

function cellsOf({ rows, seeds }: Grid, batches: ReadonlyMap<string, readonly Variant[]>): Cells {
  return rows.map(({ recipeSha256 }) =>
    seeds.map((_, column) => batches.get(recipeSha256)?.find(({ index }) => index === column) ?? null),
  );
}
