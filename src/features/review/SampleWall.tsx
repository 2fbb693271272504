/** The wall of samples: as many in the page as are seen, however many there are. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reader, SampleId, SampleSummary } from '../../contracts/sample';
import type { Choice } from '../../core/gates/choices';
import styles from './Review.module.css';
import { SampleCell } from './SampleCell';

const MIN_CELL_PX = 148;
const GAP_PX = 12;
const CAPTION_PX = 32;
/** Frames in which a cell may come into the page after it was scrolled to. */
const FRAMES = 10;

export interface Wall {
  /** Scrolls a sample into sight and gives it the focus. */
  focus(place: number): void;
}

export interface SampleWallProps {
  readonly shown: readonly SampleSummary[];
  readonly active: SampleSummary | null;
  readonly chosen: ReadonlyMap<string, Choice>;
  /** Whose decisions are shown. */
  readonly reader: Reader;
  /** Shown on the cells where there is one. */
  readonly groupOf: ReadonlyMap<SampleId, number> | null;
  readonly onSelect: (id: SampleId) => void;
  /** How many stand side by side. */
  readonly onColumns: (columns: number) => void;
  /** Whether something tall stands above it. */
  readonly isBelowPanel: boolean;
  /** What scrolls: the wall is a part of it. */
  readonly scroller: HTMLElement | null;
  readonly ref: Ref<Wall>;
}

export function SampleWall(props: SampleWallProps) {
  const { shown, active, chosen, reader, groupOf, onSelect, onColumns, isBelowPanel, scroller, ref } = props;
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ columns: 1, cellPx: MIN_CELL_PX, top: 0 });
  const { columns, cellPx, top } = place;

  useLayoutEffect(() => {
    const element = grid.current;
    if (!element || !scroller) return;
    const measure = (): void => {
      const fit = Math.max(1, Math.floor((element.clientWidth + GAP_PX) / (MIN_CELL_PX + GAP_PX)));
      const next = {
        columns: fit,
        cellPx: (element.clientWidth - (fit - 1) * GAP_PX) / fit,
        top: element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
      };
      setPlace((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    const observer = new ResizeObserver(measure);
    for (const watched of [element, ...scroller.children]) observer.observe(watched);
    measure();
    return () => observer.disconnect();
  }, [scroller, isBelowPanel]);

  const rowPx = cellPx + CAPTION_PX + GAP_PX;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoised by a compiler
  const rows = useVirtualizer({
    count: Math.ceil(shown.length / columns),
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    scrollMargin: top,
    overscan: 2,
  });
  useLayoutEffect(() => rows.measure(), [rows, rowPx]);
  useLayoutEffect(() => onColumns(columns), [onColumns, columns]);

  useImperativeHandle(ref, () => ({
    focus(at) {
      const id = shown[at]?.id;
      if (id === undefined) return;
      rows.scrollToIndex(Math.floor(at / columns));
      const find = (frames: number): void => {
        const cell = grid.current?.querySelector<HTMLElement>(`[data-sample="${id}"]`);
        if (cell) cell.focus({ preventScroll: true });
        else if (frames > 0) requestAnimationFrame(() => find(frames - 1));
      };
      find(FRAMES);
    },
  }));

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={t('review.samples')}
      aria-rowcount={rows.options.count}
      className={styles['grid']}
      style={{ height: rows.getTotalSize() }}
    >
      {rows.getVirtualItems().map(({ index, start }) => (
        <div
          key={index}
          role="row"
          aria-rowindex={index + 1}
          className={styles['row']}
          style={{ transform: `translateY(${start - top}px)`, gridTemplateColumns: `repeat(${columns}, ${cellPx}px)` }}
        >
          {shown.slice(index * columns, (index + 1) * columns).map((sample) => (
            <SampleCell
              key={sample.id}
              sample={sample}
              active={sample === active}
              choice={chosen.get(sample.id) ?? null}
              reader={reader}
              group={groupOf?.get(sample.id) ?? null}
              onSelect={onSelect}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
