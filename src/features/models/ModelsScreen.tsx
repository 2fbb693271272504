/** Models: the bundle in use and its card, the device it runs on and why, and the import of other bundles. */
import { studentOf, upsamplerOf, type BundleManifest } from '../../contracts/bundle';
import { classLabel } from '../../contracts/classes';
import { useSlice, useStudio } from '../../state/context';
import { deviceName } from '../../state/deviceWords';
import { SHIPPED_BUNDLE_ID } from '../../state/sessionStore';
import { Button } from '../../ui/Button';
import { FileButton } from '../../ui/FileButton';
import { Card, Page } from '../../ui/Page';
import { GatePanelSection } from './GatePanelSection';
import { Markdown } from './Markdown';
import styles from './ModelsScreen.module.css';

export function ModelsScreen() {
  return (
    <Page
      title="Models"
      lead="A bundle holds the model, its card and the statistics of the gates. Every file is checked against its hash before it is used."
    >
      <BundleSection />
      <DeviceSection />
      <GatePanelSection />
      <CardSection />
    </Page>
  );
}

function BundleSection() {
  const studio = useStudio();
  const manifest = useSlice(
    (s) => s.session,
    (s) => s.manifest,
  );
  const sha256 = useSlice(
    (s) => s.session,
    (s) => s.manifestSha256,
  );
  const imported = useSlice(
    (s) => s.session,
    (s) => s.imported,
  );
  const bytes = manifest?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  const others = imported.filter(({ id }) => id !== manifest?.id);
  return (
    <Card title="Bundle in use">
      {manifest ? (
        <dl className={styles['grid']}>
          <dt>Name</dt>
          <dd>
            {manifest.name}, version {manifest.version}
          </dd>
          <dt>Classes</dt>
          <dd>{manifest.classes.map(({ code }) => classLabel(code)).join(', ')}</dd>
          <dt>Works at</dt>
          <dd>
            {manifest.nativeSizePx} x {manifest.nativeSizePx} px
            {manifest.gflopPerStep !== null && `, ${manifest.gflopPerStep.toFixed(2)} GFLOP a step`}
          </dd>
          <FurtherNetworks manifest={manifest} />
          <dt>Licence</dt>
          <dd>{manifest.licence}</dd>
          <dt>Intended use</dt>
          <dd>{manifest.intendedUse}</dd>
          <dt>Files</dt>
          <dd>
            {manifest.files.length} files, {(bytes / 1e6).toFixed(1)} MB; all match their SHA-256
          </dd>
          <dt>Manifest</dt>
          <dd className={styles['hash']}>{sha256}</dd>
        </dl>
      ) : (
        <p>No bundle is loaded yet.</p>
      )}
      {others.map((other) => (
        <div key={other.id} className={styles['bundle']}>
          <span>
            {other.name}, version {other.version}
          </span>
          <Button onClick={() => void studio.session.choose(other.id)}>Use {other.name}</Button>
        </div>
      ))}
      <div className={styles['actions']}>
        <FileButton accept=".zip,application/zip" onFiles={([zip]) => zip && void studio.session.importZip(zip)}>
          Import bundle
        </FileButton>
        <FileButton
          folder
          look="quiet"
          onFiles={(files) =>
            files.length > 0 &&
            void studio.session.importFolder(
              files.map((file) => ({ path: file.webkitRelativePath || file.name, file })),
            )
          }
        >
          From a folder
        </FileButton>
        {manifest && manifest.id !== SHIPPED_BUNDLE_ID && (
          <Button look="quiet" onClick={() => void studio.session.choose(SHIPPED_BUNDLE_ID)}>
            Use the shipped bundle
          </Button>
        )}
      </div>
    </Card>
  );
}

function FurtherNetworks({ manifest }: { readonly manifest: BundleManifest }) {
  const student = studentOf(manifest);
  const second = upsamplerOf(manifest);
  return (
    <>
      {student && (
        <>
          <dt>Fast sampler</dt>
          <dd>
            {student.steps} steps, distilled at guidance {student.guidance}
          </dd>
        </>
      )}
      {second && (
        <>
          <dt>Second stage</dt>
          <dd>
            {second.sizePx} x {second.sizePx} px, {second.steps} steps, for regions of more than {manifest.nativeSizePx}{' '}
            px
          </dd>
        </>
      )}
    </>
  );
}

function DeviceSection() {
  const attempts = useSlice(
    (s) => s.session,
    (s) => s.attempts,
  );
  const model = useSlice(
    (s) => s.session,
    (s) => s.model,
  );
  return (
    <Card title="Device">
      {attempts.length === 0 && (
        <p>{model.phase === 'failed' ? model.failure.message : 'The devices are being tried.'}</p>
      )}
      <ul className={styles['attempts']}>
        {attempts.map((attempt, index) => (
          <li key={index} className={styles['attempt']}>
            <strong>{deviceName(attempt.candidate)}</strong>
            <span>
              {attempt.accepted ? 'In use. ' : 'Left. '}
              {attempt.reason}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function CardSection() {
  const card = useSlice(
    (s) => s.session,
    (s) => s.card,
  );
  if (card === '') return null;
  return (
    <Card title="Model card">
      <Markdown text={card} />
    </Card>
  );
}
