/** A variant in the list: forming, or finished with its scores and what can be done with it. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { VerdictWords } from '../../messages/VerdictWords';
import { personsDecision, type SampleSummary } from '../../contracts/sample';
import { classWords } from '../../messages/classNames';
import { useSlice, useStudio } from '../../state/context';
import type { FormingSample } from '../../state/compose/generation';
import { useSampleUrl } from '../../state/pixelUrls';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ProgressBar } from '../../ui/Page';
import styles from './Compose.module.css';
import variantStyles from './Variants.module.css';
import { drawForming, smallCanvasOf } from './pixels';
import { Score } from './Score';

/** Twice the size at which it is shown. */
const THUMBNAIL_PX = 192;

/** The background with what has formed of a sample so far. */
export function FormingPicture({ sample, className }: { readonly sample: FormingSample; readonly className?: string }) {
  const studio = useStudio();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const background = studio.compose.background();
    const context = canvas.current?.getContext('2d');
    if (!background || !context || !canvas.current) return;
    const skin = smallCanvasOf(background, THUMBNAIL_PX);
    canvas.current.width = skin.width;
    canvas.current.height = skin.height;
    context.drawImage(skin, 0, 0);
    const preview = studio.generation.preview(sample.id);
    context.scale(skin.width / background.width, skin.height / background.height);
    if (preview) drawForming(context, preview);
  }, [studio, sample]);
  return <canvas ref={canvas} className={className} aria-hidden="true" />;
}

export function FormingCard({ sample }: { readonly sample: FormingSample }) {
  const { t } = useTranslation();
  const { seed, step, steps } = sample;
  return (
    <li className={variantStyles['card']}>
      <FormingPicture sample={sample} className={variantStyles['thumb'] ?? ''} />
      <div className={variantStyles['cardBody']}>
        <p className={variantStyles['cardTitle']}>{classWords(sample.class)}</p>
        <p className={styles['hint']}>
          {step === 0 ? t('compose.waiting', { seed }) : t('compose.step', { seed, step, steps })}
        </p>
        <ProgressBar label={t('compose.progress', { seed })} share={step / steps} />
      </div>
    </li>
  );
}

export function VariantCard({ sample, isPinned }: { readonly sample: SampleSummary; readonly isPinned: boolean }) {
  const { t } = useTranslation();
  const { generation } = useStudio();
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const url = useSampleUrl(sample.id);
  const shown = shownId === sample.id;
  return (
    <li className={variantStyles['card']} data-decision={sample.decision?.outcome ?? 'none'}>
      <button
        type="button"
        className={variantStyles['thumbButton']}
        aria-label={t('compose.show', { id: sample.id })}
        aria-pressed={shown}
        onClick={() => generation.show(shown ? null : sample.id)}
      >
        {url !== null && (
          <img
            className={variantStyles['thumb']}
            src={url}
            alt={t('compose.sampleAlt', { class: classWords(sample.class), seed: sample.seed })}
          />
        )}
      </button>
      <div className={variantStyles['cardBody']}>
        <p className={variantStyles['cardTitle']}>{classWords(sample.class)}</p>
        <p className={styles['hint']}>
          {t(sample.sampler.name === 'student' ? 'compose.seedFast' : 'compose.seedIs', { seed: sample.seed })}
          {sample.nearby && t('compose.near')}
        </p>
        <Score sample={sample} />
      </div>
      <Verdict sample={sample} isPinned={isPinned} />
    </li>
  );
}

function Verdict({ sample, isPinned }: { readonly sample: SampleSummary; readonly isPinned: boolean }) {
  const { t } = useTranslation();
  const { compose, generation, samples } = useStudio();
  const { id, verdict } = sample;
  const decision = personsDecision('first', sample);
  return (
    <div className={variantStyles['cardFoot']}>
      <p className={verdict.outcome === 'doubtful' ? variantStyles['doubtful'] : variantStyles['verdict']}>
        {verdict.outcome === 'doubtful' && <Icon name="warn" />}
        <VerdictWords {...sample} />
      </p>
      <div className={variantStyles['decide']}>
        <Button
          data-step="accept"
          aria-pressed={decision?.outcome === 'accepted'}
          onClick={() => void samples.decide(id, 'accepted')}
        >
          <Icon name="accept" /> {t('compose.accept')}
        </Button>
        <Button aria-pressed={decision?.outcome === 'rejected'} onClick={() => void samples.decide(id, 'rejected')}>
          <Icon name="reject" /> {t('compose.reject')}
        </Button>
        <IconButton
          label={t('compose.pin')}
          icon={<Icon name="pin" />}
          aria-pressed={isPinned}
          onClick={() => compose.togglePin(id)}
        />
        <IconButton
          label={t('compose.moreLike')}
          icon={<Icon name="similar" />}
          onClick={() => void generation.moreLike(id)}
        />
      </div>
    </div>
  );
}
