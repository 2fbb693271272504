/** The variants of the background in place, forming and finished. */
import { useTranslation } from 'react-i18next';
import { useEffect, useMemo, useRef } from 'react';
import type { SampleSummary } from '../../contracts/sample';
import { classWords } from '../../messages';
import { useSlice, useStudio } from '../../state/context';
import type { FormingSample } from '../../state/generation';
import { useSampleUrl } from '../../state/pixelUrls';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ProgressBar } from '../../ui/Page';
import styles from './Compose.module.css';
import { canvasOf, drawForming } from './pixels';
import { Score } from './Score';
import { arrangeVariants } from './variants';

const MAX_SHOWN = 48;

export function VariantList() {
  const { t } = useTranslation();
  const backgroundId = useSlice(
    (s) => s.compose,
    (s) => s.backgroundId,
  );
  const { samples, order, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const forming = useSlice(
    (s) => s.generation,
    (s) => s.forming,
  );
  const made = useMemo(
    () => order.flatMap((id) => samples.get(id) ?? []).filter((sample) => sample.background.id === backgroundId),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples and order have changed
    [samples, order, revision, backgroundId],
  );
  const shown = arrangeVariants(
    forming.filter((sample) => sample.backgroundId === backgroundId),
    made,
  ).slice(0, MAX_SHOWN);
  return (
    <section className={styles['variants']}>
      <h2>{t('compose.variants')}</h2>
      {shown.length === 0 && <p className={styles['hint']}>{t('compose.noVariants')}</p>}
      <ul className={styles['variantList']} aria-label={t('compose.variants')}>
        {shown.map((variant) =>
          variant.kind === 'forming' ? (
            <FormingCard key={variant.id} sample={variant.sample} />
          ) : (
            <VariantCard key={variant.id} sample={variant.sample} />
          ),
        )}
      </ul>
    </section>
  );
}

/** Twice the size at which it is shown. */
const THUMBNAIL_PX = 192;

function FormingCard({ sample }: { readonly sample: FormingSample }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { seed, step, steps } = sample;
  useEffect(() => {
    const background = studio.compose.background();
    const context = canvas.current?.getContext('2d');
    if (!background || !context || !canvas.current) return;
    const scale = Math.min(1, THUMBNAIL_PX / Math.max(background.width, background.height));
    canvas.current.width = Math.max(1, Math.round(background.width * scale));
    canvas.current.height = Math.max(1, Math.round(background.height * scale));
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvasOf(background), 0, 0, canvas.current.width, canvas.current.height);
    const preview = studio.generation.preview(sample.id);
    context.scale(scale, scale);
    if (preview) drawForming(context, preview);
  }, [studio, sample]);
  return (
    <li className={styles['card']}>
      <canvas ref={canvas} className={styles['thumb']} aria-hidden="true" />
      <div className={styles['cardBody']}>
        <p className={styles['cardTitle']}>{classWords(sample.class)}</p>
        <p className={styles['hint']}>
          {step === 0 ? t('compose.waiting', { seed }) : t('compose.step', { seed, step, steps })}
        </p>
        <ProgressBar label={t('compose.progress', { seed })} share={step / steps} />
      </div>
    </li>
  );
}

function VariantCard({ sample }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const { generation, samples } = useStudio();
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const url = useSampleUrl(sample.id);
  const { verdict, decision } = sample;
  const shown = shownId === sample.id;
  return (
    <li className={styles['card']} data-decision={decision?.outcome ?? 'none'}>
      <button
        type="button"
        className={styles['thumbButton']}
        aria-label={t('compose.show', { id: sample.id })}
        aria-pressed={shown}
        onClick={() => generation.show(shown ? null : sample.id)}
      >
        {url !== null && (
          <img
            className={styles['thumb']}
            src={url}
            alt={t('compose.sampleAlt', { class: classWords(sample.class), seed: sample.seed })}
          />
        )}
      </button>
      <div className={styles['cardBody']}>
        <p className={styles['cardTitle']}>{classWords(sample.class)}</p>
        <p className={styles['hint']}>
          {t(sample.sampler.name === 'student' ? 'compose.seedFast' : 'compose.seedIs', { seed: sample.seed })}
        </p>
        <Score sample={sample} />
      </div>
      <div className={styles['cardFoot']}>
        <p className={verdict.outcome === 'doubtful' ? styles['doubtful'] : styles['verdict']}>
          {verdict.outcome === 'doubtful' && <Icon name="warn" />}
          <span>{verdict.reason}</span>
        </p>
        <div className={styles['decide']}>
          <Button
            aria-pressed={decision?.outcome === 'accepted'}
            onClick={() => void samples.decide(sample.id, 'accepted')}
          >
            <Icon name="accept" /> {t('compose.accept')}
          </Button>
          <Button
            aria-pressed={decision?.outcome === 'rejected'}
            onClick={() => void samples.decide(sample.id, 'rejected')}
          >
            <Icon name="reject" /> {t('compose.reject')}
          </Button>
        </div>
      </div>
    </li>
  );
}
