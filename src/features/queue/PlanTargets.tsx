/** How far each class is filled: a rule for all, and a number by hand where the person wants another. */
import { Trans, useTranslation } from 'react-i18next';
import { LESION_CODES } from '../../contracts/classes';
import { PLAN_LIMITS, type TargetRule } from '../../contracts/plan';
import { wantedBy, wantedCounts } from '../../core/plan/targets';
import { classWords } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import styles from './Queue.module.css';
import { TargetInput } from './TargetInput';

const RULES = {
  head: { label: 'queue.rules.head', first: { kind: 'head' } },
  'square-root': { label: 'queue.rules.squareRoot', first: { kind: 'square-root' } },
  multiple: { label: 'queue.rules.multiple', first: { kind: 'multiple', factor: 3 } },
  number: { label: 'queue.rules.number', first: { kind: 'number', count: 100 } },
} as const satisfies Record<TargetRule['kind'], { readonly label: string; readonly first: TargetRule }>;

export function PlanTargets() {
  const { t } = useTranslation();
  const { planning } = useStudio();
  const draft = useSlice(
    (s) => s.planning,
    (s) => s.draft,
  );
  useSlice(
    (s) => s.dataset,
    (s) => s.content,
  ); // its images are counted below
  const real = planning.real();
  const isOpen = LESION_CODES.some((code) => (real[code] ?? 0) > 0);
  const head = Math.max(0, ...LESION_CODES.map((code) => real[code] ?? 0));
  const wanted = wantedCounts(draft.rule, draft.byHand, real);
  const largest = Math.max(1, ...LESION_CODES.map((code) => (real[code] ?? 0) + wanted[code]));
  const total = LESION_CODES.reduce((sum, code) => sum + wanted[code], 0);
  const order = LESION_CODES.toSorted((a, b) => (real[b] ?? 0) - (real[a] ?? 0));
  const width = (count: number): string => (count === 0 ? '0' : `max(2px, ${(100 * count) / largest}%)`);
  const { rule } = draft;
  return (
    <Card title={t('queue.targets')}>
      <div className={styles['rule']}>
        <SelectField
          label={t('queue.fill')}
          value={rule.kind}
          onChange={(kind) => planning.set({ rule: RULES[kind as TargetRule['kind']].first, byHand: {} })}
        >
          {Object.entries(RULES).map(([kind, { label }]) => (
            <option key={kind} value={kind}>
              {t(label)}
            </option>
          ))}
        </SelectField>
        {rule.kind === 'multiple' && (
          <NumberField
            label={t('queue.times')}
            value={rule.factor}
            min={1}
            max={1000}
            step={0.5}
            onChange={(factor) => planning.set({ rule: { kind: 'multiple', factor }, byHand: {} })}
          />
        )}
        {rule.kind === 'number' && (
          <NumberField
            label={t('queue.samples')}
            value={rule.count}
            min={0}
            max={PLAN_LIMITS.accepted.max}
            onChange={(count) => planning.set({ rule: { kind: 'number', count: Math.round(count) }, byHand: {} })}
          />
        )}
      </div>
      {!isOpen && (
        <p className={styles['hint']}>
          <span>
            <Trans i18nKey="queue.noDataset" components={{ dataset: <a href="#/dataset" /> }} />
          </span>
        </p>
      )}
      <table className={styles['targets']} aria-label={t('queue.targets')}>
        <thead>
          <tr>
            <th scope="col">{t('queue.class')}</th>
            <th scope="col">{t('queue.real')}</th>
            <th scope="col">{t('queue.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((code) => (
            <tr key={code}>
              <th scope="row">
                <span>{classWords(code)}</span>
                <span className={styles['bars']} aria-hidden="true">
                  <span className={styles['real']} style={{ width: width(real[code] ?? 0) }} />
                  <span className={styles['wanted']} style={{ width: width(wanted[code]) }} />
                </span>
              </th>
              <td>{t('queue.number', { n: real[code] ?? 0 })}</td>
              <td>
                <TargetInput
                  label={t('queue.samplesOf', { name: classWords(code) })}
                  value={wanted[code]}
                  onChange={(count) => {
                    const { [code]: _, ...others } = draft.byHand;
                    const usual = wantedBy(rule, real[code] ?? 0, head);
                    planning.set({ byHand: count === usual ? others : { ...others, [code]: count } });
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('queue.all')}</th>
            <td>{t('queue.number', { n: LESION_CODES.reduce((sum, code) => sum + (real[code] ?? 0), 0) })}</td>
            <td className={styles['total']}>{t('queue.number', { n: total })}</td>
          </tr>
        </tfoot>
      </table>
      <p className={styles['legend']}>
        <i className={styles['real']} /> {t('queue.realImages')} <i className={styles['wanted']} /> {t('queue.wanted')}
      </p>
    </Card>
  );
}
