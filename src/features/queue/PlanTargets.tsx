/** How far each class is filled: a rule for all, and a number by hand where the person wants another. */
import { Trans, useTranslation } from 'react-i18next';
import { PLAN_LIMITS, type TargetRule } from '../../contracts/plan';
import { USUAL_COUNT } from '../../core/plan/plan';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { CounterpartsSwitch } from './CounterpartsSwitch';
import styles from './Queue.module.css';
import { TargetTable } from './TargetTable';
import { useOutlook } from '../planning';

const RULES = {
  tail: { label: 'queue.rules.tail', first: { kind: 'tail', count: USUAL_COUNT } },
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
  const outlook = useOutlook();
  const real = planning.real();
  const isOpen = Object.values(real).some((images) => images > 0);
  const { rule } = draft;
  /** Another rule takes back what was typed. */
  const setRule = (next: TargetRule): void =>
    planning.set({ rule: next, byHand: {}, ...(draft.counterparts && { counterparts: { byHand: {} } }) });
  return (
    <Card title={t('queue.targets')}>
      <div className={styles['rule']}>
        <SelectField
          label={t('queue.fill')}
          value={rule.kind}
          onChange={(kind) => setRule(RULES[kind as TargetRule['kind']].first)}
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
            onChange={(factor) => setRule({ kind: 'multiple', factor })}
          />
        )}
        {(rule.kind === 'number' || rule.kind === 'tail') && (
          <NumberField
            label={t('queue.samples')}
            value={rule.count}
            min={0}
            max={PLAN_LIMITS.accepted.max}
            onChange={(count) => setRule({ kind: rule.kind, count: Math.round(count) })}
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
      {isOpen && <CounterpartsSwitch leftOut={outlook.leftOut} />}
      <TargetTable outlook={outlook} />
    </Card>
  );
}
