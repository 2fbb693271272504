/** The sample that forms: small, so that one sees that it goes on, and what comes. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormingCandidate } from '../../contracts/queue';
import { classWords } from '../../messages/classNames';
import { useStudio } from '../../state/context';
import styles from './Queue.module.css';

export function Forming({ forming }: { readonly forming: FormingCandidate | null }) {
  const { t } = useTranslation();
  const { queue } = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const shown = queue.preview();
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!forming || !target || !context || shown?.id !== forming.id) return;
    const { width, height, data } = shown.preview.image;
    target.width = width;
    target.height = height;
    context.putImageData(new ImageData(data, width, height), 0, 0);
  }, [queue, forming]);
  return (
    <figure className={styles['forming']}>
      <canvas ref={canvas} aria-hidden="true" />
      <figcaption>
        {forming
          ? t('queue.forming', { name: classWords(forming.class), step: forming.step, steps: forming.steps })
          : t('queue.nothingForms')}
      </figcaption>
    </figure>
  );
}
