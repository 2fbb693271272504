/** How the accepted samples of each class compare with its real images. */
import { useTranslation } from 'react-i18next';
import type { ClassQuality, Estimate, Evaluation } from '../../contracts/evaluation';
import { classWords } from '../../messages/classNames';
import { Card } from '../../ui/Page';
import styles from './Evaluate.module.css';
import { signed, small } from './numbers';
import { written } from '../../core/evaluation/numbers';

const share = (value: number): string => written(value, 2);
const interval = ({ value, low, high }: Estimate): string => `${small(value)} (${small(low)} – ${small(high)})`;

/** A measure a row: its name, and its value of a class. */
const MEASURES = [
  ['images', ({ real, realLesions, made }) => `${made} / ${real} (${realLesions})`],
  ['kid', ({ kid }) => interval(kid)],
  ['kidFloor', ({ kidFloor }) => interval(kidFloor)],
  ['precision', ({ precision }) => share(precision)],
  ['recall', ({ recall }) => share(recall)],
  ['density', ({ density }) => share(density)],
  ['coverage', ({ coverage }) => share(coverage)],
  ['vendi', ({ vendi: { made, real, among } }) => `${written(made, 1)} / ${written(real, 1)} (${among})`],
  ['toldApart', ({ toldApart }) => share(toldApart)],
  ['copies', ({ copies, made }) => `${copies} / ${made}`],
  ['sharpnessGap', ({ sharpnessGap }) => signed(sharpnessGap)],
] as const satisfies readonly (readonly [string, (measured: ClassQuality) => string])[];

export function QualityCard({ found: { quality, tooFew } }: { readonly found: Evaluation }) {
  const { t } = useTranslation();
  return (
    <Card title={t('evaluate.quality')}>
      {quality.length > 0 && (
        <div className={styles['scroll']} role="region" aria-label={t('evaluate.measure')} tabIndex={0}>
          <table className={styles['table']} aria-label={t('evaluate.quality')}>
            <thead>
              <tr>
                <th scope="col">{t('evaluate.measure')}</th>
                {quality.map(({ class: code }) => (
                  <th key={code} scope="col">
                    {code}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {MEASURES.map(([name, measureOf]) => (
                <tr key={name}>
                  <th scope="row" className={styles['measure']}>
                    {t(`evaluate.measures.${name}`)}
                    <span className={styles['note']}>{t(`evaluate.measureNotes.${name}`)}</span>
                  </th>
                  {quality.map((row) => (
                    <td key={row.class} className={styles['number']}>
                      {measureOf(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {tooFew.length > 0 && <p>{t('evaluate.tooFew', { classes: tooFew.map(classWords).join(', ') })}</p>}
    </Card>
  );
}
