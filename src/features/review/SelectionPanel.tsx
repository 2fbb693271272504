/** The rule of selection over the samples on the wall: set by dragging, shown before it is applied, held against chance. */
import { useTranslation } from 'react-i18next';
import { ofClass, type ClassCode } from '../../contracts/classes';
import type { SampleSummary } from '../../contracts/sample';
import { isKept, isUndecidable, type Choice } from '../../core/gates/choices';
import { gatesFitted, isScored } from '../../core/gates/scales';
import { classWords } from '../../messages/classNames';
import { ownWords } from '../../messages/ownWords';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { GateChart } from './GateChart';
import styles from './SelectionPanel.module.css';

/** The sentence about what is kept, by what chooses and by whether some are not scored. */
const KEEPS = {
  rule: ['review.rule.keeps', 'review.rule.keepsUnscored'],
  control: ['review.rule.chanceKeeps', 'review.rule.chanceKeepsUnscored'],
} as const;
const GAMMAS = [0.8, 0.6, 0.4, 0.2] as const;
const BAND = [0.95, 0.9, 0.8, 0.5] as const;
const VARIED = [0.8, 0.6, 0.4, 0.2] as const;

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
  const { t } = useTranslation();
  const { selection } = useStudio();
  const { rule, by, controlSeed, reference, describing } = useSlice(
    (s) => s.selection,
    (s) => s,
  );
  const own = all.filter((sample) => sample.class === code);
  const compared = code === null ? null : (ofClass(reference ?? {}, code) ?? null);
  const isCompared = reference !== null && code !== null && isScored(reference, code);
  const scored = shown.filter((sample) => !isUndecidable(chosen.get(sample.id)));
  const kept = scored.filter((sample) => isKept(chosen.get(sample.id)));
  const undecided = scored.filter((sample) => sample.decision === null);
  const accepting = undecided.filter((sample) => isKept(chosen.get(sample.id))).length;
  const unscored = shown.length - scored.length;

  return (
    <section aria-label={t('review.selection')} className={styles['panel']}>
      <div className={styles['charts']}>
        {gatesFitted(reference).map((gate) => (
          <GateChart
            key={gate.id}
            title={ownWords(gate).name}
            ends={ownWords(gate).ends}
            scale={compared?.scales[gate.id] ?? null}
            whyNone={t(
              !reference
                ? 'review.gates.noReference'
                : isCompared
                  ? 'review.gates.unasked'
                  : 'review.gates.noneOfClass',
            )}
            usualLevel={gate.level}
            samples={own.flatMap((sample) => {
              const result = sample.scores[gate.id];
              return result ? [{ score: result.score, kept: isKept(chosen.get(sample.id)) }] : [];
            })}
            active={active?.class === code ? (active.scores[gate.id]?.score ?? null) : null}
            level={rule.levels[gate.id] ?? null}
            onLevel={(level) => {
              const { [gate.id]: _, ...others } = rule.levels;
              selection.setRule({ levels: level === null ? others : { ...others, [gate.id]: level } });
            }}
            onSettle={() => void selection.settle()}
          />
        ))}
      </div>
      <p className={styles['legend']}>
        {code === null ? t('review.rule.noSample') : classWords(code)}: <i className={styles['real']} />{' '}
        {compared && compared.among.length > 1
          ? t('review.rule.realTogether', { classes: compared.among.join(', ') })
          : t('review.rule.real')}{' '}
        <span>
          <i className={styles['kept']} /> {t('review.choices.kept')}
        </span>{' '}
        <span>
          <i className={styles['left']} /> {t('review.rule.leftOut')}
        </span>
      </p>
      <div className={styles['rule']}>
        <SelectField
          label={t('review.rule.keepAtMost')}
          value={String(rule.gamma ?? '')}
          onChange={(value) => {
            selection.setRule({ gamma: value === '' ? null : Number(value) });
            void selection.settle();
          }}
        >
          <option value="">{t('review.rule.allThatPass')}</option>
          {GAMMAS.map((gamma) => (
            <option key={gamma} value={gamma}>
              {t('review.rule.mostTypical', { share: 100 * gamma })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('review.rule.leaveOut')}
          value={String(rule.mostTypicalP ?? '')}
          onChange={(value) => {
            selection.setRule({ mostTypicalP: value === '' ? null : Number(value) });
            void selection.settle();
          }}
        >
          <option value="">{t('review.rule.leaveNone')}</option>
          {BAND.map((p) => (
            <option key={p} value={p}>
              {t('review.rule.moreTypical', { share: 100 * p })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('review.rule.ofThose')}
          value={String(rule.mostVaried ?? '')}
          onChange={(value) => {
            selection.setRule({ mostVaried: value === '' ? undefined : Number(value) });
            void selection.settle();
          }}
        >
          <option value="">{t('review.rule.allOfThem')}</option>
          {VARIED.map((share) => (
            <option key={share} value={share}>
              {t('review.rule.mostVaried', { share: 100 * share })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t('review.rule.chooseBy')}
          value={by}
          onChange={(value) => selection.setBy(value === 'control' ? 'control' : 'rule')}
        >
          <option value="rule">{t('review.rule.byRule')}</option>
          <option value="control">{t('review.rule.byChance')}</option>
        </SelectField>
        {by === 'control' && (
          <Button onClick={() => void selection.drawAgain()}>
            {t('review.rule.drawAgain', { seed: controlSeed })}
          </Button>
        )}
        <Button onClick={() => void selection.reset()}>{t('review.rule.usual')}</Button>
      </div>
      <div className={styles['act']}>
        <p role="status">
          {t(KEEPS[by][unscored > 0 ? 1 : 0], { kept: kept.length, scored: scored.length, unscored })}
          {describing && ` ${t('review.rule.describing', describing)}`}
        </p>
        <Button
          look="primary"
          disabled={undecided.length === 0 || describing !== null}
          onClick={() => void selection.apply(shown, all)}
        >
          {undecided.length === 0
            ? t('review.rule.allDecided')
            : t('review.rule.apply', { accepting, rejecting: undecided.length - accepting })}
        </Button>
      </div>
    </section>
  );
}
