/** Every image that passes the filter, as many in the page as are seen. */
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ANY_CLASS, NO_CLASS } from '../../contracts/classes';
import { SPLIT_NAMES } from '../../contracts/dataset';
import { ALL_IMAGES, filterImages, IMAGE_STATES, type ImageFilter } from '../../core/dataset/filter';
import { classWords } from '../../messages/classNames';
import { useClassCodes } from '../../state/context';
import type { DatasetContent } from '../../state/dataset/datasetStore';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { useVirtualRows } from '../../ui/useVirtualRows';
import styles from './Dataset.module.css';
import imageStyles from './Images.module.css';
import { ImageCell } from './ImageCell';
import { ImageDetails } from './ImageDetails';

const CELL_PX = 128;
const GAP_PX = 8;
const STATE_WORDS = {
  all: 'dataset.show.all',
  counted: 'dataset.show.counted',
  duplicate: 'dataset.show.duplicate',
  unreadable: 'dataset.show.unreadable',
  'over-limit': 'dataset.show.overLimit',
  'with-mask': 'dataset.show.withMask',
  'without-mask': 'dataset.show.withoutMask',
} as const satisfies Record<(typeof IMAGE_STATES)[number], string>;

export interface BrowserProps extends DatasetContent {
  readonly filter: ImageFilter;
  readonly onFilter: (filter: ImageFilter) => void;
}

export function ImageBrowser({ images, scan, filter, onFilter }: BrowserProps) {
  const { t } = useTranslation();
  const codes = useClassCodes();
  const sheet = useRef<HTMLDivElement>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const shown = useMemo(() => filterImages(images, scan, filter), [images, scan, filter]);
  const index = active === null ? -1 : shown.indexOf(active);
  const chosen = index < 0 || active === null ? null : (images[active] ?? null);

  const { columns, rowCount, height, rows, show } = useVirtualRows({
    count: shown.length,
    minCellPx: CELL_PX,
    gapPx: GAP_PX,
    isStretched: false,
    grid: sheet,
    scroller,
    overscan: 3,
  });

  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      setActive(null);
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(shown.length - 1, Math.max(0, index + step));
    setActive(shown[next] ?? null);
    show(next);
  };

  return (
    <section className={imageStyles['browser']} aria-label={t('dataset.browser.name')}>
      <div className={imageStyles['filters']}>
        <SelectField
          label={t('dataset.columns.class')}
          value={filter.class}
          onChange={(value) => onFilter({ ...filter, class: value })}
        >
          <option value={ANY_CLASS}>{t('dataset.browser.allClasses')}</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {classWords(code)}
            </option>
          ))}
          <option value={NO_CLASS}>{t('dataset.browser.noClass')}</option>
        </SelectField>
        <SelectField
          label={t('dataset.facts.split')}
          value={filter.split}
          onChange={(value) => onFilter({ ...filter, split: value as ImageFilter['split'] })}
        >
          <option value="all">{t('dataset.browser.allSplits')}</option>
          {SPLIT_NAMES.map((split) => (
            <option key={split} value={split}>
              {t(`dataset.splits.${split}`)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('dataset.browser.show')}
          value={filter.state}
          onChange={(value) => onFilter({ ...filter, state: value as ImageFilter['state'] })}
        >
          {IMAGE_STATES.map((state) => (
            <option key={state} value={state}>
              {t(STATE_WORDS[state])}
            </option>
          ))}
        </SelectField>
        <span className={imageStyles['found']} aria-live="polite">
          {t('dataset.browser.found', { shown: shown.length, all: images.length })}
        </span>
        {Object.entries(ALL_IMAGES).some(([key, usual]) => filter[key as keyof typeof filter] !== usual) && (
          <Button look="quiet" onClick={() => onFilter(ALL_IMAGES)}>
            {t('dataset.browser.showAll')}
          </Button>
        )}
      </div>
      <div ref={setScroller} className={imageStyles['scroller']}>
        <div
          ref={sheet}
          role="grid"
          aria-label={t('dataset.columns.images')}
          aria-rowcount={rowCount}
          tabIndex={0}
          aria-activedescendant={chosen ? `image-${active ?? ''}` : undefined}
          className={imageStyles['sheet']}
          style={{ height }}
          onKeyDown={move}
        >
          {rows.map(({ index: row, top }) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 1}
              className={imageStyles['row']}
              style={{ transform: `translateY(${top}px)`, gridTemplateColumns: `repeat(${columns}, ${CELL_PX}px)` }}
            >
              {shown.slice(row * columns, (row + 1) * columns).map((image) => {
                const about = images[image];
                return (
                  about && (
                    <ImageCell
                      key={image}
                      place={image}
                      image={about}
                      scanState={scan.state[image] ?? 0}
                      active={image === active}
                      onSelect={setActive}
                    />
                  )
                );
              })}
            </div>
          ))}
        </div>
        {shown.length === 0 && <p className={styles['soft']}>{t('dataset.browser.noneFits')}</p>}
      </div>
      {chosen && active !== null && (
        <ImageDetails place={active} image={chosen} images={images} scan={scan} onClose={() => setActive(null)} />
      )}
    </section>
  );
}
