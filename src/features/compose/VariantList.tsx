/** What was made on the background in place: what is pinned, the grids, then the variants, forming and finished. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import { t } from '../../messages';
import { classWords } from '../../messages/classNames';
import { gridKey } from '../../state/compose/gridRows';
import { useSlice } from '../../state/context';
import styles from './Compose.module.css';
import variantStyles from './Variants.module.css';
import { SampleGrid } from './SampleGrid';
import { FormingCard, VariantCard } from './VariantCard';
import { arrangeVariants } from './variants';

const MAX_SHOWN = 48;

function finishedWords({ class: code, seed, verdict }: SampleSummary): string {
  return t('compose.finished', { class: classWords(code), seed, outcome: t(`compose.outcomes.${verdict.outcome}`) });
}

export function VariantList() {
  const { t } = useTranslation();
  const backgroundId = useSlice(
    (s) => s.compose,
    (s) => s.backgroundId,
  );
  const pinned = useSlice(
    (s) => s.compose,
    (s) => s.pinned,
  );
  const grids = useSlice(
    (s) => s.compose,
    (s) => s.grids,
  );
  const { samples, order, revision } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const forming = useSlice(
    (s) => s.generation,
    (s) => s.forming,
  );
  const shownId = useSlice(
    (s) => s.generation,
    (s) => s.shownId,
  );
  const made = useMemo(
    () => order.flatMap((id) => samples.get(id) ?? []).filter((sample) => sample.background.id === backgroundId),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the revision tells that samples and order have changed
    [samples, order, revision, backgroundId],
  );
  const formingHere = forming.filter((sample) => sample.backgroundId === backgroundId);
  const ownGrids = grids.filter((grid) => grid.backgroundId === backgroundId);
  const { inGrids, first, others } = arrangeVariants(formingHere, made, ownGrids, pinned, shownId);
  // A verdict is said once it is there; nothing is said of those from before.
  const last = made.at(-1);
  const isGenerating = formingHere.length > 0 || (shownId !== null && last?.id === shownId);
  const shown = [...first, ...others].slice(0, MAX_SHOWN);
  return (
    <section className={styles['variants']}>
      <h2>{t('compose.variants')}</h2>
      <p role="status" className="srOnly">
        {isGenerating && last ? finishedWords(last) : ''}
      </p>
      {shown.length + inGrids.length === 0 && <p className={styles['hint']}>{t('compose.noVariants')}</p>}
      {inGrids.map(({ grid, cells }) => (
        <SampleGrid key={gridKey(grid)} grid={grid} cells={cells} />
      ))}
      <ul className={variantStyles['variantList']} aria-label={t('compose.variants')}>
        {shown.map((variant) =>
          variant.kind === 'forming' ? (
            <FormingCard key={variant.id} sample={variant.sample} />
          ) : (
            <VariantCard key={variant.id} sample={variant.sample} isPinned={pinned.includes(variant.sample.id)} />
          ),
        )}
      </ul>
    </section>
  );
}
