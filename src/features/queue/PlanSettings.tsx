/** From what the samples are made: skin, masks, sampler, and who accepts them; with the reasons for the usual choices. */
import { useTranslation } from 'react-i18next';
import { OUTLINE_SIZES, studentOf } from '../../contracts/bundle';
import { PLAN_LIMITS, type PlanDraft } from '../../contracts/plan';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { useSlice, useStudio } from '../../state/context';
import { hasGates, skinOf } from '../../state/plan';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import styles from './Queue.module.css';

const PLACES = { anywhere: 'queue.anywhere', centre: 'queue.centre', 'as-drawn': 'queue.asDrawn' } as const;

export function PlanSettings() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const backgrounds = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds,
  );
  const shapes = useSlice(
    (s) => s.library,
    (s) => s.shapes,
  );
  const isOpen = useSlice(
    (s) => s.dataset,
    (s) => s.opened !== null,
  );
  const { sampler, masks, skin } = draft;
  const skins = skinOf(draft, backgrounds);
  const own = backgrounds.some(({ origin }) => origin !== 'shipped' && origin !== 'lesion');
  const student = manifest && studentOf(manifest);
  const fast = sampler.speed === 'fast' && student;
  const gates = manifest !== null && hasGates(manifest);
  const setSampler = (change: Partial<PlanDraft['sampler']>): void =>
    planning.set({ sampler: { ...sampler, ...change } });
  const setMasks = (change: Partial<PlanDraft['masks']>): void => planning.set({ masks: { ...masks, ...change } });
  const overLesions = skin === 'lesions';
  const byClass = overLesions || masks.ofClass || draft.skinOfClass;
  return (
    <Card title={t('queue.madeFrom')}>
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
          <option value="lesions" disabled={!backgrounds.some(({ origin }) => origin === 'lesion')}>
            {t('queue.skins.lesions')}
          </option>
        </SelectField>
        {!overLesions && (
          <>
            <SelectField
              label={t('queue.skinForClass')}
              value={draft.skinOfClass ? 'class' : 'any'}
              onChange={(value) => planning.set({ skinOfClass: value === 'class' })}
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
              value={masks.ofClass ? 'class' : 'any'}
              onChange={(value) => setMasks({ ofClass: value === 'class' })}
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
        )}
      </div>
      <p className={byClass ? styles['hint'] : styles['note']}>
        {overLesions
          ? t('queue.overLesions', { count: skins.length })
          : byClass
            ? t('queue.followsClass')
            : t('queue.sameForAll', { n: skins.length })}
      </p>
      {!overLesions && isOpen && <p className={styles['note']}>{t('queue.tryLesions')}</p>}
      <div className={styles['settings']}>
        <SelectField
          label={t('queue.sampler')}
          value={fast ? 'fast' : 'full'}
          onChange={(value) => setSampler({ speed: value as PlanDraft['sampler']['speed'] })}
        >
          <option value="full">{t('queue.speeds.full')}</option>
          <option value="fast" disabled={!student}>
            {t('queue.speeds.fast')}
          </option>
        </SelectField>
        {!fast && (
          <>
            <NumberField
              label={t('queue.steps')}
              value={sampler.steps}
              {...SAMPLER_LIMITS.steps}
              onChange={(steps) => setSampler({ steps: Math.round(steps) })}
            />
            <NumberField
              label={t('queue.guidance')}
              value={sampler.guidance}
              {...SAMPLER_LIMITS.guidance}
              step={0.25}
              onChange={(guidance) => setSampler({ guidance })}
            />
          </>
        )}
        <NumberField
          label={t('queue.seed')}
          value={draft.seed}
          {...SAMPLER_LIMITS.seed}
          onChange={(seed) => planning.set({ seed: Math.round(seed) })}
        />
        <SelectField
          label={t('queue.acceptedBy')}
          value={gates ? draft.acceptBy : 'person'}
          onChange={(value) => planning.set({ acceptBy: value as PlanDraft['acceptBy'] })}
        >
          <option value="rule" disabled={!gates}>
            {t('queue.gatesAsSet')}
          </option>
          <option value="person">{t('queue.me')}</option>
        </SelectField>
        {gates && draft.acceptBy === 'rule' && (
          <NumberField
            label={t('queue.candidatesForEach')}
            value={draft.overGeneration}
            {...PLAN_LIMITS.overGeneration}
            step={0.5}
            onChange={(overGeneration) => planning.set({ overGeneration })}
          />
        )}
      </div>
      <p className={styles['note']}>
        {gates && draft.acceptBy === 'rule' ? t('queue.stopsByRule') : t('queue.stopsByPerson')}
      </p>
    </Card>
  );
}
