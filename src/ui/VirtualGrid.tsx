/** Cells in rows and columns, as many in the page as are seen. The list of cells scrolls by itself. */
import { useRef, useState, type ReactNode } from 'react';
import { useVirtualRows } from './useVirtualRows';
import styles from './VirtualGrid.module.css';

export interface VirtualGridProps {
  readonly label: string;
  readonly count: number;
  readonly minCellPx: number;
  /** Height that a cell has beside its square. */
  readonly footPx: number;
  readonly cell: (place: number) => ReactNode;
}

const GAP_PX = 10;

export function VirtualGrid({ label, count, minCellPx, footPx, cell }: VirtualGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const { columns, cellPx, height, rows } = useVirtualRows({
    count,
    minCellPx,
    gapPx: GAP_PX,
    footPx,
    grid: list,
    scroller,
  });
  return (
    <div ref={setScroller} className={styles['scroller']}>
      <ul ref={list} aria-label={label} className={styles['list']} style={{ height }}>
        {rows.flatMap(({ index, top }) =>
          Array.from({ length: Math.min(columns, count - index * columns) }, (_, column) => (
            <li
              key={index * columns + column}
              className={styles['cell']}
              style={{ width: cellPx, transform: `translate(${column * (cellPx + GAP_PX)}px, ${top}px)` }}
            >
              {cell(index * columns + column)}
            </li>
          )),
        )}
      </ul>
    </div>
  );
}
