/** Where the samples stand: over lesions of the class itself where the data set has them, else in skin that is here. */
import { useTranslation } from 'react-i18next';
import type { PlanDraft } from '../../contracts/plan';
import { useSlice, useStudio } from '../../state/context';
import { SelectField } from '../../ui/Field';
import { PlanOutlines } from './PlanOutlines';
import styles from './Queue.module.css';
import { SkinNotes } from './SkinNotes';
import { LikeNote, useOutlook } from '../planning';

export function PlanSkin() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const outlook = useOutlook();
  const { skin, paintable } = outlook;
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const own = backgrounds.some(({ origin }) => origin !== 'shipped' && origin !== 'lesion');
  return (
    <>
      <div className={styles['settings']}>
        <SelectField
          label={t('queue.skin')}
          value={skin}
          onChange={(value) => planning.set({ skin: value as PlanDraft['skin'] })}
        >
          <option value="all">{t('queue.skins.all')}</option>
          <option value="shipped">{t('queue.skins.shipped')}</option>
          <option value="own" disabled={!own}>
            {t('queue.skins.own')}
          </option>
          <option value="lesions" disabled={paintable.length === 0}>
            {t('queue.skins.lesions')}
          </option>
        </SelectField>
        {skin !== 'lesions' && <PlanOutlines forClass={outlook.forClass} />}
      </div>
      <LikeNote outlook={outlook} />
      <SkinNotes {...outlook} />
    </>
  );
}
