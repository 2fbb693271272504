/** The pill in the header, on every screen: all work under way, how far it is and for how long, and the way there. */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { secondsWords, useMsToReady } from '../features/waiting';
import { isAcceptedByRule } from '../core/review/wallOrder';
import { useSlice, useStudio } from '../state/context';
import { ProgressBar } from '../ui/Page';
import styles from './WorkPill.module.css';
import { createPace, workOf, type Work } from './work';

const TICK_MS = 1000;

export function WorkPill() {
  const { t } = useTranslation();
  const id = useId();
  const all = useWork();
  const [nowMs, setNowMs] = useState(() => performance.now());
  const pace = useRef<ReturnType<typeof createPace>>(null);
  const isBusy = all.length > 0;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isBusy]);
  const [remaining, setRemaining] = useState<ReadonlyMap<Work, number | null>>(new Map());
  useEffect(() => {
    pace.current ??= createPace();
    setRemaining(pace.current.remaining(all, performance.now()));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- reckoned each second, and when something begins or ends
  }, [nowMs, all.length]);
  const [first] = all;
  if (!first) return <LookThrough />;
  const timeOf = (work: Work): number | null =>
    [...remaining].find(([known]) => known.kind === work.kind)?.[1] ?? work.remainingMs;
  const isTold = first.total > 0 || timeOf(first) !== null;
  return (
    <>
      <button
        type="button"
        className={styles['pill']}
        popoverTarget={id}
        title={t('app.work.all', { count: all.length })}
      >
        <span className={styles[isTold ? 'name' : 'nameAlone']}>{t(`app.work.${first.kind}`)}</span>
        <Far work={first} ms={timeOf(first)} />
        {all.length > 1 && <span className={styles['more']}>+{all.length - 1}</span>}
        <span className={styles['fill']} style={{ width: `${100 * shareOf(first)}%` }} />
      </button>
      <ul id={id} popover="auto" className={styles['list']} aria-label={t('app.work.list')}>
        {all.map((work) => (
          <li key={work.kind}>
            <a
              href={`#/${work.route}`}
              onClick={(event) => event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
            >
              {t(`app.work.${work.kind}`)} <Far work={work} ms={timeOf(work)} />
            </a>
            <ProgressBar label={t(`app.work.${work.kind}`)} share={work.total > 0 ? shareOf(work) : null} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** After the work: what the rule has accepted and no person has seen. */
function LookThrough() {
  const { t } = useTranslation();
  const { review } = useStudio();
  const isQueued = useSlice(
    (s) => s.queue,
    ({ entries }) => entries.length > 0,
  );
  const { samples, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const count = useMemo(
    () => [...samples.values()].filter(isAcceptedByRule).length,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples have changed
    [samples, revision],
  );
  if (!isQueued || count === 0) return null;
  return (
    <a className={styles['pill']} href="#/review" onClick={() => review.lookThrough()}>
      {t('app.work.lookThrough', { count })}
    </a>
  );
}

function shareOf({ done, total }: Work): number {
  return total > 0 ? Math.min(1, done / total) : 0;
}

function Far({ work: { kind, done, total }, ms }: { readonly work: Work; readonly ms: number | null }) {
  const { t } = useTranslation();
  const far =
    total === 0 ? '' : kind === 'model' ? t('app.work.percent', { percent: done }) : t('app.work.far', { done, total });
  return (
    <span className={styles['far']}>
      {far}{' '}
      {ms !== null && (
        <span className={far === '' ? undefined : styles['left']}>
          {t('app.work.left', { time: secondsWords(ms) })}
        </span>
      )}
    </span>
  );
}

/** Follows every store that works. */
function useWork(): Work[] {
  const model = useSlice(
    (s) => s.session,
    (s) => s.model,
  );
  const { forming, remainingMs, made } = useSlice(
    (s) => s.generation,
    (s) => s,
  );
  const queue = useSlice(
    (s) => s.queue,
    (s) => s,
  );
  const exporting = useSlice(
    (s) => s.exporting,
    (s) => s.state,
  );
  const replay = useSlice(
    (s) => s.replay,
    (s) => s,
  );
  const { phase: evaluating, purpose } = useSlice(
    (s) => s.evaluation,
    (s) => s,
  );
  const fitting = useSlice(
    (s) => s.fitting,
    (s) => s.phase,
  );
  const learning = useSlice(
    (s) => s.learnt,
    (s) => s.work,
  );
  const library = useSlice(
    (s) => s.library,
    (s) => s.work,
  );
  const { scanning, scannedCount, content } = useSlice(
    (s) => s.dataset,
    (s) => s,
  );
  const describing = useSlice(
    (s) => s.selection,
    (s) => s.describing,
  );
  const grouping = useSlice(
    (s) => s.review,
    (s) => s.grouping,
  );
  return workOf({
    ...{ model, queue, exporting, replay, evaluating, fitting, learning, library, describing, grouping },
    isForMap: purpose === 'map',
    msToReady: useMsToReady(),
    batch: { done: made, total: forming.length === 0 ? 0 : made + forming.length },
    batchMs: remainingMs,
    scan: { scanning, done: scannedCount, total: content.images.length },
  });
}
