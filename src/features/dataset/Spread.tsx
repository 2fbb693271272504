/** Skin tone, site and age of the images that count; a bar chooses what the browser shows. */
import { useMemo } from 'react';
import type { ImageFilter } from '../../core/dataset/filter';
import { UNKNOWN, tallyAges, tallySites, tallyTones, type Share } from '../../core/dataset/tally';
import type { DatasetContent } from '../../state/datasetStore';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';

export function Spread({
  images,
  seen,
  filter,
  onFilter,
}: DatasetContent & {
  readonly filter: ImageFilter;
  readonly onFilter: (filter: ImageFilter) => void;
}) {
  const tones = useMemo(() => tallyTones(images, seen), [images, seen]);
  const sites = useMemo(() => tallySites(images, seen), [images, seen]);
  const ages = useMemo(() => tallyAges(images, seen), [images, seen]);
  return (
    <Card title="Spread">
      <Bars
        title="Skin tone"
        shares={tones}
        chosen={filter.tone}
        onChoose={(tone) => onFilter({ ...filter, tone })}
        note="Estimated from the border of each image (ITA); light and camera shift it. It sorts images roughly."
      />
      <Bars title="Site" shares={sites} chosen={filter.site} onChoose={(site) => onFilter({ ...filter, site })} />
      <Bars title="Age" shares={ages} chosen={filter.age} onChoose={(age) => onFilter({ ...filter, age })} />
    </Card>
  );
}

function Bars({
  title,
  shares,
  chosen,
  onChoose,
  note,
}: {
  readonly title: string;
  readonly shares: readonly Share[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
  readonly note?: string;
}) {
  const most = Math.max(1, ...shares.map(({ images }) => images));
  if (shares.every(({ name, images }) => name === UNKNOWN || images === 0)) {
    return (
      <div className={styles['spread']}>
        <h3>{title}</h3>
        <p className={styles['note']}>Not known yet or not written in the tables.</p>
      </div>
    );
  }
  return (
    <div className={styles['spread']}>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {shares.map(({ name, images }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={chosen === name}
              onClick={() => onChoose(chosen === name ? 'all' : name)}
            >
              <span>{name}</span>
              <span className={styles['track']}>
                <span style={{ width: `${(100 * images) / most}%` }} />
              </span>
              <span className={styles['number']}>{thousands(images)}</span>
            </button>
          </li>
        ))}
      </ul>
      {note !== undefined && <p className={styles['note']}>{note}</p>}
    </div>
  );
}
