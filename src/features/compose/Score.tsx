/** The OOD score as a number and on a scale: the share of held-out real images of the class that are at least as unusual. */
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import { Help } from '../../ui/Help';
import styles from './Variants.module.css';

export function Score({ sample }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const p = sample.scores.typical?.p ?? null;
  return (
    <div className={styles['score']}>
      <span className={styles['scoreLabel']}>
        <span id={`score-${sample.id}`}>{t('compose.score')}</span>
        <Help name={t('app.help')} aboutId={`score-${sample.id}`}>
          {t('compose.help.score')}
        </Help>
      </span>

      <output className={styles['scoreValue']} aria-labelledby={`score-${sample.id}`}>
        {p === null ? t('compose.noScore') : t('compose.p', { p: p.toFixed(2) })}
      </output>
      <span className={styles['scale']} aria-hidden="true">
        {p !== null && <span className={styles['mark']} style={{ left: `${100 * p}%` }} />}
      </span>
    </div>
  );
}
