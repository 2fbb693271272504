/** Review: every sample, decided with one hand on the keyboard; on a wall, or one at a time. */
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { ANY_CLASS } from '../../contracts/classes';
import type { SampleId } from '../../contracts/sample';
import { useSlice, useStudio } from '../../state/context';
import { choices, type Choice } from '../../core/gates/choices';
import { Button } from '../../ui/Button';
import { Filters } from './Filters';
import { Inspector } from './Inspector';
import { Readers } from './Readers';
import styles from './Review.module.css';
import { SampleWall, type Wall } from './SampleWall';
import { SelectionPanel } from './SelectionPanel';
import { SingleView } from './SingleView';
import { Tags } from './Tags';
import { ViewSwitch } from './ViewSwitch';

const ReaderStudy = lazy(async () => ({ default: (await import('./ReaderStudy')).ReaderStudy }));
const MapView = lazy(async () => ({ default: (await import('./map')).MapView }));

export function ReviewScreen() {
  const isStudying = useSlice(
    (s) => s.study,
    (s) => s.isOpen,
  );
  return isStudying ? (
    <Suspense>
      <ReaderStudy />
    </Suspense>
  ) : (
    <Reviewing />
  );
}

function Reviewing() {
  const { t } = useTranslation();
  const { review, study, selection: choosing } = useStudio();
  const {
    samples,
    order: made,
    revision,
    damaged,
    restored,
  } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const { activeId, isChosen, marked, moves, view, isSingle, filter, order, reader, groupOf } = useSlice(
    (s) => s.review,
    (s) => s,
  );
  const wall = useRef<Wall>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const shown = review.shown();
  const index = useMemo(
    () => review.activeIndex(),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what the index follows from
    [review, shown, activeId],
  );
  useLayoutEffect(() => review.hold(), [review, shown, activeId]);
  const active = shown[index] ?? null;
  const selection = useSlice(
    (s) => s.selection,
    (s) => s,
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples and order have changed
  const all = useMemo(() => [...samples.values()], [samples, revision]);
  const { rule, by, controlSeed, features } = selection;
  /** The rule decides for the first reader, and shows what is decided. */
  const isSelecting = selection.open && reader === 'first' && !isSingle && view === 'wall';
  const chosen = useMemo(
    () => (isSelecting ? choices(all, { rule, by, controlSeed, features }) : new Map<SampleId, Choice>()),
    [isSelecting, all, rule, by, controlSeed, features],
  );
  useEffect(() => {
    if (isSelecting) void choosing.describe();
  }, [isSelecting, choosing, all]);
  const select = useCallback(
    (id: SampleId, how?: 'range' | 'toggle'): void => {
      if (how === 'range') review.markTo(id);
      else if (how === 'toggle') review.toggleMark(id);
      else review.select(id);
    },
    [review],
  );
  const followed = useRef(moves);
  useEffect(() => {
    if (followed.current === moves) return; // a click stays where it is
    followed.current = moves;
    wall.current?.focus(index);
  }, [moves, index, isSingle]);

  return (
    <div className={styles['screen']}>
      <section ref={setScroller} className={styles['wall']}>
        <header className={styles['head']}>
          <h1>{t('screens.review')}</h1>
          {!isSingle && <ViewSwitch view={view} />}
          <p id="review-keys" className={styles['keys']}>
            {view === 'map' ? (
              <Trans i18nKey="map.keys" components={{ kbd: <kbd /> }} />
            ) : (
              <Trans i18nKey="review.keys" components={{ kbd: <kbd /> }} />
            )}
          </p>
          {isSingle ? (
            <Button onClick={() => review.setSingle(false)}>{t('review.single.leave')}</Button>
          ) : (
            <Filters>
              {reader === 'first' && view === 'wall' && (
                <Button aria-expanded={selection.open} onClick={() => choosing.setOpen(!selection.open)}>
                  {t('review.selection')}
                </Button>
              )}
              {view === 'wall' && (
                <Button disabled={active === null} onClick={() => review.setSingle(true)}>
                  {t('review.single.enter')}
                </Button>
              )}
              <Button onClick={() => study.setOpen(true)}>{t('review.study.name')}</Button>
            </Filters>
          )}
        </header>
        {!isSingle && <Readers />}
        {marked.size > 0 && (
          <div className={styles['marked']} role="status">
            <span>{t('review.marked', { count: marked.size })}</span>
            <Button onClick={() => void review.decide('accepted')}>{t('review.inspector.accept')}</Button>
            <Button onClick={() => void review.decide('rejected')}>{t('review.inspector.reject')}</Button>
            <Button onClick={() => void review.remove()}>{t('review.remove')}</Button>
            <Button look="quiet" onClick={review.unmark}>
              {t('review.unmark')}
            </Button>
            <Tags chosen={[...marked].flatMap((id) => samples.get(id) ?? [])} />
          </div>
        )}
        {isSelecting && (
          <SelectionPanel
            code={filter.class === ANY_CLASS ? (active?.class ?? null) : filter.class}
            shown={shown}
            all={all}
            chosen={chosen}
            active={active}
          />
        )}
        {shown.length === 0 && view === 'wall' && (
          <p className={styles['empty']}>
            {made.length === 0 && !restored ? (
              t('review.reading')
            ) : made.length === 0 ? (
              <Trans i18nKey="review.empty" components={{ screen: <a href="#/compose" /> }} />
            ) : order === 'alike' ? (
              t('review.alike.none')
            ) : (
              t('review.noneFits')
            )}
          </p>
        )}
        {view === 'map' ? (
          <Suspense>
            <MapView shown={shown} active={active} reader={reader} onSelect={select} />
          </Suspense>
        ) : isSingle && active ? (
          <SingleView sample={active} next={shown[index + 1] ?? null} place={index + 1} total={shown.length} />
        ) : (
          <SampleWall
            ref={wall}
            shown={shown}
            active={active}
            isChosen={isChosen}
            marked={marked}
            damaged={damaged}
            chosen={chosen}
            reader={reader}
            groupOf={order === 'alike' ? groupOf : null}
            onSelect={select}
            onColumns={review.setColumns}
            scroller={scroller}
            isBelowPanel={isSelecting}
          />
        )}
      </section>
      <aside className={styles['inspector']}>{active && <Inspector sample={active} reader={reader} />}</aside>
    </div>
  );
}
