/** The OOD score as a number and on a scale: the share of held-out real images of the class that are at least as unusual. */
import type { SampleSummary } from '../../contracts/sample';
import styles from './Compose.module.css';

export function Score({ sample }: { readonly sample: SampleSummary }) {
  const p = sample.scores.typical?.p ?? null;
  return (
    <div className={styles['score']}>
      <span className={styles['scoreLabel']} id={`score-${sample.id}`}>
        OOD score
      </span>
      <output className={styles['scoreValue']} aria-labelledby={`score-${sample.id}`}>
        {p === null ? 'none' : `p ${p.toFixed(2)}`}
      </output>
      <span className={styles['scale']} aria-hidden="true">
        {p !== null && <span className={styles['mark']} style={{ left: `${100 * p}%` }} />}
      </span>
    </div>
  );
}
