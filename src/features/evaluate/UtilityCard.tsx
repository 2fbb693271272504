/** Does it help? The answer first, then the numbers it comes from. */
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate, Evaluation, MeasuredArm, RecallOfClass, Utility } from '../../contracts/evaluation';
import { helps, lesionsNeeded, reading } from '../../core/evaluation/report';
import { classWords } from '../../messages/classNames';
import { SelectField } from '../../ui/Field';
import { IntervalBar } from '../../ui/IntervalBar';
import { Card } from '../../ui/Page';
import { ClassName } from '../classes';
import { points } from '../../core/evaluation/numbers';
import { signedPoints } from './numbers';
import styles from './Evaluate.module.css';

export function UtilityCard({ found: { benefit } }: { readonly found: Evaluation }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>('real');
  const gain = benefit.gains.find(({ over }) => over === chosen) ?? benefit.gains[0];
  return (
    <Card title={t('evaluate.helps')}>
      <p className={styles['verdict']}>{t(`evaluate.verdict.${helps(benefit)}`)}</p>
      <Gains benefit={benefit} />
      {gain && (
        <>
          <SelectField label={t('evaluate.against')} value={gain.over} onChange={setChosen}>
            {benefit.gains.map(({ over }) => (
              <option key={over} value={over}>
                {t(`evaluate.controls.${over}`)}
              </option>
            ))}
          </SelectField>
          <Recalls recall={gain.measured.recall} />
        </>
      )}
      <Arms arms={benefit.arms} />
      {benefit.unread.length > 0 && (
        <p>{t('evaluate.unread', { classes: benefit.unread.map(classWords).join(', ') })}</p>
      )}
      <p className={styles['note']}>{t('evaluate.probeNote', { folds: benefit.folds, repeats: benefit.repeats })}</p>
    </Card>
  );
}

function Gains({ benefit: { gains, balancedGains } }: { readonly benefit: Utility }) {
  const { t } = useTranslation();
  const heads = [
    t('evaluate.overControl'),
    t('evaluate.accuracyChange'),
    t('evaluate.auprcChange'),
    t('evaluate.says'),
  ];
  return (
    <table className={styles['table']} aria-label={t('evaluate.gainsTable')}>
      <Heads heads={heads} />
      <tbody>
        {gains.map(({ over, measured }) => (
          <Gain key={over} name={t(`evaluate.controls.${over}`)} measured={measured} />
        ))}
        {balancedGains.map(({ of: use, measured }) => (
          <Gain key={use} name={t(`evaluate.balancedUses.${use}`)} measured={measured} />
        ))}
      </tbody>
    </table>
  );
}

function Recalls({ recall }: { readonly recall: readonly RecallOfClass[] }) {
  const { t } = useTranslation();
  const widest = Math.max(0.05, ...recall.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const reach = Math.min(1, widest);
  return (
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
        {recall.map((change) => (
          <tr key={change.class}>
            <th scope="row">
              <ClassName code={change.class} />
            </th>
            <td className={styles['number']}>{t('evaluate.change', inSignedPoints(change))}</td>
            <td>
              <IntervalBar value={change.value} low={change.low} high={change.high} from={-reach} to={reach} mark={0} />
            </td>
            <td>
              <Says change={change} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Arms({ arms }: Pick<Utility, 'arms'>) {
  const { t } = useTranslation();
  return (
    <table className={styles['table']} aria-label={t('evaluate.armsTable')}>
      <Heads heads={[t('evaluate.arm'), t('evaluate.balancedAccuracy'), t('evaluate.macroAuprc')]} />
      <tbody>
        {arms.map(({ arm, measured: { balancedAccuracy, macroAuprc } }) => (
          <tr key={arm}>
            <th scope="row">{t(`evaluate.arms.${arm}`)}</th>
            <td className={styles['number']}>{t('evaluate.change', asPoints(balancedAccuracy))}</td>
            <td className={styles['number']}>{t('evaluate.change', asPoints(macroAuprc))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Heads({ heads }: { readonly heads: readonly string[] }) {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function asPoints({ value, low, high }: Estimate) {
  return { value: points(value), low: points(low), high: points(high) };
}

function Gain({
  name,
  measured: { balancedAccuracy, macroAuprc },
}: {
  readonly name: string;
  readonly measured: MeasuredArm;
}) {
  const { t } = useTranslation();
  const said = [balancedAccuracy, macroAuprc].map((change) => t(`evaluate.reads.${reading(change)}`));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className={styles['number']}>{t('evaluate.change', inSignedPoints(balancedAccuracy))}</td>
      <td className={styles['number']}>{t('evaluate.change', inSignedPoints(macroAuprc))}</td>
      <td>
        {[...new Set(said)].map((words, at) => (
          <Fragment key={words}>
            {at > 0 && '; '}
            <span className={styles['number']}>{words}</span>
          </Fragment>
        ))}
      </td>
    </tr>
  );
}

function inSignedPoints({ value, low, high }: Estimate) {
  return { value: signedPoints(value), low: signedPoints(low), high: signedPoints(high) };
}

function Says({ change }: { readonly change: RecallOfClass }) {
  const { t } = useTranslation();
  const needed = lesionsNeeded(change);
  return (
    <>
      {t(`evaluate.reads.${reading(change)}`)}
      {needed !== null && <>; {t('evaluate.moreLesions', { count: needed })}</>}
    </>
  );
}
