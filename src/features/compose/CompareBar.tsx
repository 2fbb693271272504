/** Under the sample that is shown: what it is compared with and how, and what the measured guarantee says. */
import { useTranslation } from 'react-i18next';
import type { SampleSummary } from '../../contracts/sample';
import { COMPARISONS } from '../../state/compose/compareStore';
import { useSlice, useStudio } from '../../state/context';
import styles from './Stage.module.css';
import { useOthers } from './others';

export function CompareBar({ sample }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const { compare } = useStudio();
  const { mode, split } = useSlice(
    (s) => s.compare,
    (s) => s,
  );
  return (
    <>
      {mode === 'slider' && (
        <input
          type="range"
          className={styles['dividerHandle']}
          aria-label={t('compose.divider')}
          min={0}
          max={100}
          value={Math.round(100 * split)}
          onChange={(event) => compare.setSplit(Number(event.target.value) / 100)}
        />
      )}
      <div className={styles['compareBar']} role="group" aria-label={t('compose.compare')}>
        <select
          aria-label={t('compose.compare')}
          value={mode}
          onChange={(event) => compare.setMode(COMPARISONS.find((option) => option === event.target.value) ?? 'off')}
        >
          {COMPARISONS.map((option) => (
            <option key={option} value={option}>
              {t(`compose.compareModes.${option}`)}
            </option>
          ))}
        </select>
        {(mode === 'slider' || mode === 'side') && <OtherChoice sample={sample} />}
        <span>
          {mode === 'difference' && `${t('compose.differenceHint')} `}
          {t('compose.outsideMask', { count: sample.outsideMaskMaxDiff })}
        </span>
      </div>
    </>
  );
}

function OtherChoice({ sample }: { readonly sample: SampleSummary }) {
  const { t } = useTranslation();
  const { compare } = useStudio();
  const { ids, chosen } = useOthers(sample);
  return (
    <select
      aria-label={t('compose.compareWith')}
      value={chosen ?? ''}
      onChange={(event) => compare.setWith(ids.find((id) => id === event.target.value) ?? null)}
    >
      <option value="">{t('compose.plainSkin')}</option>
      {ids.map((id) => (
        <option key={id} value={id}>
          {t('compose.pinned', { id })}
        </option>
      ))}
    </select>
  );
}
