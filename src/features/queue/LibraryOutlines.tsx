/** Outlines that plans may use in place of drawn ones: of real lesions, or from files. */
import { useEffect, useRef, useState } from 'react';
import { classLabel } from '../../contracts/classes';
import type { MaskShape } from '../../contracts/library';
import { decodeRle } from '../../core/mask/rle';
import { useSlice, useStudio } from '../../state/context';
import { Button } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { FileButton } from '../../ui/FileButton';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import { VirtualGrid } from '../../ui/VirtualGrid';
import { LibraryWorking } from './LibraryWorking';
import styles from './Queue.module.css';

export function LibraryOutlines() {
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
    <Card title="Outlines">
      <p>
        {shapes.length === 0
          ? 'None yet: plans let the outline model draw them.'
          : `${thousands(shapes.filter(({ excluded }) => !excluded).length)} of ${thousands(shapes.length)} outlines are used by plans that draw from the library.`}
      </p>
      <div className={styles['find']}>
        <NumberField label="Images of your data set" value={count} min={1} max={5000} onChange={setCount} />
        <Button disabled={!withMask || busy} onClick={() => void library.takeOutlines(count)}>
          Take their outlines
        </Button>
        <FileButton
          accept="image/*,.json,application/json"
          multiple
          onFiles={(files) => void library.shapes.importFiles(files)}
        >
          Open masks or COCO
        </FileButton>
        {shapes.length > 0 && (
          <Button disabled={busy} onClick={() => void library.shapes.removeAll()}>
            Remove all
          </Button>
        )}
      </div>
      <LibraryWorking kinds={['outlines']} />
      {shapes.length > 0 && (
        <VirtualGrid
          label="Outlines"
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
      title={code ? `Outline of ${classLabel(code)}` : 'Outline'}
    >
      <label>
        <canvas ref={canvas} className={styles['outline']} />
        <span className={styles['pieceFoot']}>
          <input
            type="checkbox"
            aria-label={`Use ${id}`}
            checked={!excluded}
            onChange={(event) => void library.shapes.exclude(shape, !event.target.checked)}
          />
          {code ?? 'file'}
        </span>
      </label>
    </div>
  );
}
