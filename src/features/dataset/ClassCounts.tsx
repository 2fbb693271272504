/** The long tail: a row a class, its images and its lesions as bars on one scale. A row chooses what the browser shows. */
import { classLabel, type LesionCode } from '../../contracts/classes';
import type { ImageFilter } from '../../core/dataset/filter';
import { HEAD_SHARE, TAIL_SHARE, type ClassTally } from '../../core/dataset/tally';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';

export function ClassCounts({
  classes,
  chosen,
  onChoose,
}: {
  readonly classes: readonly ClassTally[];
  readonly chosen: ImageFilter['class'];
  readonly onChoose: (code: LesionCode | 'all') => void;
}) {
  const largest = Math.max(1, ...classes.map(({ images }) => images));
  const smallest = Math.min(...classes.filter(({ images }) => images > 0).map(({ images }) => images));
  /** Whatever is there is seen. */
  const width = (count: number): string => (count === 0 ? '0' : `max(2px, ${(100 * count) / largest}%)`);
  return (
    <Card title="Class counts">
      <table className={styles['counts']} aria-label="Class counts">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Images</th>
            <th scope="col">Lesions</th>
            <th scope="col">Part</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((one) => (
            <tr key={one.class} data-part={one.part ?? 'none'} data-chosen={one.class === chosen}>
              <th scope="row">
                <button
                  type="button"
                  title={classLabel(one.class)}
                  aria-pressed={one.class === chosen}
                  onClick={() => onChoose(one.class === chosen ? 'all' : one.class)}
                >
                  {classLabel(one.class)}
                </button>
                <span className={styles['bars']} aria-hidden="true">
                  <span className={styles['images']} style={{ width: width(one.images) }} />
                  <span className={styles['lesions']} style={{ width: width(one.lesions) }} />
                </span>
              </th>
              <td>{thousands(one.images)}</td>
              <td>{thousands(one.lesions)}</td>
              <td className={styles['soft']}>{one.part ?? 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles['legend']}>
        <span className={styles['keyImages']} /> images <span className={styles['keyLesions']} /> lesions
      </p>
      {Number.isFinite(smallest) && largest > smallest && (
        <p>The largest class has {thousands(Math.round(largest / smallest))} times the images of the smallest.</p>
      )}
      <p className={styles['note']}>
        Head: at least {percent(HEAD_SHARE)} of the largest class; tail: under {percent(TAIL_SHARE)}. Images that cannot
        be read and copies of other files do not count.
      </p>
    </Card>
  );
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
