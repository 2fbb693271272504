/** Whether every class gets as many samples, and why that is proposed. */
import { useTranslation } from 'react-i18next';
import { useSlice, useStudio } from '../../state/context';
import type { Outlook } from '../../core/plan/outlook';
import styles from './Queue.module.css';

export function CounterpartsSwitch({ leftOut }: Pick<Outlook, 'leftOut'>) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const isOn = useSlice(
    (s) => s.planning,
    (s) => s.draft.counterparts !== undefined,
  );
  return (
    <div className={styles['switch']}>
      <label>
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby="why-counterparts"
          onChange={() => planning.set({ counterparts: isOn ? undefined : { byHand: {} } })}
        />
        {t('queue.everyClass')}
      </label>
      <p id="why-counterparts" className={styles['note']}>
        {t('queue.whyCounterparts')}
      </p>
      {leftOut.length > 0 && (
        <p className={styles['note']}>{t('queue.noCounterparts', { names: leftOut.join(', ') })}</p>
      )}
    </div>
  );
}
