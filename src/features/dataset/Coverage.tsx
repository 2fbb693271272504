/** Where the data set is thin: images of each class by skin tone, hair and size. A cell chooses what the browser shows, and fills the plan. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ANY_CLASS, type ClassCode } from '../../contracts/classes';
import { AXIS_NAMES, COVERAGE_AXES, coverageOf, THIN, type CoverageAxis } from '../../core/dataset/coverage';
import type { ImageFilter } from '../../core/dataset/filter';
import { countScanned, type ClassTally } from '../../core/dataset/tally';
import { USUAL_COUNT } from '../../core/plan/plan';
import { PLAN_LIMITS } from '../../contracts/plan';
import { classWords } from '../../messages/classNames';
import { AXIS_WORDS, groupWords, likenessWords } from '../../messages/likeness';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { fillPlan } from '../../state/queue/coverageFill';
import type { DatasetContent } from '../../state/dataset/datasetStore';
import { Button } from '../../ui/Button';
import { NumberField } from '../../ui/Field';
import { Card, ProgressBar } from '../../ui/Page';
import { ClassName } from '../classes';
import { LibraryWorking } from '../planning';
import styles from './Coverage.module.css';

interface CoverageProps extends DatasetContent {
  readonly classes: readonly ClassTally[];
  readonly filter: ImageFilter;
  readonly onFilter: (filter: ImageFilter) => void;
}

export function Coverage({ images, scan, classes, filter, onFilter }: CoverageProps) {
  const { t } = useTranslation();
  const [axis, setAxis] = useState<CoverageAxis>('tone');
  const isLooking = useSlice(
    (s) => s.dataset,
    (s) => s.looking,
  );
  const rows = useMemo(() => {
    const codes = classes.flatMap((tally) => (tally.images > 0 ? tally.class : []));
    return coverageOf(images, scan, codes, axis, filter);
  }, [images, scan, classes, axis, filter]);
  const others = AXIS_NAMES.filter((name) => name !== axis && filter[name] !== 'all');
  const isUnknown = rows.some(({ unknown }) => unknown > 0);
  const choose = (code: ClassCode, value: string): void => {
    const isChosen = filter.class === code && filter[axis] === value;
    onFilter({
      ...filter,
      class: isChosen && others.length === 0 ? ANY_CLASS : code,
      [axis]: isChosen ? 'all' : value,
    });
  };
  return (
    <Card title={t('coverage.title')}>
      <div className={styles['axes']} role="group" aria-label={t('coverage.by')}>
        {AXIS_NAMES.map((name) => (
          <button key={name} type="button" aria-pressed={name === axis} onClick={() => setAxis(name)}>
            {t(AXIS_WORDS[name])}
          </button>
        ))}
      </div>
      {others.length > 0 && (
        <p className={styles['among']}>
          {t('coverage.among', { likeness: likenessWords({ ...filter, [axis]: 'all' }) })}
          <Button look="quiet" onClick={() => onFilter({ ...filter, tone: 'all', hair: 'all', size: 'all' })}>
            {t('coverage.amongAll')}
          </Button>
        </p>
      )}
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-label={t('coverage.title')}>
          <thead>
            <tr>
              <th scope="col">{t('dataset.columns.class')}</th>
              {COVERAGE_AXES[axis].map((value) => (
                <th scope="col" key={value}>
                  {groupWords(value)}
                </th>
              ))}
              {isUnknown && <th scope="col">{t('dataset.unknown')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.class}>
                <th scope="row">
                  <ClassName code={row.class} />
                </th>
                {row.images.map((count, at) => {
                  const value = COVERAGE_AXES[axis][at] ?? '';
                  const words = { name: classWords(row.class), value: groupWords(value), count };
                  return (
                    <td key={value}>
                      <button
                        type="button"
                        data-thin={count < THIN}
                        aria-pressed={filter.class === row.class && filter[axis] === value}
                        aria-label={t(count < THIN ? 'coverage.thinCell' : 'coverage.cell', words)}
                        onClick={() => choose(row.class, value)}
                      >
                        {t('dataset.number', { n: count })}
                      </button>
                    </td>
                  );
                })}
                {isUnknown && <td className={styles['unknown']}>{t('dataset.number', { n: row.unknown })}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['note']}>{t('coverage.note', { n: THIN })}</p>
      {isLooking && <Looking images={images} scan={scan} />}
      <Fill filter={filter} />
    </Card>
  );
}

function Looking({ images, scan }: DatasetContent) {
  const { t } = useTranslation();
  const done = scan.hairShare.reduce((sum, share) => sum + (Number.isNaN(share) ? 0 : 1), 0);
  const total = Math.min(images.length, countScanned(scan));
  return (
    <div role="status" className={styles['looking']}>
      <p className={styles['note']}>{t('coverage.looking', { done, total })}</p>
      <ProgressBar label={t('coverage.lookingName')} share={total === 0 ? null : done / total} />
    </div>
  );
}

/** Of the chosen cell: how many samples, and the press that sets the plan up. */
function Fill({ filter }: Pick<CoverageProps, 'filter'>) {
  const { t } = useTranslation();
  const studio = useStudio();
  const codes = useClassCodes();
  const [count, setCount] = useState(USUAL_COUNT);
  const { opened } = useSlice(
    (s) => s.planning,
    (s) => s,
  );
  const code = codes.find((each) => each === filter.class);
  const isChosen = AXIS_NAMES.some((axis) => filter[axis] !== 'all');
  if (code === undefined || !isChosen) return <p>{t('coverage.choose')}</p>;
  return (
    <div className={styles['fill']}>
      <p>{t('coverage.chosen', { name: classWords(code), likeness: likenessWords(filter) })}</p>
      <div className={styles['actions']}>
        <NumberField
          label={t('coverage.samples')}
          value={count}
          min={PLAN_LIMITS.accepted.min}
          max={PLAN_LIMITS.accepted.max}
          onChange={setCount}
        />
        <Button disabled={opened !== null} onClick={() => void fillPlan(studio, code, count, filter)}>
          {t('coverage.fill')}
        </Button>
      </div>
      <LibraryWorking kinds={['skin']} />
    </div>
  );
}
