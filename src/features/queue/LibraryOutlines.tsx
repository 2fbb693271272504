/** Outlines that plans may use in place of drawn ones: of real lesions, or from files. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaskShape } from '../../contracts/library';
import { decodeRle } from '../../core/mask/rle';
import { classWords } from '../../messages/classNames';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { FileButton } from '../../ui/FileButton';
import { Card } from '../../ui/Page';
import { VirtualGrid } from '../../ui/VirtualGrid';
import { LibraryWorking } from '../planning';
import styles from './Library.module.css';

export function LibraryOutlines() {
  const { t } = useTranslation();
  const { library } = useStudio();
  const [count, setCount] = useState(200);
  const { shapes, work } = useSlice(
    (s) => s.library,
    (s) => s,
  );
  const withMask = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind === 'open' && s.content.images.some(({ mask }) => mask !== null),
  );
  const busy = work.kind !== 'idle';
  return (
    <Card title={t('queue.outlines')}>
      <p>
        {shapes.length === 0
          ? t('queue.noOutlines')
          : t('queue.usedOutlines', { used: shapes.filter(({ excluded }) => !excluded).length, all: shapes.length })}
      </p>
      <div className={styles['find']}>
        <NumberField label={t('queue.datasetImages')} value={count} min={1} max={5000} onChange={setCount} />
        <Button disabled={!withMask || busy} onClick={() => void library.takeOutlines(count)}>
          {t('queue.takeOutlines')}
        </Button>
        <FileButton
          accept="image/*,.json,application/json"
          multiple
          onFiles={(files) => void library.shapes.importFiles(files)}
        >
          {t('queue.openMasks')}
        </FileButton>
        {shapes.length > 0 && (
          <Button disabled={busy} onClick={() => void library.shapes.removeAll()}>
            {t('queue.removeAll')}
          </Button>
        )}
      </div>
      <LibraryWorking kinds={['outlines']} />
      {shapes.length > 0 && (
        <VirtualGrid
          label={t('queue.outlines')}
          count={shapes.length}
          minCellPx={84}
          footPx={26}
          cell={(place) => {
            const shape = shapes[place];
            return shape && <Outline key={shape.id} shape={shape} />;
          }}
        />
      )}
    </Card>
  );
}

function Outline({ shape }: { readonly shape: MaskShape }) {
  const { t } = useTranslation();
  const { library } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context) return;
    const { width, height, data } = decodeRle(shape.rle);
    [target.width, target.height] = [width, height];
    const ink = getComputedStyle(target).color.match(/\d+/g)?.map(Number) ?? [128, 128, 128];
    const pixels = new ImageData(width, height);
    data.forEach((value, i) => pixels.data.set([ink[0] ?? 0, ink[1] ?? 0, ink[2] ?? 0, value * 255], 4 * i));
    context.putImageData(pixels, 0, 0);
  }, [shape]);
  const { id, excluded, class: code } = shape;
  return (
    <div
      className={styles['piece']}
      data-excluded={excluded}
      title={code ? t('queue.outlineOf', { name: classWords(code) }) : t('queue.outline')}
    >
      <label>
        <canvas ref={canvas} className={styles['outline']} />
        <span className={styles['pieceFoot']}>
          <input
            type="checkbox"
            aria-label={t('queue.use', { id })}
            checked={!excluded}
            onChange={(event) => void library.shapes.exclude(shape, !event.target.checked)}
          />
          {code ?? t('queue.fromFile')}
        </span>
      </label>
    </div>
  );
}
