/** The map itself: its canvas, what lies at the point that is pointed at, and what is picked of it. */
import { useCallback, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassCode } from '../../../contracts/classes';
import type { Reader, SampleId, SampleSummary } from '../../../contracts/sample';
import { useSlice, useStudio } from '../../../state/context';
import type { DrawnMap } from '../../../state/evaluate/mapStore';
import { Button } from '../../../ui/Button';
import { ClassTable } from './ClassTable';
import { Marks, Tools } from './Tools';
import styles from './Map.module.css';
import { PointCard, wordsOf } from './PointCard';
import { acrossOf, nextPoint, pointsOf, subjectsOf, tallyOf } from './points';
import { useColours } from './useColours';
import { useMapCanvas, type Tool } from './useMapCanvas';

export interface ChartProps {
  readonly drawn: DrawnMap;
  /** Those on the wall. */
  readonly shown: readonly SampleSummary[];
  readonly active: SampleSummary | null;
  readonly reader: Reader;
  readonly onSelect: (id: SampleId) => void;
}

const KEYS: Readonly<Record<string, { readonly step: 1 | -1; readonly isOfSamples: boolean }>> = {
  ArrowRight: { step: 1, isOfSamples: false },
  ArrowLeft: { step: -1, isOfSamples: false },
  ArrowDown: { step: 1, isOfSamples: true },
  ArrowUp: { step: -1, isOfSamples: true },
};

export function Chart({ drawn, shown, active, reader, onSelect }: ChartProps) {
  const { t } = useTranslation();
  const { review } = useStudio();
  const id = useId();
  const classes = useSlice(
    (s) => s.classes,
    (s) => s.list.classes,
  );
  const images = useSlice(
    (s) => s.dataset,
    (s) => s.content.images,
  );
  const [hidden, setHidden] = useState<ReadonlySet<ClassCode>>(new Set());
  const [tool, setTool] = useState<Tool>('lasso');
  const [picked, setPicked] = useState<ReadonlySet<SampleId>>(new Set());
  const [said, setSaid] = useState('');
  const codes = useMemo(() => classes.map(({ code }) => code), [classes]);
  const all = useMemo(() => subjectsOf(drawn, { images, samples: shown }), [drawn, images, shown]);
  const points = useMemo(() => pointsOf(drawn, { codes, reader }, all, hidden), [drawn, codes, reader, all, hidden]);
  const tally = useMemo(() => tallyOf(drawn, codes, all), [drawn, codes, all]);
  const across = useMemo(() => acrossOf(points), [points]);
  const colours = useColours(classes);
  const [pointed, setPointed] = useState<{
    points: typeof points;
    point: number;
    card: React.CSSProperties;
  } | null>(null);
  const hovered = pointed?.points === points ? pointed.point : null; // what was pointed at may be gone
  const subject = hovered === null ? undefined : points.subjects[hovered];
  const idAt = useCallback(
    (point: number): SampleId | null => {
      const found = points.subjects[point];
      return found?.kind === 'sample' ? found.sample.id : null;
    },
    [points],
  );
  const isPicked = useCallback((point: number) => picked.has(idAt(point) ?? ('' as SampleId)), [picked, idAt]);
  const pickedHere = useMemo(() => [...picked].filter((sample) => points.pointOf.has(sample)), [picked, points]);
  const toggle = (sample: SampleId): void => {
    const next = new Set(picked);
    if (!next.delete(sample)) next.add(sample);
    setPicked(next);
  };
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useMapCanvas(canvas, {
    ...{ points, colours, tool, hovered, isPicked },
    active: (active && points.pointOf.get(active.id)) ?? null,
    onHover: (point, at) => setPointed(point === null ? null : { points, point, card: placeOf(at, canvas.current) }),
    onPress(point, isAdding) {
      const sample = point === null ? null : idAt(point);
      if (sample === null) return;
      if (isAdding) toggle(sample);
      else onSelect(sample);
    },
    onLasso: (inside) => setPicked(new Set(inside.flatMap((point) => idAt(point) ?? []))),
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = KEYS[event.key];
    const current = hovered ?? (active && points.pointOf.get(active.id)) ?? null;
    const sample = current === null ? null : idAt(current);
    if (move && !event.ctrlKey && !event.metaKey) {
      const next = nextPoint(across, current, move.step, (point) => !move.isOfSamples || idAt(point) !== null);
      const found = next === null ? undefined : points.subjects[next];
      if (next === null || !found) return;
      setPointed({ points, point: next, card: placeOf(stage.show(next), canvas.current) });
      setSaid(wordsOf(found, reader));
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey))
      setPicked(new Set(points.pointOf.keys()));
    else if (event.key === 'Enter' && sample !== null) onSelect(sample);
    else if (event.key === ' ' && sample !== null) toggle(sample);
    else if (event.key === 'Escape' && (stage.giveUp() || hovered !== null)) setPointed(null);
    else return;
    event.preventDefault();
  };
  const share = (value: number): string => (100 * value).toFixed(value < 0.1 ? 1 : 0);
  return (
    <>
      <div className={styles['bar']}>
        <Tools tool={tool} onTool={setTool} stage={stage} />
        <Marks />
      </div>
      <div className={styles['body']}>
        <div className={styles['stage']}>
          <canvas
            ref={canvas}
            className={styles['canvas']}
            role="application"
            aria-label={t('map.points')}
            aria-describedby={`review-keys ${id}`}
            tabIndex={0}
            data-tool={tool}
            data-points={points.marks.length}
            onKeyDown={onKeyDown}
            onBlur={() => setPointed(null)}
          />
          <span className={styles['across']}>{t('map.axis', { n: 1, share: share(drawn.shares[0]) })} →</span>
          <span className={styles['up']}>↑ {t('map.axis', { n: 2, share: share(drawn.shares[1]) })}</span>
          {subject && pointed && <PointCard subject={subject} reader={reader} style={pointed.card} />}
          {pickedHere.length > 0 && (
            <div className={styles['picked']} role="status">
              <span>{t('map.picked', { count: pickedHere.length })}</span>
              <Button look="primary" onClick={() => review.pick(pickedHere)}>
                {t('map.toWall')}
              </Button>
              <Button look="quiet" onClick={() => setPicked(new Set())}>
                {t('map.pickNone')}
              </Button>
            </div>
          )}
          <p role="status" className="srOnly">
            {said}
          </p>
        </div>
        <ClassTable
          tally={tally}
          hidden={hidden}
          onToggle={(code) => {
            const next = new Set(hidden);
            if (!next.delete(code)) next.add(code);
            setHidden(next);
          }}
        />
      </div>
      <p id={id} className={styles['words']}>
        {t(drawn.axesOf === 'real' ? 'map.axes' : 'map.axesOfSamples', {
          share: share(drawn.shares[0] + drawn.shares[1]),
        })}{' '}
        {drawn.heldOutOnly && t('map.heldOut')}
      </p>
    </>
  );
}

const CARD = { width: 236, height: 112, gap: 14 } as const;

/** Beside the point, on the side where there is room. */
function placeOf([x, y]: readonly [number, number], canvas: HTMLCanvasElement | null): React.CSSProperties {
  const { clientWidth: width, clientHeight: height } = canvas ?? { clientWidth: 0, clientHeight: 0 };
  const left = x + CARD.gap + CARD.width < width ? x + CARD.gap : Math.max(4, x - CARD.gap - CARD.width);
  const top = Math.min(Math.max(4, y - CARD.height / 2), Math.max(4, height - CARD.height - 4));
  return { left, top };
}
