/** Why samples stand where they stand, what is taken from the data set for it, and what happens where it has no lesion of a class. */
import { Trans, useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import { LESIONS_A_CLASS } from '../../state/queue/lesionScenes';
import type { Outlook } from '../../core/plan/outlook';
import styles from './Queue.module.css';

export function SkinNotes(outlook: Outlook) {
  const { t } = useTranslation();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const { pieces } = outlook;
  if (outlook.skin === 'lesions') return <LesionNotes {...outlook} />;
  const isUsual = draft.forClass === 'usual';
  const byClass = outlook.forClass.skin || outlook.forClass.outlines;
  return (
    <>
      <p className={byClass && !isUsual ? styles['hint'] : styles['note']}>
        {!byClass ? t('queue.sameForAll', { n: pieces }) : t(isUsual ? 'queue.livesThere' : 'queue.followsClass')}
      </p>
      <OtherSkinNote {...outlook} isUsual={draft.skin === 'usual'} />
    </>
  );
}

function LesionNotes({ toTake, pieces }: Pick<Outlook, 'toTake' | 'pieces'>) {
  const { t } = useTranslation();
  const isUnnamed = useSlice(
    (s) => s.dataset,
    ({ content }) => content.images.length > 0 && content.images.every(({ lesion }) => lesion === null),
  );
  return (
    <>
      <p className={styles['note']}>
        {t('queue.overLesions')} {pieces > 0 && t('queue.lesionsTakeTurns', { count: pieces })}
      </p>
      {toTake.length > 0 && (
        <p className={styles['note']}>{t('queue.takenAtStart', { most: LESIONS_A_CLASS, names: toTake.join(', ') })}</p>
      )}
      {isUnnamed && <p className={styles['note']}>{t('queue.noLesionNames')}</p>}
    </>
  );
}

/** With a data set open, other skin needs a reason: the person chose it, or lesions are missing. */
function OtherSkinNote({ bare, isUsual }: Pick<Outlook, 'bare'> & { readonly isUsual: boolean }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const source = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind ?? null,
  );
  if (source === null || Object.values(planning.real()).every((images) => images === 0)) return null;
  if (source !== 'open' && bare.length > 0)
    return (
      <p className={styles['hint']}>
        <span>
          <Trans i18nKey="queue.unreachable" components={{ dataset: <a href="#/dataset" /> }} />
        </span>
      </p>
    );
  if (!isUsual) return <p className={styles['note']}>{t('queue.tryLesions')}</p>;
  if (bare.length === 0) return null;
  return <p className={styles['hint']}>{t('queue.usualInOtherSkin', { names: bare.join(', ') })}</p>;
}
