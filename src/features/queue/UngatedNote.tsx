/** Classes of the plan that the gates have no real images of: where a rule decides, none of their samples can be kept. */
import { useTranslation } from 'react-i18next';
import { isScored } from '../../core/gates/scales';
import { countOf } from '../../core/plan/targets';
import { classWords } from '../../messages/classNames';
import { useClassCodes, useSlice } from '../../state/context';
import styles from './Queue.module.css';
import { useOutlook } from '../planning';

export function UngatedNote() {
  const { t } = useTranslation();
  const codes = useClassCodes();
  const { wanted, counterparts } = useOutlook();
  const reference = useSlice(
    (s) => s.selection,
    (s) => s.reference,
  );
  if (!reference) return null;
  const ungated = codes.filter(
    (code) => countOf(wanted, code) + countOf(counterparts, code) > 0 && !isScored(reference, code),
  );
  if (ungated.length === 0) return null;
  return (
    <p className={styles['hint']}>
      <span>{t('queue.ungated', { names: ungated.map(classWords).join(', ') })}</span>
    </p>
  );
}
