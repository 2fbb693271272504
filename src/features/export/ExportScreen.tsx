/** Export: what will be in the zip, its making and its check, and the finished file. */
import { useState } from 'react';
import { CLASS_CODES, classLabel } from '../../contracts/classes';
import { useSlice, useStudio } from '../../state/context';
import type { ExportState } from '../../state/exportStore';
import { Button } from '../../ui/Button';
import { Card, Page, ProgressBar } from '../../ui/Page';
import styles from './ExportScreen.module.css';

const DEFAULT_NAME = 'inlay-samples';

export function ExportScreen() {
  const studio = useStudio();
  const { samples } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const state = useSlice(
    (s) => s.exporting,
    (s) => s.state,
  );
  const [name, setName] = useState(DEFAULT_NAME);
  const all = [...samples.values()];
  const accepted = all.filter((sample) => sample.decision?.outcome === 'accepted');
  const rejected = all.filter((sample) => sample.decision?.outcome === 'rejected');
  const safeName = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || DEFAULT_NAME;
  return (
    <Page
      title="Export"
      lead="The accepted samples leave as one zip that training code, a colleague and a reviewer can use. It is read back and checked before you get it."
    >
      <Card title="What goes in">
        <dl className={styles['facts']}>
          <Fact name="Accepted" value={accepted.length} />
          <Fact name="Rejected, listed only" value={rejected.length} />
          <Fact name="Undecided, left out" value={all.length - accepted.length - rejected.length} />
        </dl>
        {accepted.length > 0 && (
          <table className={styles['table']}>
            <thead>
              <tr>
                <th>Class</th>
                <th>Accepted samples</th>
              </tr>
            </thead>
            <tbody>
              {CLASS_CODES.map((code) => [code, accepted.filter((sample) => sample.class === code).length] as const)
                .filter(([, count]) => count > 0)
                .map(([code, count]) => (
                  <tr key={code}>
                    <td>{classLabel(code)}</td>
                    <td>{count}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        <p className={styles['files']}>
          PNG images with their record inside, masks, ISIC 2019 ground truth, Hugging Face metadata, COCO, Croissant,
          provenance, decisions and a data set card, as a BagIt bag.
        </p>
      </Card>
      <Card title="Zip">
        <div className={styles['actions']}>
          <label htmlFor="export-name">Name</label>
          <input
            id="export-name"
            className={styles['name']}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            look="primary"
            disabled={accepted.length === 0 || state.phase === 'running'}
            onClick={() => void studio.exporting.run(safeName)}
          >
            Export zip
          </Button>
          {state.phase === 'running' && <Button onClick={studio.exporting.cancel}>Cancel</Button>}
        </div>
        {accepted.length === 0 && (
          <p>
            No sample is accepted yet. Accept some in <a href="#/compose">Compose</a> or <a href="#/review">Review</a>.
          </p>
        )}
        <ExportStatus state={state} />
      </Card>
    </Page>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ExportStatus({ state }: { readonly state: ExportState }) {
  if (state.phase === 'idle') return null;
  if (state.phase === 'running') {
    const { progress } = state;
    const words = progress?.phase === 'checking' ? 'Reading it back' : 'Writing';
    return (
      <div role="status">
        <p>{progress ? `${words}: ${progress.done} of ${progress.total}` : 'Starting'}</p>
        <ProgressBar label="Export" share={progress && progress.total > 0 ? progress.done / progress.total : null} />
      </div>
    );
  }
  const { fileName, bytes, samples, checkedFiles } = state.result;
  return (
    <p role="status">
      <a href={state.url} download={fileName}>
        Save {fileName}
      </a>{' '}
      ({(bytes / 1e6).toFixed(1)} MB, {samples} samples). Checked: {checkedFiles} files match their hashes and records.
    </p>
  );
}
