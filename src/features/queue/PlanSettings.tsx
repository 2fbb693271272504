/** From what the samples are made: skin, masks, sampler, and who accepts them; with the reasons for the usual choices. */
import { useTranslation } from 'react-i18next';
import { studentOf } from '../../contracts/bundle';
import { PLAN_LIMITS, type PlanDraft } from '../../contracts/plan';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { useSlice, useStudio } from '../../state/context';
import { hasGates } from '../../core/plan/plan';
import { chosenSampler } from '../../core/plan/sampler';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { PlanRepaint } from './PlanRepaint';
import { PlanSkin } from './PlanSkin';
import { UngatedNote } from './UngatedNote';
import styles from './Queue.module.css';

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
  const sampler = chosenSampler(draft.sampler, manifest);
  const student = manifest && studentOf(manifest);
  const fast = sampler.speed === 'fast' && student;
  const gates = manifest !== null && hasGates(manifest);
  const setSampler = (change: Partial<PlanDraft['sampler']>): void =>
    planning.set({ sampler: { ...sampler, ...change } });
  return (
    <Card title={t('queue.madeFrom')}>
      <PlanSkin />
      <PlanRepaint />
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
      {gates && draft.acceptBy === 'rule' && <UngatedNote />}
    </Card>
  );
}
