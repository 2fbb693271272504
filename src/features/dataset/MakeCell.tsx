/** Of a class, in the table: whether samples of it are made, and how many; or how many counterparts it gets. */
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../contracts/classes';
import type { Outlook } from '../../core/plan/outlook';
import { countOf } from '../../core/plan/targets';
import { classWords } from '../../messages/classNames';
import { useStudio } from '../../state/context';
import { TargetInput } from '../planning';
import styles from './Make.module.css';

export function MakeCell({ code, outlook }: { readonly code: ClassCode; readonly outlook: Outlook }) {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const { wanted, counterparts, unpainted } = outlook;
  const count = countOf(wanted, code);
  const added = countOf(counterparts, code);
  const name = classWords(code);
  return (
    <div className={styles['cell']}>
      <input
        type="checkbox"
        aria-label={t('dataset.make.tick', { name })}
        checked={count > 0}
        disabled={unpainted.includes(code)}
        onChange={() => planning.tick(code, count === 0)}
      />
      {count > 0 ? (
        <TargetInput
          label={t('queue.samplesOf', { name })}
          value={count}
          onChange={(next) => planning.setWanted(code, next)}
        />
      ) : (
        <span className={styles['added']} title={added > 0 ? t('queue.counterpartsOf', { name }) : undefined}>
          {added > 0 ? t('dataset.make.added', { n: added }) : ''}
        </span>
      )}
    </div>
  );
}
