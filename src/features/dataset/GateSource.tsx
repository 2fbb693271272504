/** Whose real images the gates compare samples with, and the fit on the data set that is open. */
import { useTranslation } from 'react-i18next';
import type { Fitted } from '../../contracts/fitting';
import { imagesFor } from '../../core/gates/conformal';
import { useSlice, useStudio } from '../../state/context';
import type { FittingPhase } from '../../state/dataset/fittingStore';
import { encoderOf } from '../../state/session/encoderOf';
import { Button } from '../../ui/Button';
import { Waits } from '../waiting';
import { Card, ProgressBar } from '../../ui/Page';
import styles from './Dataset.module.css';

/** Levels that are looked for when it is said what a class can promise. */
const LEVELS = [0.01, 0.05, 0.1, 0.2] as const;

export function GateSource() {
  const { t } = useTranslation();
  const { fitting } = useStudio();
  const phase = useSlice(
    (s) => s.fitting,
    (s) => s.phase,
  );
  const fitted = useSlice(
    (s) => s.fitting,
    (s) => s.fitted,
  );
  const coarser = useSlice(
    (s) => s.fitting,
    (s) => s.coarser,
  );
  const bundle = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const source = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind,
  );
  const isScanned = useSlice(
    (s) => s.dataset,
    (s) => s.scannedCount === s.content.images.length,
  );
  const canDescribe = bundle === null || encoderOf(bundle) !== null;
  return (
    <Card title={t('dataset.gates.title')}>
      {fitted ? (
        <FittedWords fitted={fitted} />
      ) : (
        <p>
          {bundle ? t('dataset.gates.withNamed', { bundle: bundle.name }) : t('dataset.gates.withBundle')}{' '}
          {t('dataset.gates.ownKnow')}
        </p>
      )}
      {coarser.length > 0 && (
        <p className={styles['advice']} role="status">
          {t('dataset.gates.coarser', {
            classes: coarser
              .map((own) => t('dataset.gates.coarserClass', { class: own.class, own: own.own, bundle: own.bundle }))
              .join(', '),
          })}
        </p>
      )}
      {bundle && !canDescribe && <p>{t('dataset.gates.noEncoder')}</p>}
      {source === 'open' && !isScanned && <p className={styles['note']}>{t('dataset.gates.notYet')}</p>}
      <Waits what="fit" />
      {phase.kind === 'idle' ? (
        <div className={styles['actions']}>
          <Button disabled={source !== 'open' || !isScanned || !canDescribe} onClick={() => void fitting.fit()}>
            {fitted ? t('dataset.gates.fitAgain') : t('dataset.gates.fit')}
          </Button>
          {fitted && (
            <Button look={coarser.length > 0 ? 'primary' : 'quiet'} onClick={() => void fitting.useBundle()}>
              {t('dataset.gates.useBundle')}
            </Button>
          )}
        </div>
      ) : (
        <Progress phase={phase} onStop={() => fitting.stop()} />
      )}
    </Card>
  );
}

function Progress({
  phase,
  onStop,
}: {
  readonly phase: Exclude<FittingPhase, { kind: 'idle' }>;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  if (phase.kind === 'fitting') {
    return (
      <>
        <ProgressBar label={t('dataset.gates.fitting')} share={null} />
        <p aria-live="polite">{t('dataset.gates.measuring')}</p>
      </>
    );
  }
  return (
    <div className={styles['progress']}>
      <ProgressBar label={t('dataset.gates.fitting')} share={phase.done / Math.max(1, phase.total)} />
      <span className={styles['soft']}>{t('dataset.gates.described', { done: phase.done, total: phase.total })}</span>
      <Button look="quiet" onClick={onStop}>
        {t('dataset.gates.stop')}
      </Button>
    </div>
  );
}

function FittedWords({ fitted }: { readonly fitted: Fitted }) {
  const { t } = useTranslation();
  const groups = groupsOf(fitted).filter(
    ({ members, countedAmong }) => members.length > 1 || countedAmong < imagesFor(LEVELS[0]),
  );
  const missing = fitted.classes.filter(({ images }) => images === 0);
  return (
    <>
      <p>
        {t('dataset.gates.withOwn', {
          images: fitted.images,
          dataset: fitted.dataset,
          date: fitted.when.slice(0, 10),
        })}
      </p>
      {groups.length > 0 && (
        <ul className={styles['oddities']} aria-label={t('dataset.gates.smallClasses')}>
          {groups.map(({ members, countedAmong }) => (
            <li key={members.map((member) => member.class).join()}>
              <strong>
                {members.map((member) => `${member.class} ${t('dataset.number', { n: member.images })}`).join(', ')}
              </strong>
              <Kept isTogether={members.length > 1} countedAmong={countedAmong} />
            </li>
          ))}
        </ul>
      )}
      {missing.length > 0 && (
        <p className={styles['note']}>
          {t('dataset.gates.notScored', { classes: missing.map((entry) => entry.class).join(', ') })}
        </p>
      )}
    </>
  );
}

interface Group {
  readonly members: readonly Fitted['classes'][number][];
  readonly countedAmong: number;
}

/** Classes that are counted together, with what they are counted among. */
function groupsOf({ classes }: Fitted): Group[] {
  const keys = new Set(classes.filter(({ images }) => images > 0).map(({ together }) => together.join()));
  return [...keys].map((key) => {
    const members = classes.filter(({ images, together }) => images > 0 && together.join() === key);
    return { members, countedAmong: members[0]?.countedAmong ?? 0 };
  });
}

function Kept({ isTogether, countedAmong: n }: { readonly isTogether: boolean; readonly countedAmong: number }) {
  const { t } = useTranslation();
  const level = LEVELS.find((alpha) => n >= imagesFor(alpha));
  if (level === undefined) {
    return <span>{isTogether ? t('dataset.gates.togetherTooFew', { n }) : t('dataset.gates.tooFew', { n })}</span>;
  }
  return (
    <span>{isTogether ? t('dataset.gates.togetherKept', { n, level }) : t('dataset.gates.kept', { n, level })}</span>
  );
}
