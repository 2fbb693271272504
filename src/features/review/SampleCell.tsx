/** One sample on the wall. */
import { memo } from 'react';
import { classLabel } from '../../contracts/classes';
import type { SampleId, SampleSummary } from '../../contracts/sample';
import type { Choice } from '../../state/selectionStore';
import { useSampleUrl } from '../../state/pixelUrls';
import { Icon } from '../../ui/Icon';
import styles from './Review.module.css';

const CHOICES: Readonly<Record<Choice, string>> = {
  kept: 'kept',
  gate: 'a gate rejects',
  'too-typical': 'too typical',
  'beyond-gamma': 'beyond the share',
  unscored: 'not scored',
  drawn: 'drawn',
  'not-drawn': 'not drawn',
};
const WORDS = { accepted: 'accepted', rejected: 'rejected', none: 'undecided' } as const;

export const SampleCell = memo(function SampleCell({
  sample,
  active,
  choice,
  onSelect,
}: {
  readonly sample: SampleSummary;
  readonly active: boolean;
  /** What the selection would do; null while none is shown. */
  readonly choice: Choice | null;
  readonly onSelect: (id: SampleId) => void;
}) {
  const url = useSampleUrl(sample.id);
  const decision = sample.decision?.outcome ?? 'none';
  return (
    <div
      role="gridcell"
      tabIndex={active ? 0 : -1}
      aria-selected={active}
      aria-label={[choice && `${sample.class} ${CHOICES[choice]}`, sample.id, classLabel(sample.class), WORDS[decision]]
        .filter(Boolean)
        .join(', ')}
      data-sample={sample.id}
      data-decision={decision}
      data-choice={choice ?? undefined}
      className={styles['cell']}
      onClick={() => onSelect(sample.id)}
      onFocus={() => onSelect(sample.id)}
    >
      {url !== null && <img src={url} alt="" loading="lazy" draggable={false} />}
      <span className={styles['caption']}>
        <span>{sample.class}</span>{' '}
        {decision !== 'none' && <Icon name={decision === 'accepted' ? 'accept' : 'reject'} />}
        {choice && <span className={styles['choice']}>{CHOICES[choice]}</span>}
        {decision === 'none' && sample.verdict.outcome === 'doubtful' && <Icon name="warn" />}
      </span>
    </div>
  );
});
