/** How the data set was read, to be corrected by hand, and what was odd about it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelSource, Oddity, Reading } from '../../contracts/dataset';
import { scanOddities } from '../../core/dataset/filter';
import { classWords } from '../../messages/classNames';
import { reasonWords, tableWords } from '../../messages/datasetWords';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import type { DatasetContent } from '../../state/dataset/datasetStore';
import { classlessLabels, unknownLabels } from '../../state/dataset/ownClasses';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import styles from './Dataset.module.css';
import { sourceWords } from './words';

/** In place of a code, where nobody has said what a label means; no code is such. */
const NOT_SAID = '?';

export function HowRead({ images, scan }: DatasetContent) {
  const { t } = useTranslation();
  const { dataset, ownClasses } = useStudio();
  const codes = useClassCodes();
  const opened = useSlice(
    (s) => s.dataset,
    (s) => s.opened,
  );
  if (!opened) return null;
  const { reading, detection, labels, tables } = opened.summary;
  const fixed = opened.source.kind !== 'open';
  const current = detection.candidates.findIndex(({ label }) => sameSource(label, reading.label));
  const unknown = unknownLabels(labels, reading);
  const classless = classlessLabels(labels, reading);
  const change = (next: Reading): void => void dataset.read(next);
  return (
    <>
      <Card title={t('dataset.reading.title')}>
        <p>{reasonWords(detection.why)}</p>
        <SelectField
          label={t('dataset.reading.labelsFrom')}
          value={String(current)}
          disabled={fixed}
          onChange={(index) => {
            const chosen = detection.candidates[Number(index)];
            if (chosen) change(chosen);
          }}
        >
          {detection.candidates.map(({ label }, index) => (
            <option key={index} value={index}>
              {sourceWords(label)}
            </option>
          ))}
        </SelectField>
        {tables.length > 0 && (
          <dl className={styles['tables']} aria-label={t('dataset.reading.tables')}>
            {tables.map((table) => (
              <div key={table.path}>
                <dt>{table.path}</dt>
                <dd>{tableWords(table)}</dd>
              </div>
            ))}
          </dl>
        )}
        {(reading.label.kind !== 'one-hot' || classless.length > 0) && (
          <table className={styles['labels']} aria-label={t('dataset.reading.labels')}>
            <thead>
              <tr>
                <th scope="col">{t('dataset.reading.asWritten')}</th>
                <th scope="col">{t('dataset.columns.images')}</th>
                <th scope="col">{t('dataset.columns.class')}</th>
              </tr>
            </thead>
            <tbody>
              {labels.map(({ label, class: code, images }) => (
                <tr key={label}>
                  <th scope="row">{label === '' ? t('dataset.reading.noLabel') : label}</th>
                  <td>{t('dataset.number', { n: images })}</td>
                  <td>
                    <select
                      aria-label={
                        label === '' ? t('dataset.reading.classOfUnlabelled') : t('dataset.reading.classOf', { label })
                      }
                      value={unknown.includes(label) ? NOT_SAID : (code ?? '')}
                      disabled={fixed}
                      onChange={(event) => void ownClasses.setMeaning(label, event.target.value || null)}
                    >
                      {unknown.includes(label) && <option value={NOT_SAID}>{t('dataset.reading.notSaid')}</option>}
                      <option value="">{t('dataset.reading.noClass')}</option>
                      {codes.map((option) => (
                        <option key={option} value={option}>
                          {classWords(option)}
                        </option>
                      ))}
                    </select>
                    {classless.includes(label) && (
                      <Button
                        look="quiet"
                        aria-label={t('dataset.reading.makeClassOf', { label })}
                        disabled={fixed}
                        onClick={() => void ownClasses.make([label])}
                      >
                        {t('dataset.reading.makeClass')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {unknown.length > 1 && (
          <Button disabled={fixed} onClick={() => void ownClasses.make(unknown)}>
            {t('dataset.reading.makeAll', { count: unknown.length })}
          </Button>
        )}
        <p className={styles['note']}>{t('dataset.reading.splitNote')}</p>
      </Card>
      <Oddities found={opened.summary.oddities} images={images} scan={scan} />
    </>
  );
}

function Oddities({ found, images, scan }: DatasetContent & { readonly found: readonly Oddity[] }) {
  const { t } = useTranslation();
  const all = useMemo(() => [...found, ...scanOddities(images, scan)], [found, images, scan]);
  return (
    <Card title={t('dataset.reading.odd')}>
      {all.length === 0 && <p>{t('dataset.reading.nothingOdd')}</p>}
      <ul className={styles['oddities']} aria-label={t('dataset.reading.oddities')}>
        {all.map(({ kind, count, examples }) => (
          <li key={kind}>
            <strong>{t(`dataset.odd.${kind}.what`, { count })}</strong>
            <span>{t(`dataset.odd.${kind}.then`)}</span>
            <span className={styles['examples']}>
              {examples.join(', ')}
              {count > examples.length && ', …'}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function sameSource(a: LabelSource, b: LabelSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
