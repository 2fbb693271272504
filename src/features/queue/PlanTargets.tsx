/** How far each class is filled: a rule for all, and a number by hand where the person wants another. */
import { classLabel, LESION_CODES } from '../../contracts/classes';
import { PLAN_LIMITS, type TargetRule } from '../../contracts/plan';
import { wantedBy, wantedCounts } from '../../core/plan/targets';
import { useSlice, useStudio } from '../../state/context';
import { NumberField, SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Queue.module.css';
import { TargetInput } from './TargetInput';

const RULES: Readonly<Record<TargetRule['kind'], { readonly label: string; readonly first: TargetRule }>> = {
  head: { label: 'up to the largest class, as the paper does', first: { kind: 'head' } },
  'square-root': { label: 'half of the way there, by square roots', first: { kind: 'square-root' } },
  multiple: { label: 'to a multiple of what there is', first: { kind: 'multiple', factor: 3 } },
  number: { label: 'the same number for each class', first: { kind: 'number', count: 100 } },
};

export function PlanTargets() {
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
    <Card title="Targets">
      <div className={styles['rule']}>
        <SelectField
          label="Fill each class"
          value={rule.kind}
          onChange={(kind) => planning.set({ rule: RULES[kind as TargetRule['kind']].first, byHand: {} })}
        >
          {Object.entries(RULES).map(([kind, { label }]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </SelectField>
        {rule.kind === 'multiple' && (
          <NumberField
            label="Times"
            value={rule.factor}
            min={1}
            max={1000}
            step={0.5}
            onChange={(factor) => planning.set({ rule: { kind: 'multiple', factor }, byHand: {} })}
          />
        )}
        {rule.kind === 'number' && (
          <NumberField
            label="Samples"
            value={rule.count}
            min={0}
            max={PLAN_LIMITS.accepted.max}
            onChange={(count) => planning.set({ rule: { kind: 'number', count: Math.round(count) }, byHand: {} })}
          />
        )}
      </div>
      {!isOpen && (
        <p className={styles['hint']}>
          No data set is open, so nobody knows how many real images a class has. Open one on the{' '}
          <a href="#/dataset">Dataset</a> screen, or type a number beside each class.
        </p>
      )}
      <table className={styles['targets']} aria-label="Targets">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Real</th>
            <th scope="col">Samples</th>
          </tr>
        </thead>
        <tbody>
          {order.map((code) => (
            <tr key={code}>
              <th scope="row">
                <span>{classLabel(code)}</span>
                <span className={styles['bars']} aria-hidden="true">
                  <span className={styles['real']} style={{ width: width(real[code] ?? 0) }} />
                  <span className={styles['wanted']} style={{ width: width(wanted[code]) }} />
                </span>
              </th>
              <td>{thousands(real[code] ?? 0)}</td>
              <td>
                <TargetInput
                  label={`Samples of ${classLabel(code)}`}
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
            <th scope="row">All</th>
            <td>{thousands(LESION_CODES.reduce((sum, code) => sum + (real[code] ?? 0), 0))}</td>
            <td className={styles['total']}>{thousands(total)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={styles['legend']}>
        <i className={styles['real']} /> real images <i className={styles['wanted']} /> samples that are wanted
      </p>
    </Card>
  );
}
