/** The painting surface. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import type { Point } from '../../core/mask/stroke';
import { t } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { CompareBar } from './CompareBar';
import stageStyles from './Stage.module.css';
import { useOthers } from './others';
import { usePainting } from './usePainting';
import { useSampleBitmap, useSampleMask } from './useSampleImage';
import { useStage, type StageContent } from './useStage';

export function MaskCanvas() {
  const studio = useStudio();
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const sample = useSlice(
    (s) => s.samples,
    ({ samples }) => (shownId === null ? undefined : samples.get(shownId)),
  );
  const background = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds.find(({ id }) => id === s.backgroundId),
  );
  const awaitsSkin = useSlice(
    (s) => s.compose,
    (s) => s.awaitsSkin,
  );
  const content = useContent(sample);
  const stage = useStage(canvas, studio, content);
  const [said, say] = useCrosshairWords();
  usePainting(canvas, studio, stage, say);
  return (
    <div className={stageStyles['stage']}>
      <canvas
        ref={canvas}
        className={stageStyles['canvas']}
        aria-label={t('compose.maskCanvas')}
        aria-describedby={HINT_ID}
        aria-busy={awaitsSkin}
        role="application"
        tabIndex={0}
      />
      <p id={HINT_ID} className="srOnly">
        {t('compose.canvasKeys')}
      </p>
      <p role="status" className="srOnly">
        {said}
      </p>
      {!background && !awaitsSkin && <p className={stageStyles['noBackground']}>{t('compose.noBackground')}</p>}
      {sample && <CompareBar sample={sample} />}
      <div className={stageStyles['stageCorner']}>
        {shownId !== null && <span className={stageStyles['badge']}>{t('compose.showing', { id: shownId })}</span>}
        <IconButton label={t('compose.fitImage')} keys="0" icon={<Icon name="fit" />} onClick={stage.fit} />
      </div>
    </div>
  );
}

const HINT_ID = 'mask-canvas-keys';
/** A crosshair that moves says where it is once it rests. */
const REST_MS = 400;

function useCrosshairWords(): readonly [string, (at: Point) => void] {
  const { compose, painter } = useStudio();
  const [said, setSaid] = useState('');
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const say = useCallback(
    ({ x, y }: Point): void => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        const { width, data } = compose.document.mask;
        const [column, row] = [Math.floor(x), Math.floor(y)];
        const place = t(data[row * width + column] === 1 ? 'compose.inside' : 'compose.outside');
        setSaid(t(painter.isBusy ? 'compose.crosshairPressed' : 'compose.crosshair', { x: column, y: row, place }));
      }, REST_MS);
    },
    [compose, painter],
  );
  return [said, say];
}

/** The sample that is shown, and what it is compared with. */
function useContent(sample: SampleSummary | undefined): StageContent {
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const { mode, split } = useSlice(
    (s) => s.compare,
    (s) => s,
  );
  const shown = useSampleBitmap(shownId);
  const isPaired = mode === 'slider' || mode === 'side';
  const { chosen } = useOthers(sample);
  const other = useSampleBitmap(isPaired ? chosen : null);
  const mask = useSampleMask(mode === 'difference' ? shownId : null);
  return useMemo(() => ({ shown, mode, split, other, mask }), [shown, mode, split, other, mask]);
}
