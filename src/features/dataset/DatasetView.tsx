/** An open data set: what it holds on the left, every image on the right. */
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_IMAGES, type ImageFilter } from '../../core/dataset/filter';
import { tallyClasses } from '../../core/dataset/tally';
import { useClassCodes, useSlice } from '../../state/context';
import { NO_CONTENT } from '../../state/dataset/datasetStore';
import { useOutlook } from '../planning';
import { Coverage } from './Coverage';
import { ClassCounts } from './ClassCounts';
import styles from './Dataset.module.css';
import { DatasetHead } from './DatasetHead';
import { GateSource } from './GateSource';
import { HowRead } from './HowRead';
import { ImageBrowser } from './ImageBrowser';
import { MakeCard } from './MakeCard';
import { OwnClasses } from './OwnClasses';
import { Spread } from './Spread';

export function DatasetView() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<ImageFilter>(ALL_IMAGES);
  // Counting 25,000 images takes a while: it is done in pieces, behind what the person does.
  const { images, scan } = useDeferredValue(
    useSlice(
      (s) => s.dataset,
      (s) => s.content,
    ),
    NO_CONTENT,
  );
  const codes = useClassCodes();
  const outlook = useOutlook();
  const classes = useMemo(() => tallyClasses(images, scan, codes), [images, scan, codes]);
  return (
    <div className={styles['view']}>
      <section className={styles['about']} aria-label={t('dataset.about')}>
        <DatasetHead classes={classes} />
        <ClassCounts
          classes={classes}
          chosen={filter.class}
          outlook={outlook}
          onChoose={(code) => setFilter({ ...filter, class: code })}
        />
        <MakeCard outlook={outlook} />
        <Coverage images={images} scan={scan} classes={classes} filter={filter} onFilter={setFilter} />
        <Spread images={images} scan={scan} filter={filter} onFilter={setFilter} />
        <GateSource />
        <OwnClasses />
        <HowRead images={images} scan={scan} />
      </section>
      <ImageBrowser images={images} scan={scan} filter={filter} onFilter={setFilter} />
    </div>
  );
}
