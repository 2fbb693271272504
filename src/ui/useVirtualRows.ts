/** Rows of cells of one size, as many in the page as are seen: how many stand side by side, how large they are, and where each row lies. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useState, type RefObject } from 'react';

export interface VirtualRowsNeeds {
  /** Of the cells. */
  readonly count: number;
  readonly minCellPx: number;
  readonly gapPx: number;
  /** Height that a cell has beside its square. */
  readonly footPx?: number;
  /** Cells are as wide as they can be, and not `minCellPx`. */
  readonly isStretched?: boolean;
  /** What holds the rows. */
  readonly grid: RefObject<HTMLElement | null>;
  /** What scrolls: the grid may be a part of it. */
  readonly scroller: HTMLElement | null;
  /** Changes where something tall comes or goes above the grid. */
  readonly above?: unknown;
  readonly overscan?: number;
}

interface VirtualRow {
  readonly index: number;
  /** From the upper edge of the grid, in pixels. */
  readonly top: number;
}

export interface VirtualRows {
  readonly columns: number;
  readonly cellPx: number;
  readonly rowCount: number;
  /** Of the whole grid, in pixels. */
  readonly height: number;
  readonly rows: readonly VirtualRow[];
  /** Scrolls the cell at a place into sight. */
  readonly show: (place: number) => void;
}

export function useVirtualRows(needs: VirtualRowsNeeds): VirtualRows {
  const { count, minCellPx, gapPx, footPx = 0, isStretched = true, grid, scroller, above, overscan = 2 } = needs;
  const [sizes, setSizes] = useState({ width: minCellPx, top: 0 });
  const { width, top } = sizes;

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element || !scroller) return;
    const measure = (): void => {
      const next = {
        width: element.clientWidth,
        top: element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
      };
      setSizes((before) => (before.width === next.width && before.top === next.top ? before : next));
    };
    const observer = new ResizeObserver(measure);
    for (const watched of new Set([scroller, element, ...scroller.children])) observer.observe(watched);
    measure();
    return () => observer.disconnect();
  }, [grid, scroller, above]);

  const columns = Math.max(1, Math.floor((width + gapPx) / (minCellPx + gapPx)));
  const cellPx = isStretched ? Math.max(1, (width - (columns - 1) * gapPx) / columns) : minCellPx;
  const rowPx = cellPx + footPx + gapPx;
  const rowCount = Math.ceil(count / columns);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by a compiler
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    scrollMargin: top,
    overscan,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowPx]);
  return {
    columns,
    cellPx,
    rowCount,
    height: virtualizer.getTotalSize(),
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - top })),
    show: (place) => virtualizer.scrollToIndex(Math.floor(place / columns)),
  };
}
