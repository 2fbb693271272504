/** The first steps as a line under the navigation: in the way of nothing, ticked as they are taken, closed with Escape. */
import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { keyWords } from '../messages';
import { useSlice, useStudio } from '../state/context';
import type { Studio } from '../state/studio';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './App.module.css';
import { STEPS, stepsDone } from './tour';

export function Tour({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const done = useStepsDone();
  const current = STEPS[done];
  useClosing(onClose);
  // Controls of the step are marked by style alone: `data-step` on them.
  useEffect(() => {
    document.documentElement.dataset['step'] = current ?? '';
    return () => {
      delete document.documentElement.dataset['step'];
    };
  }, [current]);
  return (
    <section className={styles['tour']} aria-label={t('app.tour.name')}>
      <ol>
        {STEPS.map((step, i) => (
          <li key={step} {...(step === current ? { 'aria-current': 'step' as const } : {})} data-done={i < done}>
            <span aria-hidden="true">{i < done ? <Icon name="accept" /> : i + 1}</span>
            {t(`app.tour.${step}`)}
            {i < done && <span className="srOnly"> {t('app.tour.done')}</span>}
          </li>
        ))}
      </ol>
      <p role="status">
        <Trans i18nKey={`app.tour.${current ?? 'finished'}Hint`} components={{ screen: <strong />, kbd: <kbd /> }} />
      </p>
      <IconButton
        label={t('app.tour.close')}
        keys={keyWords('Escape')}
        icon={<Icon name="close" />}
        onClick={onClose}
      />
    </section>
  );
}

function useStepsDone(): number {
  const { compose } = useStudio();
  useSlice(
    (s) => s.compose,
    (s) => s.maskRevision,
  );
  const { samples, accepted } = useCounts();
  const isExported = useSlice(
    (s) => s.exporting,
    ({ state }) => state.phase === 'done',
  );
  return stepsDone({ isPainted: !compose.document.isEmpty, samples, accepted, isExported });
}

function useCounts(): { readonly samples: number; readonly accepted: number } {
  const { samples } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  let accepted = 0;
  for (const { decision } of samples.values()) if (decision?.outcome === 'accepted') accepted += 1;
  return { samples: samples.size, accepted };
}

/** Escape closes it where it means nothing else. */
function useClosing(onClose: () => void): void {
  const studio = useStudio();
  useEffect(() => {
    const stop = new AbortController();
    const onKey = ({ key, defaultPrevented }: KeyboardEvent): void => {
      if (key === 'Escape' && !defaultPrevented && isFree(studio)) onClose();
    };
    window.addEventListener('keydown', onKey, { signal: stop.signal });
    return () => stop.abort();
  }, [studio, onClose]);
}

function isFree({ painter, generation }: Studio): boolean {
  const isOpen = document.querySelector('dialog[open], :popover-open') !== null;
  return !painter.isBusy && !generation.isWorking && !isOpen;
}
