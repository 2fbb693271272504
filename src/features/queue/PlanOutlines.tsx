/** The outlines of samples that stand in skin where no lesion was, and whether skin and outline follow the class. */
import { useTranslation } from 'react-i18next';
import { OUTLINE_SIZES } from '../../contracts/bundle';
import type { PlanDraft } from '../../contracts/plan';
import type { Outlook } from '../../core/plan/outlook';
import { useSlice, useStudio } from '../../state/context';
import { SelectField } from '../../ui/Field';

const PLACES = { anywhere: 'queue.anywhere', centre: 'queue.centre', 'as-drawn': 'queue.asDrawn' } as const;

export function PlanOutlines({ forClass }: Pick<Outlook, 'forClass'>) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const shapes = useSlice(
    (s) => s.library,
    (s) => s.shapes,
  );
  const { masks } = draft;
  const setMasks = (change: Partial<PlanDraft['masks']>): void => planning.set({ masks: { ...masks, ...change } });
  /** Whoever chooses one of the two has seen the other as it stands. */
  const choose = ({ skin, outlines }: Outlook['forClass']): void =>
    planning.set({ forClass: undefined, skinOfClass: skin, masks: { ...masks, ofClass: outlines } });
  return (
    <>
      <SelectField
        label={t('queue.skinForClass')}
        value={forClass.skin ? 'class' : 'any'}
        onChange={(value) => choose({ ...forClass, skin: value === 'class' })}
      >
        <option value="any">{t('queue.anySkin')}</option>
        <option value="class">{t('queue.ownImages')}</option>
      </SelectField>
      <SelectField
        label={t('queue.outlines')}
        value={masks.from}
        onChange={(value) => setMasks({ from: value as PlanDraft['masks']['from'] })}
      >
        <option value="model">{t('queue.byModel')}</option>
        <option value="library" disabled={shapes.length === 0}>
          {t('queue.ofLibrary', { n: shapes.length })}
        </option>
      </SelectField>
      <SelectField
        label={t('queue.outlinesForClass')}
        value={forClass.outlines ? 'class' : 'any'}
        onChange={(value) => choose({ ...forClass, outlines: value === 'class' })}
      >
        <option value="any">{t('queue.anyOutline')}</option>
        <option value="class">{t('queue.ownLesions')}</option>
      </SelectField>
      {masks.from === 'model' && (
        <SelectField
          label={t('queue.size')}
          value={masks.size}
          onChange={(value) => setMasks({ size: value as PlanDraft['masks']['size'] })}
        >
          {OUTLINE_SIZES.map((size) => (
            <option key={size} value={size}>
              {t(`queue.sizes.${size}`)}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={t('queue.place')}
        value={masks.from === 'model' && masks.place === 'as-drawn' ? 'anywhere' : masks.place}
        onChange={(value) => setMasks({ place: value as PlanDraft['masks']['place'] })}
      >
        {Object.entries(PLACES)
          .filter(([place]) => masks.from === 'library' || place !== 'as-drawn')
          .map(([place, label]) => (
            <option key={place} value={place}>
              {t(label)}
            </option>
          ))}
      </SelectField>
    </>
  );
}
