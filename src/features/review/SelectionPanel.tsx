/** The rule of selection over the samples on the wall: set by dragging, shown before it is applied, held against chance. */
import { classLabel, type ClassCode } from '../../contracts/classes';
import { GATES, type Gate, type SampleSummary } from '../../contracts/sample';
import { ALPHA } from '../../core/ood/gates';
import { useSlice, useStudio } from '../../state/context';
import { isKept, USUAL_RULE, type Choice } from '../../state/selectionStore';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { GateChart } from './GateChart';
import styles from './SelectionPanel.module.css';

const TITLES: Readonly<Record<Gate, { readonly title: string; readonly ends: readonly [string, string] }>> = {
  typical: { title: 'Typical of its class', ends: ['like most', 'odd'] },
  label: { title: 'Right label', ends: ['another class', 'surely this one'] },
  novel: { title: 'No copy', ends: ['like a real image', 'far from all'] },
};
const GAMMAS = [0.8, 0.6, 0.4, 0.2] as const;
const BAND = [0.95, 0.9, 0.8, 0.5] as const;

export interface SelectionPanelProps {
  /** The class that the charts are about. */
  readonly code: ClassCode | null;
  /** What fits the filter. */
  readonly shown: readonly SampleSummary[];
  readonly all: readonly SampleSummary[];
  readonly chosen: ReadonlyMap<string, Choice>;
  readonly active: SampleSummary | null;
}

export function SelectionPanel({ code, shown, all, chosen, active }: SelectionPanelProps) {
  const { selection } = useStudio();
  const { rule, by, controlSeed, reference } = useSlice(
    (s) => s.selection,
    (s) => s,
  );
  const own = all.filter((sample) => sample.class === code);
  const scales = code === null || code === 'SKIN' ? null : (reference?.[code] ?? null);
  const scored = shown.filter((sample) => chosen.get(sample.id) !== 'unscored');
  const kept = scored.filter((sample) => isKept(chosen.get(sample.id)));
  const undecided = scored.filter((sample) => sample.decision === null);
  const accepting = undecided.filter((sample) => isKept(chosen.get(sample.id))).length;
  const unscored = shown.length - scored.length;

  return (
    <section aria-label="Selection" className={styles['panel']}>
      <div className={styles['charts']}>
        {GATES.map((gate) => (
          <GateChart
            key={gate}
            {...TITLES[gate]}
            scale={scales?.[gate] ?? null}
            whyNone={
              reference
                ? 'No real images of this class to compare with.'
                : 'The model in use has no real images to compare with, or is not loaded yet.'
            }
            usualLevel={USUAL_RULE.levels[gate] ?? ALPHA}
            samples={own.flatMap((sample) => {
              const result = sample.scores[gate];
              return result ? [{ score: result.score, kept: isKept(chosen.get(sample.id)) }] : [];
            })}
            active={active?.class === code ? (active.scores[gate]?.score ?? null) : null}
            level={rule.levels[gate] ?? null}
            onLevel={(level) => {
              const { [gate]: _, ...others } = rule.levels;
              selection.setRule({ levels: level === null ? others : { ...others, [gate]: level } });
            }}
            onSettle={() => void selection.settle()}
          />
        ))}
      </div>
      <p className={styles['legend']}>
        {code === null ? 'No sample yet' : classLabel(code)}: <i className={styles['real']} /> real images
        {scales && scales.among.length > 1 ? ` of ${scales.among.join(', ')}, counted together` : ''}{' '}
        <span>
          <i className={styles['kept']} /> kept
        </span>{' '}
        <span>
          <i className={styles['left']} /> left out
        </span>
      </p>
      <div className={styles['rule']}>
        <SelectField
          label="Keep at most"
          value={String(rule.gamma ?? '')}
          onChange={(value) => {
            selection.setRule({ gamma: value === '' ? null : Number(value) });
            void selection.settle();
          }}
        >
          <option value="">all that pass</option>
          {GAMMAS.map((gamma) => (
            <option key={gamma} value={gamma}>
              the most typical {100 * gamma} % of a class
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Leave out"
          value={String(rule.mostTypicalP ?? '')}
          onChange={(value) => {
            selection.setRule({ mostTypicalP: value === '' ? null : Number(value) });
            void selection.settle();
          }}
        >
          <option value="">none</option>
          {BAND.map((p) => (
            <option key={p} value={p}>
              those more typical than {100 * p} % of real images
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Choose by"
          value={by}
          onChange={(value) => selection.setBy(value === 'control' ? 'control' : 'rule')}
        >
          <option value="rule">the rule</option>
          <option value="control">chance, as many a class</option>
        </SelectField>
        {by === 'control' && <Button onClick={() => void selection.drawAgain()}>Draw again ({controlSeed})</Button>}
        <Button onClick={() => void selection.reset()}>Usual rule</Button>
      </div>
      <div className={styles['act']}>
        <p role="status">
          {by === 'rule' ? 'The rule keeps' : 'Chance keeps'} {kept.length} of {scored.length}
          {unscored > 0 ? `; ${unscored} are not scored` : ''}.
        </p>
        <Button look="primary" disabled={undecided.length === 0} onClick={() => void selection.apply(shown, all)}>
          {undecided.length === 0 ? 'All are decided' : `Accept ${accepting}, reject ${undecided.length - accepting}`}
        </Button>
      </div>
    </section>
  );
}
