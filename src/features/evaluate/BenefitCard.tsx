/** Does it help? Plain sentences first, then the numbers they come from. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate, Evaluation, RecallOfClass } from '../../contracts/evaluation';
import { classWords } from '../../messages';
import { SelectField } from '../../ui/Field';
import { IntervalBar } from '../../ui/IntervalBar';
import { Card } from '../../ui/Page';
import { points, reading, signedPoints } from './numbers';
import styles from './Evaluate.module.css';

export function BenefitCard({ found: { benefit } }: { readonly found: Evaluation }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>('real');
  const gain = benefit.gains.find(({ over }) => over === chosen) ?? benefit.gains[0];
  if (!gain) return null;
  const { measured } = gain;
  const widest = Math.max(0.05, ...measured.recall.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const reach = Math.min(1, widest);
  return (
    <Card title={t('evaluate.helps')}>
      <ul className={styles['sentences']}>
        {benefit.gains.map(({ over, measured: of }) => (
          <li key={over}>
            {t(`evaluate.over.${over}`)}: {t('evaluate.balancedAccuracy')} <Change change={of.balancedAccuracy} />;{' '}
            {t('evaluate.macroAuprc')} <Change change={of.macroAuprc} />.
          </li>
        ))}
        <li>
          {t('evaluate.over.balancedSynthetic')}: {t('evaluate.balancedAccuracy')}{' '}
          <Change change={benefit.balancedGain.balancedAccuracy} />.
        </li>
      </ul>
      <SelectField label={t('evaluate.against')} value={gain.over} onChange={setChosen}>
        {benefit.gains.map(({ over }) => (
          <option key={over} value={over}>
            {t(`evaluate.controls.${over}`)}
          </option>
        ))}
      </SelectField>
      <table className={styles['table']} aria-label={t('evaluate.recallTable')}>
        <thead>
          <tr>
            <th scope="col">{t('evaluate.class')}</th>
            <th scope="col" colSpan={2}>
              {t('evaluate.recallChange')}
            </th>
            <th scope="col">{t('evaluate.says')}</th>
          </tr>
        </thead>
        <tbody>
          {measured.recall.map((one) => (
            <tr key={one.class}>
              <th scope="row">{classWords(one.class)}</th>
              <td>
                {t('evaluate.change', {
                  value: signedPoints(one.value),
                  low: signedPoints(one.low),
                  high: signedPoints(one.high),
                })}
              </td>
              <td>
                <IntervalBar value={one.value} low={one.low} high={one.high} from={-reach} to={reach} mark={0} />
              </td>
              <td>
                <Says one={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={styles['table']} aria-label={t('evaluate.armsTable')}>
        <thead>
          <tr>
            <th scope="col">{t('evaluate.arm')}</th>
            <th scope="col">{t('evaluate.balancedAccuracy')}</th>
            <th scope="col">{t('evaluate.macroAuprc')}</th>
          </tr>
        </thead>
        <tbody>
          {benefit.arms.map(({ arm, measured: of }) => (
            <tr key={arm}>
              <th scope="row">{t(`evaluate.arms.${arm}`)}</th>
              <td>{t('evaluate.change', asPoints(of.balancedAccuracy))}</td>
              <td>{t('evaluate.change', asPoints(of.macroAuprc))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {benefit.unread.length > 0 && (
        <p>{t('evaluate.unread', { classes: benefit.unread.map(classWords).join(', ') })}</p>
      )}
      <p className={styles['note']}>{t('evaluate.probeNote', { folds: benefit.folds, repeats: benefit.repeats })}</p>
    </Card>
  );
}

function asPoints({ value, low, high }: Estimate) {
  return { value: points(value), low: points(low), high: points(high) };
}

function Change({ change }: { readonly change: Estimate }) {
  const { t } = useTranslation();
  const values = { value: signedPoints(change.value), low: signedPoints(change.low), high: signedPoints(change.high) };
  return (
    <>
      {t('evaluate.change', values)}: {t(`evaluate.reads.${reading(change)}`)}
    </>
  );
}

function Says({ one }: { readonly one: RecallOfClass }) {
  const { t } = useTranslation();
  return (
    <>
      {t(`evaluate.reads.${reading(one)}`)}
      {one.lesionsToShow !== null && <>; {t('evaluate.moreLesions', { count: one.lesionsToShow })}</>}
    </>
  );
}
