/** Over lesions, whether samples begin with them, and how much of them is made anew. */
import { useTranslation } from 'react-i18next';
import { PLAN_LIMITS, type Repaint } from '../../contracts/plan';
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import { useOutlook } from '../planning';
import styles from './Queue.module.css';

/** As a first trial of falling strength would have it: a sample of its own first, then ever nearer. */
const USUAL: Repaint = { first: 0.9, last: 0.5, rounds: 3 };

const PERCENT = { min: 100 * SAMPLER_LIMITS.strength.min, max: 100 * SAMPLER_LIMITS.strength.max } as const;

function within(strength: number): number {
  return Math.min(SAMPLER_LIMITS.strength.max, Math.max(SAMPLER_LIMITS.strength.min, strength));
}

export function PlanRepaint() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const { skin } = useOutlook();
  const repaint = useSlice(
    (s) => s.planning,
    (s) => s.draft.repaint ?? null,
  );
  const takesStrength = useSlice(
    (s) => s.session,
    (s) => s.takesStrength,
  );
  if (skin !== 'lesions' || !takesStrength) return null;
  /** The last strength is never above the first. */
  const set = (change: Partial<Repaint>): void => {
    const { first, last, rounds } = { ...(repaint ?? USUAL), ...change };
    const least = within(change.last === undefined ? Math.min(first, last) : last);
    const { rounds: most } = PLAN_LIMITS;
    planning.set({
      repaint: { first: Math.max(within(first), least), last: least, rounds: Math.min(most, Math.max(1, rounds)) },
    });
  };
  return (
    <>
      <div className={styles['settings']}>
        <SelectField
          label={t('queue.repaint.label')}
          value={repaint ? 'lesion' : 'noise'}
          onChange={(value) => planning.set({ repaint: value === 'lesion' ? USUAL : null })}
        >
          <option value="noise">{t('queue.repaint.noise')}</option>
          <option value="lesion">{t('queue.repaint.lesion')}</option>
        </SelectField>
        {repaint && (
          <>
            <NumberField
              label={t('queue.repaint.first')}
              value={Math.round(100 * repaint.first)}
              {...PERCENT}
              onChange={(percent) => set({ first: percent / 100 })}
            />
            <NumberField
              label={t('queue.repaint.last')}
              value={Math.round(100 * repaint.last)}
              {...PERCENT}
              onChange={(percent) => set({ last: percent / 100 })}
            />
            <NumberField
              label={t('queue.repaint.rounds')}
              value={repaint.rounds}
              min={1}
              max={PLAN_LIMITS.rounds}
              onChange={(rounds) => set({ rounds: Math.round(rounds) })}
            />
          </>
        )}
      </div>
      {repaint && <p className={styles['note']}>{t('queue.repaint.note')}</p>}
    </>
  );
}
