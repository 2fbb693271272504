/** Whose real images the gates compare samples with, and the fit on the data set that is open. */
import type { Fitted } from '../../contracts/fitting';
import { imagesFor } from '../../core/ood/conformal';
import { useSlice, useStudio } from '../../state/context';
import { encoderOf, type FittingPhase } from '../../state/fittingStore';
import { Button } from '../../ui/Button';
import { Card, ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';

/** Levels that are looked for when it is said what a class can promise. */
const LEVELS = [0.01, 0.05, 0.1, 0.2] as const;

export function GateSource() {
  const { fitting } = useStudio();
  const phase = useSlice(
    (s) => s.fitting,
    (s) => s.phase,
  );
  const fitted = useSlice(
    (s) => s.fitting,
    (s) => s.fitted,
  );
  const bundle = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const source = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind,
  );
  const isSeen = useSlice(
    (s) => s.dataset,
    (s) => s.seenCount === s.content.images.length,
  );
  const canDescribe = encoderOf(bundle) !== null;
  return (
    <Card title="Gates">
      {fitted ? (
        <FittedWords fitted={fitted} />
      ) : (
        <p>
          Samples are compared with the real images of the bundle{bundle ? ` ${bundle.name}` : ''}. Fitted on your own,
          the gates know your cameras and patients.
        </p>
      )}
      {bundle && !canDescribe && <p>The bundle in use has no encoder: its samples are not scored.</p>}
      {source === 'open' && !isSeen && (
        <p className={styles['note']}>They can be fitted once every image was looked at.</p>
      )}
      {phase.kind === 'idle' ? (
        <div className={styles['actions']}>
          <Button disabled={source !== 'open' || !isSeen || !canDescribe} onClick={() => void fitting.fit()}>
            {fitted ? 'Fit again' : 'Fit on this data set'}
          </Button>
          {fitted && (
            <Button look="quiet" onClick={() => void fitting.useBundle()}>
              Compare with the bundle
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
  if (phase.kind === 'fitting') {
    return (
      <>
        <ProgressBar label="Fitting the gates" share={null} />
        <p aria-live="polite">Measuring how near real images are to each other.</p>
      </>
    );
  }
  return (
    <div className={styles['progress']}>
      <ProgressBar label="Fitting the gates" share={phase.done / Math.max(1, phase.total)} />
      <span className={styles['soft']}>
        {thousands(phase.done)} of {thousands(phase.total)} described
      </span>
      <Button look="quiet" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}

function FittedWords({ fitted }: { readonly fitted: Fitted }) {
  const groups = groupsOf(fitted).filter(
    ({ members, countedAmong }) => members.length > 1 || countedAmong < imagesFor(LEVELS[0]),
  );
  const missing = fitted.classes.filter(({ images }) => images === 0);
  return (
    <>
      <p>
        Samples are compared with {thousands(fitted.images)} images of {fitted.dataset}, fitted on{' '}
        {fitted.when.slice(0, 10)}. Images of the test split were left out.
      </p>
      {groups.length > 0 && (
        <ul className={styles['oddities']} aria-label="Small classes">
          {groups.map(({ members, countedAmong }) => (
            <li key={members.map((one) => one.class).join()}>
              <strong>{members.map((one) => `${one.class} ${thousands(one.images)}`).join(', ')}</strong>
              <span>{promise(members.length > 1, countedAmong)}</span>
            </li>
          ))}
        </ul>
      )}
      {missing.length > 0 && (
        <p className={styles['note']}>Not scored, for want of images: {missing.map((one) => one.class).join(', ')}.</p>
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

function promise(isTogether: boolean, countedAmong: number): string {
  const level = LEVELS.find((alpha) => countedAmong >= imagesFor(alpha));
  const among = `${isTogether ? 'Too few alone, so counted together, among' : 'Counted among'} ${thousands(countedAmong)} images`;
  if (level === undefined) return `${among}: too few for a promise at any level.`;
  return `${among}: a level of ${level} or more is kept${isTogether ? ' for them as a group, not for each' : ''}.`;
}
