/** Dataset: opens a data set and shows its long tail, its spread, how it was read, and every image. */
import { useState, type DragEvent } from 'react';
import { useSlice, useStudio } from '../../state/context';
import { Card, Page, ProgressBar } from '../../ui/Page';
import { thousands } from '../../ui/thousands';
import styles from './Dataset.module.css';
import { DatasetView } from './DatasetView';
import { OpenButtons } from './OpenButtons';
import { fromDrop } from './pickers';

export function DatasetScreen() {
  const studio = useStudio();
  const [over, setOver] = useState(false);
  const phase = useSlice(
    (s) => s.dataset,
    (s) => s.phase,
  );
  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    setOver(false);
    const source = await fromDrop(event.dataTransfer);
    if (source) void studio.dataset.open(source);
  };
  return (
    <div
      className={styles['screen']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => void drop(event)}
    >
      {phase.kind === 'none' && <Empty />}
      {phase.kind === 'opening' && <Opening name={phase.name} files={phase.files} />}
      {phase.kind === 'open' && <DatasetView />}
      {over && <p className={styles['drop']}>Drop a folder or a zip to open it</p>}
    </div>
  );
}

function Empty() {
  return (
    <Page
      title="Dataset"
      lead="Open your data set to see its long tail: how many images and lesions each class has, and which classes need help."
    >
      <Card>
        <div className={styles['actions']}>
          <OpenButtons look="primary" />
          <span className={styles['soft']}>or drop a folder or a zip here</span>
        </div>
        <p className={styles['soft']}>
          It is read where it lies. Nothing is uploaded and nothing in it is changed; thumbnails are kept in this
          browser.
        </p>
      </Card>
      <Card title="What is understood">
        <dl className={styles['layouts']}>
          <dt>ISIC 2019</dt>
          <dd>images, a ground truth with a column a class, metadata</dd>
          <dt>HAM10000</dt>
          <dd>images, metadata with dx and lesion_id, masks</dd>
          <dt>ISIC Archive</dt>
          <dd>an export with isic_id and diagnoses</dd>
          <dt>Hugging Face</dt>
          <dd>images with metadata.csv or metadata.jsonl</dd>
          <dt>Folders</dt>
          <dd>a folder a class</dd>
        </dl>
        <p className={styles['soft']}>
          What is found is explained, and you can correct it. The classes are the eight of ISIC 2019.
        </p>
      </Card>
    </Page>
  );
}

function Opening({ name, files }: { readonly name: string; readonly files: number }) {
  return (
    <Page title="Dataset" lead={`Opening ${name}.`}>
      <Card>
        <ProgressBar label="Opening the data set" share={null} />
        <p aria-live="polite">
          {files === 0 ? 'Looking for files.' : `${thousands(files)} files found; tables are read next.`}
        </p>
      </Card>
    </Page>
  );
}
