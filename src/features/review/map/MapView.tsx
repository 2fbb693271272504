/** The map of Review: drawn at once where all images are described; else it says what that takes. */
import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { LEAST_POINTS } from '../../../core/evaluation/mapLimits';
import { useSlice, useStudio } from '../../../state/context';
import { Button } from '../../../ui/Button';
import { Progress } from '../../../ui/Page';
import { secondsWords } from '../../waiting';
import { Chart, type ChartProps } from './Chart';
import styles from './Map.module.css';

/** As measured (docs/results/fit.md). */
const MS_AN_IMAGE = 50;

export function MapView(props: Omit<ChartProps, 'drawn'>) {
  const { t } = useTranslation();
  const { drawn, lack } = useSlice(
    (s) => s.map,
    (s) => s,
  );
  const hasDataset = useSlice(
    (s) => s.dataset,
    (s) => s.opened !== null,
  );
  useLooking();
  return (
    <section aria-label={t('map.name')} className={styles['map']}>
      <Start />
      {lack !== null && <p role="status">{t(`map.lacks.${lack}`, { least: LEAST_POINTS })}</p>}
      {drawn && <Chart key={drawn.shares.join()} drawn={drawn} {...props} />}
      {!hasDataset && lack !== 'no-encoder' && (
        <p className={styles['words']}>
          <Trans i18nKey="map.noReal" components={{ dataset: <a href="#/dataset" /> }} />
        </p>
      )}
    </section>
  );
}

/** Looks again whenever what the map is of may have changed. */
function useLooking(): void {
  const { map } = useStudio();
  const { opened, scannedCount, content, edition } = useSlice(
    (s) => s.dataset,
    (s) => s,
  );
  const isScanned = opened !== null && scannedCount === content.images.length;
  const { manifest, model } = useSlice(
    (s) => s.session,
    (s) => s,
  );
  const revision = useSlice(
    (s) => s.samples,
    (s) => s.revision,
  );
  const codes = useSlice(
    (s) => s.classes,
    (s) => s.codes,
  );
  const isReady = model.phase === 'ready';
  useEffect(() => void map.lookAhead(), [map, edition, isScanned, manifest, isReady, revision, codes]);
}

/** What has to be described first, or is being described. */
function Start() {
  const { t } = useTranslation();
  const { map } = useStudio();
  const { drawn, cost } = useSlice(
    (s) => s.map,
    (s) => s,
  );
  const { phase, purpose } = useSlice(
    (s) => s.evaluation,
    (s) => s,
  );
  if (phase.kind !== 'idle' && purpose === 'map')
    return (
      <div className={styles['start']}>
        <Progress
          label={t('map.name')}
          words={t(`evaluate.phases.${phase.kind}`, { done: phase.done, total: phase.total })}
          progress={phase}
        />
        <Button onClick={map.cancel}>{t('evaluate.cancel')}</Button>
      </div>
    );
  if (!cost) return null;
  const count = cost.real + cost.samples;
  const time = secondsWords(MS_AN_IMAGE * count);
  return (
    <div className={styles['start']}>
      <p>{t(drawn ? 'map.more' : 'map.cost', { ...cost, count, time })}</p>
      {phase.kind !== 'idle' && <p role="status">{t('map.busy')}</p>}
      <Button look={drawn ? 'normal' : 'primary'} disabled={phase.kind !== 'idle'} onClick={() => void map.draw()}>
        {t(drawn ? 'map.add' : 'map.draw')}
      </Button>
    </div>
  );
}
