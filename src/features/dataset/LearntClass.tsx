/** What the model was shown or taught of a class that the bundle does not paint, and how to do so. */
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../contracts/classes';
import { OWN_CLASS_LIMITS, type KeptOwnClass } from '../../contracts/ownClass';
import { useSlice, useStudio } from '../../state/context';
import type { LearntWork } from '../../state/learnt/learntStore';
import type { Lessons } from '../../state/learnt/lessons';
import { Button } from '../../ui/Button';
import { FileButton } from '../../ui/FileButton';
import { ProgressBar } from '../../ui/Page';
import { saveFile } from '../../ui/saveFile';
import { durationWords } from '../planning';
import { Waits } from '../waiting';
import styles from './Dataset.module.css';

export function LearntClass({ code }: { readonly code: ClassCode }) {
  const { t } = useTranslation();
  const { learnt } = useStudio();
  const { kept, work, begun } = useSlice(
    (s) => s.learnt,
    (s) => s,
  );
  const takes = useSlice(
    (s) => s.session,
    (s) => s.takesOwnClasses,
  );
  const sha256 = useSlice(
    (s) => s.session,
    (s) => s.manifestSha256,
  );
  const source = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind,
  );
  const act = (what: (lessons: Lessons) => unknown): void => void learnt.open().then(what);
  const told = kept.find(({ own, isInUse }) => isInUse && own.code === code);
  if (!takes) return told ? <p className={styles['soft']}>{t('learnt.notHere')}</p> : null;
  const isHere = told?.own.bundle.sha256 === sha256;
  const isBegun = begun.has(code);
  const cannot = source !== 'open' || work.kind !== 'idle';
  return (
    <section className={styles['learnt']} aria-label={t('learnt.title', { class: code })}>
      {told ? <ToldWords told={told} isHere={isHere} /> : <HowTo />}
      {isBegun && work.kind === 'idle' && <p className={styles['note']}>{t('learnt.begun')}</p>}
      <Waits what="own-class" />
      {work.kind !== 'idle' && work.code === code ? (
        <Progress work={work} onStop={() => act((lessons) => lessons.pause())} />
      ) : (
        <div className={styles['actions']}>
          <Button disabled={cannot} onClick={() => act((lessons) => lessons.show(code))}>
            {t(told ? 'learnt.showAgain' : 'learnt.show', { class: code })}
          </Button>
          <Button disabled={cannot} onClick={() => act((lessons) => lessons.teach(code))}>
            {t(isBegun ? 'learnt.goOn' : told?.own.way === 'taught' ? 'learnt.teachAgain' : 'learnt.teach', {
              class: code,
            })}
          </Button>
          {isBegun && (
            <Button look="quiet" disabled={cannot} onClick={() => act((lessons) => lessons.forgetLesson(code))}>
              {t('learnt.anew')}
            </Button>
          )}
          {told && <Kept told={told} />}
          {!told && (
            <FileButton
              look="quiet"
              accept=".safetensors"
              onFiles={([file]) => file && act((lessons) => lessons.importFile(file))}
            >
              {t('learnt.open')}
            </FileButton>
          )}
        </div>
      )}
    </section>
  );
}

function HowTo() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('learnt.unknown')}</p>
      <ul>
        <li>{t('learnt.how.show', { least: OWN_CLASS_LIMITS.shown })}</li>
        <li>{t('learnt.how.teach', { least: OWN_CLASS_LIMITS.taught })}</li>
      </ul>
    </>
  );
}

function ToldWords({ told, isHere }: { readonly told: KeptOwnClass; readonly isHere: boolean }) {
  const { t } = useTranslation();
  const { way, images, lesions } = told.own;
  return (
    <p>
      {t(way === 'shown' ? 'learnt.told.shown' : 'learnt.told.taught', { count: images, lesions })}{' '}
      {isHere ? t('learnt.patients') : t('learnt.otherModel')}
    </p>
  );
}

function Kept({ told }: { readonly told: KeptOwnClass }) {
  const { sha256, own } = told;
  const { t } = useTranslation();
  const { learnt } = useStudio();
  async function save(): Promise<void> {
    const file = await (await learnt.open()).readFile(sha256);
    if (file) saveFile(`${own.code}-${own.way}.safetensors`, 'application/octet-stream', file);
  }
  return (
    <>
      <Button look="quiet" onClick={() => void save()}>
        {t('learnt.save', { class: own.code })}
      </Button>
      <Button look="quiet" onClick={() => void learnt.open().then((lessons) => lessons.drop(told))}>
        {t('learnt.drop', { class: own.code })}
      </Button>
    </>
  );
}

function Progress({
  work,
  onStop,
}: {
  readonly work: Exclude<LearntWork, { kind: 'idle' }>;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation();
  if (work.kind === 'showing')
    return (
      <div className={styles['progress']}>
        <ProgressBar label={t('learnt.showing', { class: work.code })} share={work.done / Math.max(1, work.total)} />
        <span className={styles['soft']}>{t('learnt.described', { done: work.done, total: work.total })}</span>
        <Button look="quiet" onClick={onStop}>
          {t('learnt.stop')}
        </Button>
      </div>
    );
  const { step, steps, stepMs, looks } = work;
  const [first, last] = [looks[0], looks.at(-1)];
  return (
    <>
      <div className={styles['progress']}>
        <ProgressBar label={t('learnt.teaching', { class: work.code })} share={steps === 0 ? null : step / steps} />
        <span className={styles['soft']}>
          {steps === 0 ? t('learnt.reading') : t('learnt.steps', { step, steps })}
          {stepMs !== null && step > 0 && `, ${t('learnt.left', { time: durationWords(stepMs * (steps - step)) })}`}
        </span>
        <Button look="quiet" onClick={onStop}>
          {t('learnt.pause')}
        </Button>
      </div>
      {first && last && (
        <p className={styles['soft']} role="status">
          {t('learnt.heldOut', { first: first.error.toFixed(3), last: last.error.toFixed(3) })}
        </p>
      )}
    </>
  );
}
