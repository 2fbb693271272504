/** One sample on the wall. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { decisionBy, deciderOf, type Reader, type SampleId, type SampleSummary } from '../../contracts/sample';
import { classWords } from '../../messages/classNames';
import type { Choice } from '../../core/gates/choices';
import { useSampleUrl } from '../../state/pixelUrls';
import { Icon } from '../../ui/Icon';
import styles from './Review.module.css';

const CHOICES = {
  kept: 'review.choices.kept',
  gate: 'review.choices.gate',
  'too-typical': 'review.choices.tooTypical',
  'beyond-gamma': 'review.choices.beyondShare',
  'like-others': 'review.choices.likeOthers',
  undescribed: 'review.choices.undescribed',
  unscored: 'review.notScored',
  drawn: 'review.choices.drawn',
  'not-drawn': 'review.choices.notDrawn',
} as const satisfies Record<Choice, string>;

export const SampleCell = memo(function SampleCell({
  sample,
  active,
  marked,
  damaged,
  choice,
  reader,
  group,
  onSelect,
}: {
  readonly sample: SampleSummary;
  readonly active: boolean;
  readonly marked: boolean;
  readonly damaged: boolean;
  /** What the selection would do; null while none is shown. */
  readonly choice: Choice | null;
  /** Whose decision is shown. */
  readonly reader: Reader;
  /** Of look-alikes; null while they are not what the wall is about. */
  readonly group: number | null;
  /** @param how with which key it was pressed */
  readonly onSelect: (id: SampleId, how?: 'range' | 'toggle') => void;
}) {
  const { t } = useTranslation();
  const url = useSampleUrl(sample.id);
  const said = decisionBy(reader, sample);
  const decision = said?.outcome ?? 'none';
  const isByRule = said !== null && deciderOf(said) === 'rule';
  return (
    <div
      role="gridcell"
      tabIndex={active ? 0 : -1}
      aria-selected={active || marked}
      aria-label={[
        choice && `${sample.class} ${t(CHOICES[choice])}`,
        sample.id,
        classWords(sample.class),
        damaged && t('review.damaged'),
        t(`review.decisions.${decision}`),
        isByRule && t('review.byRule'),
      ]
        .filter(Boolean)
        .join(', ')}
      data-sample={sample.id}
      data-decision={decision}
      data-by={said ? deciderOf(said) : undefined}
      data-choice={choice ?? undefined}
      data-marked={marked || undefined}
      className={styles['cell']}
      onMouseDown={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) event.preventDefault(); // the focus stays where it is
      }}
      onClick={({ shiftKey, ctrlKey, metaKey }) =>
        onSelect(sample.id, shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : undefined)
      }
      onFocus={() => {
        if (!active) onSelect(sample.id);
      }}
    >
      {damaged && <span className={styles['damaged']}>{t('review.damaged')}</span>}
      {url !== null && <img src={url} alt="" loading="lazy" draggable={false} />}
      <span className={styles['caption']}>
        <span>{sample.class}</span>{' '}
        {decision !== 'none' && (
          <span className={styles['said']}>
            {isByRule && t('review.byRule')} <Icon name={decision === 'accepted' ? 'accept' : 'reject'} />
          </span>
        )}
        {choice && <span className={styles['choice']}>{t(CHOICES[choice])}</span>}
        {group !== null && <span className={styles['choice']}>{t('review.alike.group', { n: group + 1 })}</span>}
        {decision === 'none' && sample.verdict.outcome === 'doubtful' && <Icon name="warn" />}
      </span>
    </div>
  );
});
