/** One sample on the wall. */
import { classLabel } from '../../contracts/classes';
import type { SavedSample } from '../../contracts/storage';
import { useSampleUrl } from '../../state/pixelUrls';
import { Icon } from '../../ui/Icon';
import styles from './Review.module.css';

const WORDS = { accepted: 'accepted', rejected: 'rejected', none: 'undecided' } as const;

export function SampleCell({
  sample,
  active,
  onSelect,
}: {
  readonly sample: SavedSample;
  readonly active: boolean;
  readonly onSelect: () => void;
}) {
  const { record } = sample;
  const url = useSampleUrl(record.id);
  const decision = record.decision?.outcome ?? 'none';
  return (
    <div
      role="gridcell"
      tabIndex={active ? 0 : -1}
      aria-selected={active}
      aria-label={`${record.id}, ${classLabel(record.class)}, ${WORDS[decision]}`}
      data-sample={record.id}
      data-decision={decision}
      className={styles['cell']}
      onClick={onSelect}
      onFocus={onSelect}
    >
      {url !== null && <img src={url} alt="" loading="lazy" draggable={false} />}
      <span className={styles['caption']}>
        <span>{record.class}</span>
        {decision !== 'none' && <Icon name={decision === 'accepted' ? 'accept' : 'reject'} />}
        {decision === 'none' && record.verdict.outcome === 'doubtful' && <Icon name="warn" />}
      </span>
    </div>
  );
}
