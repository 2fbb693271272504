/** An export of anybody's: checked, and its samples made again and compared. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenedSet } from '../../contracts/archive';
import type { RgbaImage } from '../../contracts/image';
import { classWords } from '../../messages/classNames';
import { useSlice, useStudio } from '../../state/context';
import type { Replayed } from '../../state/export/replayStore';
import { Button } from '../../ui/Button';
import { Waits } from '../waiting';
import { FileButton } from '../../ui/FileButton';
import { Card, Progress } from '../../ui/Page';
import { Report } from './Report';
import styles from './ExportScreen.module.css';

/** Rows that are shown at once. */
const ROWS = 25;

export function ReplayCard() {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const { phase, progress, set, shown } = useSlice(
    (s) => s.replay,
    (s) => s,
  );
  return (
    <Card title={t('export.replay.title')}>
      <p className={styles['files']}>{t('export.replay.lead')}</p>
      <div className={styles['actions']}>
        <FileButton
          accept=".zip,application/zip"
          disabled={phase === 'opening'}
          onFiles={([file]) => file && void replay.open(file)}
        >
          {t('export.replay.open')}
        </FileButton>
      </div>
      {phase === 'opening' && (
        <Progress
          label={t('export.replay.open')}
          words={
            progress
              ? t('export.replay.checking', { done: progress.done, total: progress.total })
              : t('export.replay.opening')
          }
          progress={progress}
        />
      )}
      {set && <Opened set={set} />}
      {shown && <Pictures replayed={shown} />}
    </Card>
  );
}

function Opened({ set }: { readonly set: OpenedSet }) {
  const { t } = useTranslation();
  const { replay } = useStudio();
  const [find, setFind] = useState('');
  const { running, results, taking } = useSlice(
    (s) => s.replay,
    (s) => s,
  );
  const { samples, report } = set;
  const isSound = report.damages.length === 0 && report.contradictions.length === 0;
  const found = samples.filter(({ id }) => id.includes(find.trim()));
  return (
    <>
      <Report set={set} />
      {samples.length > 0 && (
        <div className={styles['actions']}>
          <Button disabled={!isSound || taking !== null} onClick={() => void replay.takeIn()}>
            {t('export.takeIn', { count: samples.length })}
          </Button>
          {!isSound && <p className={styles['files']}>{t('export.notSound')}</p>}
          {taking && (
            <Progress
              label={t('export.takeIn', { count: samples.length })}
              words={t('export.taking', { done: taking.done, total: taking.total })}
              progress={taking}
            />
          )}
        </div>
      )}
      {samples.length > ROWS && (
        <div className={styles['actions']}>
          <label htmlFor="replay-find">{t('export.replay.find')}</label>
          <input
            id="replay-find"
            className={styles['name']}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </div>
      )}
      <Waits what="replay" />
      <table className={styles['table']} aria-label={t('export.replay.samples')}>
        <thead>
          <tr>
            <th>{t('export.replay.sample')}</th>
            <th>{t('export.replay.class')}</th>
            <th>{t('export.replay.madeOn')}</th>
            <th>{t('export.replay.again')}</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, ROWS).map(({ id, class: code, madeOn }) => {
            const result = results.get(id);
            return (
              <tr key={id}>
                <td>{id}</td>
                <td>{classWords(code)}</td>
                <td>{madeOn}</td>
                <td>
                  {running?.id === id
                    ? t('export.replay.running', { step: running.step, steps: running.steps })
                    : result && (result.max === 0 ? t('export.replay.same') : t('export.replay.differs', result))}{' '}
                  <Button
                    disabled={running !== null}
                    aria-label={t('export.replay.replayOne', { id })}
                    onClick={() => void replay.replay(id)}
                  >
                    {t('export.replay.replay')}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {found.length > ROWS && <p className={styles['files']}>{t('export.replay.more', { n: found.length - ROWS })}</p>}
    </>
  );
}

function Pictures({ replayed: { id, then, now, difference } }: { readonly replayed: Replayed }) {
  const { t } = useTranslation();
  const pictures = [
    [t('export.replay.then'), then],
    [t('export.replay.now'), now],
    [t('export.replay.difference'), difference],
  ] as const;
  return (
    <div className={styles['pictures']}>
      {pictures.map(
        ([title, image]) =>
          image && (
            <figure key={title}>
              <Pixels image={image} title={`${title}, ${id}`} />
              <figcaption>{title}</figcaption>
            </figure>
          ),
      )}
    </div>
  );
}

function Pixels({ image, title }: { readonly image: RgbaImage; readonly title: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, data } = image;
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  }, [width, height, data]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={title} />;
}
