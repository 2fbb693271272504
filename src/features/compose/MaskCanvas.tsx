/** The painting surface. */
import { useTranslation } from 'react-i18next';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SampleId } from '../../contracts/sample';
import { t } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';
import type { Point } from '../../core/mask/stroke';
import { usePainting } from './usePainting';
import { useStage } from './useStage';

export function MaskCanvas() {
  const studio = useStudio();
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const background = useSlice(
    (s) => s.compose,
    (s) => s.backgrounds.find(({ id }) => id === s.backgroundId),
  );
  const shown = useSampleBitmap(shownId);
  const content = useMemo(() => ({ shown }), [shown]);
  const stage = useStage(canvas, studio, content);
  const [said, say] = useCrosshairWords();
  usePainting(canvas, studio, stage, say);
  return (
    <div className={styles['stage']}>
      <canvas
        ref={canvas}
        className={styles['canvas']}
        aria-label={t('compose.maskCanvas')}
        aria-describedby={HINT_ID}
        role="application"
        tabIndex={0}
      />
      <p id={HINT_ID} className={styles['srOnly']}>
        {t('compose.canvasKeys')}
      </p>
      <p role="status" className={styles['srOnly']}>
        {said}
      </p>
      {!background && <p className={styles['noBackground']}>{t('compose.noBackground')}</p>}
      <div className={styles['stageCorner']}>
        {shownId !== null && <span className={styles['badge']}>{t('compose.showing', { id: shownId })}</span>}
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

/** The finished sample as a bitmap; null while it is read or when none is chosen. */
function useSampleBitmap(id: SampleId | null): ImageBitmap | null {
  const studio = useStudio();
  const [bitmap, setBitmap] = useState<{ id: SampleId; image: ImageBitmap } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    const stop = new AbortController();
    void (async () => {
      const png = await studio.readSamplePng(id);
      if (!png.ok) {
        studio.notices.report(png.failure);
        return;
      }
      const image = await createImageBitmap(new Blob([png.value], { type: 'image/png' }));
      if (!stop.signal.aborted) setBitmap({ id, image });
    })();
    return () => {
      stop.abort();
    };
  }, [id, studio]);
  return bitmap?.id === id ? bitmap.image : null;
}
