/** One gate: scores of real images upwards, of samples downwards, and between them the level, which can be dragged. */
import { useId, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GateScale } from '../../contracts/gateReference';
import { histogram, levelAt, rangeOf, thresholdFor } from '../../core/gates/scale';
import styles from './GateChart.module.css';

interface ChartSample {
  readonly score: number;
  readonly kept: boolean;
}

export interface GateChartProps {
  readonly title: string;
  /** What lies at the left and at the right end. */
  readonly ends: readonly [string, string];
  readonly scale: GateScale | null;
  /** Said where there is no scale. */
  readonly whyNone: string;
  /** The level of a gate that is put on. */
  readonly usualLevel: number;
  readonly samples: readonly ChartSample[];
  /** Score of the sample under review. */
  readonly active: number | null;
  /** Null: the gate rejects nothing. */
  readonly level: number | null;
  readonly onLevel: (level: number | null) => void;
  /** The level was let go. */
  readonly onSettle: () => void;
}

const WIDTH = 300;
const HALF = 52;
const BINS = 30;
/** Where the keys step to. */
const LEVELS = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5] as const;
const [LEAST, MOST] = [Math.min(...LEVELS), Math.max(...LEVELS)];

export function GateChart(props: GateChartProps) {
  const { t } = useTranslation();
  const { title, ends, scale, whyNone, usualLevel, samples, active, level, onLevel, onSettle } = props;
  const id = useId();
  const chart = useRef<SVGSVGElement>(null);
  const range = rangeOf([scale?.real ?? [], samples.map(({ score }) => score)]);
  const [low, high] = range;
  const xOf = (score: number): number => Math.min(WIDTH, Math.max(0, ((score - low) / (high - low)) * WIDTH));
  const threshold = scale && level !== null ? thresholdFor(scale, level) : null;
  const atOddEnd = scale?.odd === 'high' ? WIDTH : 0;
  const thresholdX = threshold === null ? atOddEnd : xOf(threshold);

  const drag = (event: PointerEvent<SVGElement>): void => {
    const box = chart.current?.getBoundingClientRect();
    if (!scale || !box || event.buttons !== 1) return;
    const score = low + ((event.clientX - box.left) / box.width) * (high - low);
    onLevel(Math.min(MOST, Math.max(LEAST, Number(levelAt(scale, score).toFixed(3)))));
  };
  const step = (event: KeyboardEvent): void => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (direction === undefined || level === null) return;
    event.preventDefault();
    event.stopPropagation();
    const next = direction > 0 ? LEVELS.find((other) => other > level) : LEVELS.findLast((other) => other < level);
    if (next === undefined) return;
    onLevel(next);
    onSettle();
  };

  return (
    <div className={styles['gate']}>
      <label className={styles['title']}>
        <input
          type="checkbox"
          checked={level !== null}
          onChange={(event) => {
            onLevel(event.target.checked ? usualLevel : null);
            onSettle();
          }}
        />
        {title}
      </label>
      {scale === null ? (
        <p className={styles['none']}>{whyNone}</p>
      ) : (
        <svg
          ref={chart}
          viewBox={`0 0 ${WIDTH} ${2 * HALF + 8}`}
          className={styles['chart']}
          aria-labelledby={id}
          role="group"
          onPointerDown={(event) => {
            if (level === null) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag(event);
          }}
          onPointerMove={(event) => level !== null && drag(event)}
          onPointerUp={onSettle}
          onPointerCancel={onSettle}
        >
          <title id={id}>{t('review.gates.chart', { gate: title })}</title>
          <Bars bins={histogram(scale.real, range, BINS)} className={styles['real']} up />
          <Samples samples={samples} range={range} />
          <line x1={0} x2={WIDTH} y1={HALF} y2={HALF} className={styles['axis']} />
          {active !== null && (
            <path d={`M ${xOf(active)} ${HALF} l -5 8 h 10 z`} className={styles['active']}>
              <title>{t('review.gates.active')}</title>
            </path>
          )}
          {level !== null && (
            <g
              role="slider"
              tabIndex={0}
              aria-label={t('review.gates.level', { gate: title })}
              aria-valuemin={LEAST}
              aria-valuemax={MOST}
              aria-valuenow={level}
              aria-valuetext={t('review.gates.rejected', { share: percent(level) })}
              className={styles['threshold']}
              onKeyDown={step}
            >
              <rect
                x={Math.min(thresholdX, atOddEnd)}
                width={Math.abs(atOddEnd - thresholdX)}
                y={0}
                height={2 * HALF + 8}
                className={styles['out']}
              />
              <line x1={thresholdX} x2={thresholdX} y1={0} y2={2 * HALF + 8} />
              <circle cx={thresholdX} cy={HALF} r={6} />
            </g>
          )}
        </svg>
      )}
      <p className={styles['ends']}>
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
      <p className={styles['words']}>
        {level === null
          ? t('review.gates.rejectsNothing')
          : scale && threshold === null
            ? t('review.gates.tooFew', { n: scale.real.length, share: percent(level) })
            : t('review.gates.rejects', { share: percent(level) })}
      </p>
    </div>
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}\u00a0%`;
}

function Bars({
  bins,
  className,
  up = false,
  from = [],
  scaleTo = Math.max(...bins, 1e-9),
}: {
  readonly bins: readonly number[];
  readonly className: string | undefined;
  readonly up?: boolean;
  /** Where each bar begins, in shares: bars stand on others. */
  readonly from?: readonly number[];
  readonly scaleTo?: number;
}) {
  const width = WIDTH / BINS;
  return bins.map((share, bin) => {
    const height = (share / scaleTo) * (HALF - 4);
    const start = ((from[bin] ?? 0) / scaleTo) * (HALF - 4);
    return share === 0 ? null : (
      <rect
        key={bin}
        x={bin * width + 0.5}
        width={width - 1}
        y={up ? HALF - start - height : HALF + start}
        height={height}
        className={className}
      />
    );
  });
}

function Samples({
  samples,
  range,
}: {
  readonly samples: readonly ChartSample[];
  readonly range: readonly [number, number];
}) {
  if (samples.length === 0) return null;
  const part = (kept: boolean): number[] => {
    const own = samples.filter((sample) => sample.kept === kept).map(({ score }) => score);
    return histogram(own, range, BINS).map((share) => (share * own.length) / samples.length);
  };
  const [kept, left] = [part(true), part(false)];
  const highest = Math.max(...kept.map((share, bin) => share + (left[bin] ?? 0)), 1e-9);
  return (
    <>
      <Bars bins={kept} className={styles['kept']} scaleTo={highest} />
      <Bars bins={left} from={kept} className={styles['left']} scaleTo={highest} />
    </>
  );
}
