/** Review: every sample, decided with one hand on the keyboard. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { CLASS_CODES } from '../../contracts/classes';
import type { SampleId } from '../../contracts/sample';
import { classWords } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import { choices, type Choice } from '../../state/selectionStore';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Inspector } from './Inspector';
import { isSwitchedOff } from '../../ui/singleKeys';
import { isTyping } from '../../ui/typing';
import styles from './Review.module.css';
import { SampleWall, type Wall } from './SampleWall';
import { SelectionPanel } from './SelectionPanel';
import { filterSamples, moveIndex, type Filter } from './selection';

export function ReviewScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { samples, order, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const [filter, setFilter] = useState<Filter>({ class: 'all', decision: 'all' });
  const [activeId, setActiveId] = useState<SampleId | null>(null);
  const wall = useRef<Wall>(null);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples and order have changed
  const shown = useMemo(() => filterSamples(samples, order, filter), [samples, order, revision, filter]);
  const index = Math.max(
    0,
    shown.findIndex((sample) => sample.id === activeId),
  );
  const active = shown[index] ?? null;
  const selection = useSlice(
    (s) => s.selection,
    (s) => s,
  );
  // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
  const all = useMemo(() => [...samples.values()], [samples, revision]);
  const { rule, by, controlSeed } = selection;
  const chosen = useMemo(
    () => (selection.open ? choices(all, { rule, by, controlSeed }) : new Map<SampleId, Choice>()),
    [selection.open, all, rule, by, controlSeed],
  );

  useEffect(() => {
    const stop = new AbortController();
    const decide = (outcome: 'accepted' | 'rejected'): void => {
      if (!active) return;
      void studio.samples.decide(active.id, outcome);
      focusOn(Math.min(shown.length - 1, index + 1));
    };
    const show = (id: SampleId | null): void => {
      if (id === null) return;
      setActiveId(id);
      wall.current?.focus(shown.findIndex((sample) => sample.id === id));
    };
    const focusOn = (place: number): void => {
      setActiveId(shown[place]?.id ?? null);
      wall.current?.focus(place);
    };
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isSwitchedOff(event)) return;
        const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        if (key === 'a') decide('accepted');
        else if (key === 'r') decide('rejected');
        else if (key === 'u') void studio.samples.undoDecision().then(show);
        else if (key.startsWith('Arrow') && shown.length > 0) {
          focusOn(moveIndex(key, index, shown.length, wall.current?.columns ?? 1));
        } else return;
        event.preventDefault();
      },
      { signal: stop.signal },
    );
    return () => stop.abort();
  });

  return (
    <div className={styles['screen']}>
      <section ref={setScroller} className={styles['wall']}>
        <header className={styles['head']}>
          <h1>{t('screens.review')}</h1>
          <p className={styles['keys']}>
            <Trans i18nKey="review.keys" components={{ kbd: <kbd /> }} />
          </p>
          <div className={styles['filters']}>
            <SelectField
              label={t('review.class')}
              value={filter.class}
              onChange={(value) => setFilter({ ...filter, class: value as Filter['class'] })}
            >
              <option value="all">{t('review.allClasses')}</option>
              {CLASS_CODES.map((code) => (
                <option key={code} value={code}>
                  {classWords(code)}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={t('review.decision')}
              value={filter.decision}
              onChange={(value) => setFilter({ ...filter, decision: value as Filter['decision'] })}
            >
              <option value="all">{t('review.all')}</option>
              <option value="undecided">{t('review.undecided')}</option>
              <option value="accepted">{t('review.accepted')}</option>
              <option value="rejected">{t('review.rejected')}</option>
            </SelectField>
            <Button aria-expanded={selection.open} onClick={() => studio.selection.setOpen(!selection.open)}>
              {t('review.selection')}
            </Button>
          </div>
        </header>
        {selection.open && (
          <SelectionPanel
            code={filter.class === 'all' ? (active?.class ?? null) : filter.class}
            shown={shown}
            all={all}
            chosen={chosen}
            active={active}
          />
        )}
        {shown.length === 0 && (
          <p className={styles['empty']}>
            {order.length === 0 ? (
              <Trans i18nKey="review.empty" components={{ compose: <a href="#/compose" /> }} />
            ) : (
              t('review.noneFits')
            )}
          </p>
        )}
        <SampleWall
          ref={wall}
          shown={shown}
          active={active}
          chosen={chosen}
          onSelect={setActiveId}
          scroller={scroller}
          isBelowPanel={selection.open}
        />
      </section>
      <aside className={styles['inspector']}>{active && <Inspector sample={active} />}</aside>
    </div>
  );
}
