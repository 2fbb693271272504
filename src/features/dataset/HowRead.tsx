/** How the data set was read, to be corrected by hand, and what was odd about it. */
import { useMemo } from 'react';
import { LESION_CODES, classLabel, type LesionCode } from '../../contracts/classes';
import type { LabelSource, Oddity, Reading } from '../../contracts/dataset';
import { odditiesSeen } from '../../core/dataset/filter';
import { ODDITY_WORDS } from '../../core/dataset/oddities';
import { useSlice, useStudio } from '../../state/context';
import type { DatasetContent } from '../../state/datasetStore';
import { SelectField } from '../../ui/Field';
import { Card } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';

export function HowRead({ images, seen }: DatasetContent) {
  const { dataset } = useStudio();
  const opened = useSlice(
    (s) => s.dataset,
    (s) => s.opened,
  );
  if (!opened) return null;
  const { reading, detection, labels } = opened.summary;
  const fixed = opened.source.kind !== 'open';
  const current = detection.candidates.findIndex(({ label }) => sameSource(label, reading.label));
  const change = (next: Reading): void => void dataset.read(next);
  return (
    <>
      <Card title="How it was read">
        <p>{detection.why}</p>
        <SelectField
          label="Labels from"
          value={String(current)}
          disabled={fixed}
          onChange={(index) => {
            const chosen = detection.candidates[Number(index)];
            if (chosen) change(chosen);
          }}
        >
          {detection.candidates.map(({ label }, index) => (
            <option key={index} value={index}>
              {sourceName(label)}
            </option>
          ))}
        </SelectField>
        {reading.label.kind !== 'one-hot' && (
          <table className={styles['labels']} aria-label="Labels">
            <thead>
              <tr>
                <th scope="col">Label as written</th>
                <th scope="col">Images</th>
                <th scope="col">Class</th>
              </tr>
            </thead>
            <tbody>
              {labels.map(({ label, class: code, images }) => (
                <tr key={label}>
                  <th scope="row">{label === '' ? 'no label' : label}</th>
                  <td>{thousands(images)}</td>
                  <td>
                    <select
                      aria-label={`Class of ${label === '' ? 'images without a label' : label}`}
                      value={code ?? ''}
                      disabled={fixed}
                      onChange={(event) =>
                        change({ ...reading, classes: { ...reading.classes, [label]: codeOf(event.target.value) } })
                      }
                    >
                      <option value="">none of the eight</option>
                      {LESION_CODES.map((one) => (
                        <option key={one} value={one}>
                          {classLabel(one)}
                        </option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className={styles['note']}>
          Images of one lesion stay together: 75 % of the lesions of each class are for training, 12.5 % for calibration
          and 12.5 % for testing, always the same ones.
        </p>
      </Card>
      <Oddities found={opened.summary.oddities} images={images} seen={seen} />
    </>
  );
}

function Oddities({ found, images, seen }: DatasetContent & { readonly found: readonly Oddity[] }) {
  const all = useMemo(() => [...found, ...odditiesSeen(images, seen)], [found, images, seen]);
  return (
    <Card title="What is odd">
      {all.length === 0 && <p>Nothing was found.</p>}
      <ul className={styles['oddities']} aria-label="Oddities">
        {all.map(({ kind, count, examples }) => (
          <li key={kind}>
            <strong>
              {thousands(count)} {count === 1 ? ODDITY_WORDS[kind].one : ODDITY_WORDS[kind].many}
            </strong>
            <span>{ODDITY_WORDS[kind].then}</span>
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

function codeOf(value: string): LesionCode | null {
  return LESION_CODES.find((code) => code === value) ?? null;
}

function sameSource(a: LabelSource, b: LabelSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sourceName(label: LabelSource): string {
  if (label.kind === 'folder') return 'the names of the folders';
  const table = label.table.slice(label.table.lastIndexOf('/') + 1);
  return label.kind === 'one-hot' ? `${table}, a column a class` : `${table}, ${label.columns.join(' or ')}`;
}
