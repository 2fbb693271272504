/** The painting surface. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { SampleId } from '../../contracts/sample';
import { useSlice, useStudio } from '../../state/context';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './Compose.module.css';
import { usePainting } from './usePainting';
import { useStage } from './useStage';

export function MaskCanvas() {
  const studio = useStudio();
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
  const { view, pointer, redraw, fit } = useStage(canvas, studio, content);
  const stage = useMemo(() => ({ view, pointer, redraw, fit }), [view, pointer, redraw, fit]);
  usePainting(canvas, studio, stage);
  return (
    <div className={styles['stage']}>
      <canvas ref={canvas} className={styles['canvas']} aria-label="Mask canvas" role="img" tabIndex={0} />
      {!background && (
        <p className={styles['noBackground']}>
          No background yet. Choose skin on the left, or open an image of your own.
        </p>
      )}
      <div className={styles['stageCorner']}>
        {shownId !== null && <span className={styles['badge']}>Showing {shownId}. Hold X for the plain skin.</span>}
        <IconButton label="Fit image" keys="0" icon={<Icon name="fit" />} onClick={fit} />
      </div>
    </div>
  );
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
