/** The wall of samples: as many in the page as are seen, however many there are. */
import { useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reader, SampleId, SampleSummary } from '../../contracts/sample';
import type { Choice } from '../../core/gates/choices';
import { useVirtualRows } from '../../ui/useVirtualRows';
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
  /** A hand has chosen the active one: it stays where it is on the screen when samples come before it. */
  readonly isChosen: boolean;
  readonly marked: ReadonlySet<SampleId>;
  readonly damaged: ReadonlySet<SampleId>;
  readonly chosen: ReadonlyMap<string, Choice>;
  /** Whose decisions are shown. */
  readonly reader: Reader;
  /** Shown on the cells where there is one. */
  readonly groupOf: ReadonlyMap<SampleId, number> | null;
  readonly onSelect: (id: SampleId, how?: 'range' | 'toggle') => void;
  /** How many stand side by side. */
  readonly onColumns: (columns: number) => void;
  /** Whether something tall stands above it. */
  readonly isBelowPanel: boolean;
  /** What scrolls: the wall is a part of it. */
  readonly scroller: HTMLElement | null;
  readonly ref: Ref<Wall>;
}

export function SampleWall(props: SampleWallProps) {
  const { shown, active, isChosen, marked, damaged, chosen, reader, groupOf, onSelect, onColumns } = props;
  const { isBelowPanel, scroller, ref } = props;
  const { t } = useTranslation();
  const grid = useRef<HTMLDivElement>(null);
  const { columns, cellPx, rowCount, height, rows, show } = useVirtualRows({
    count: shown.length,
    minCellPx: MIN_CELL_PX,
    gapPx: GAP_PX,
    footPx: CAPTION_PX,
    grid,
    scroller,
    above: isBelowPanel,
  });
  useLayoutEffect(() => onColumns(columns), [onColumns, columns]);

  useImperativeHandle(ref, () => ({
    focus(at) {
      const id = shown[at]?.id;
      if (id === undefined) return;
      show(at);
      const find = (frames: number): void => {
        const cell = grid.current?.querySelector<HTMLElement>(`[data-sample="${id}"]`);
        if (cell) cell.focus({ preventScroll: true });
        else if (frames > 0) requestAnimationFrame(() => find(frames - 1));
      };
      find(FRAMES);
    },
  }));

  const stood = useRef<{ readonly id: SampleId | null; readonly row: number }>({ id: null, row: 0 });
  useLayoutEffect(() => {
    const now = { id: active?.id ?? null, row: active ? Math.floor(shown.indexOf(active) / columns) : 0 };
    const rows = now.row - stood.current.row;
    if (scroller && isChosen && now.id === stood.current.id && rows !== 0)
      scroller.scrollTop += rows * (cellPx + CAPTION_PX + GAP_PX);
    stood.current = now;
  }, [shown, active, isChosen, columns, cellPx, scroller]);

  const hasFocus = useRef(false);
  useLayoutEffect(() => {
    // A cell that goes to another row is another element, and takes the focus along.
    if (!hasFocus.current || !active || document.activeElement !== document.body) return;
    grid.current?.querySelector<HTMLElement>(`[data-sample="${active.id}"]`)?.focus({ preventScroll: true });
  });

  return (
    <div
      ref={grid}
      onFocus={() => (hasFocus.current = true)}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget !== null) hasFocus.current = false;
      }}
      role="grid"
      aria-multiselectable
      aria-label={t('review.samples')}
      aria-rowcount={rowCount}
      className={styles['grid']}
      style={{ height }}
    >
      {rows.map(({ index, top }) => (
        <div
          key={index}
          role="row"
          aria-rowindex={index + 1}
          className={styles['row']}
          style={{ transform: `translateY(${top}px)`, gridTemplateColumns: `repeat(${columns}, ${cellPx}px)` }}
        >
          {shown.slice(index * columns, (index + 1) * columns).map((sample) => (
            <SampleCell
              key={sample.id}
              sample={sample}
              active={sample === active}
              marked={marked.has(sample.id)}
              damaged={damaged.has(sample.id)}
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
