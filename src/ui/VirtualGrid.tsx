/** Cells in rows and columns, as many in the page as are seen. The list of cells scrolls by itself. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
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
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setWidth(element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  const columns = Math.max(1, Math.floor((width + GAP_PX) / (minCellPx + GAP_PX)));
  const cellPx = Math.max(1, (width - (columns - 1) * GAP_PX) / columns);
  const rowPx = cellPx + footPx + GAP_PX;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by a compiler
  const rows = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 2,
  });
  useLayoutEffect(() => rows.measure(), [rows, rowPx]);
  return (
    <div ref={scroller} className={styles['scroller']}>
      <ul aria-label={label} className={styles['list']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().flatMap(({ index, start }) =>
          Array.from({ length: Math.min(columns, count - index * columns) }, (_, column) => (
            <li
              key={index * columns + column}
              className={styles['cell']}
              style={{ width: cellPx, transform: `translate(${column * (cellPx + GAP_PX)}px, ${start}px)` }}
            >
              {cell(index * columns + column)}
            </li>
          )),
        )}
      </ul>
    </div>
  );
}
