/** Models: the bundle in use and its card, the device it runs on and why, and the import of other bundles. */
import { useTranslation } from 'react-i18next';
import { studentOf, upsamplerOf, type BundleManifest } from '../../contracts/bundle';
import type { DeviceTaken } from '../../contracts/inference';
import { t } from '../../messages';
import { classWords } from '../../messages/classNames';
import { messageOf } from '../../messages/failures';
import { FailureWords } from '../../messages/FailureWords';
import { useSlice, useStudio } from '../../state/context';
import { deviceWords } from '../../state/session/deviceWords';
import { SHIPPED_BUNDLE_ID } from '../../state/session/sessionStore';
import { Button } from '../../ui/Button';
import { FileButton } from '../../ui/FileButton';
import { Card, Page } from '../../ui/Page';
import { GatePanelSection } from './GatePanelSection';
import { Markdown } from './Markdown';
import styles from './ModelsScreen.module.css';

export function ModelsScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('screens.models')} lead={t('models.lead')}>
      <BundleSection />
      <DeviceSection />
      <GatePanelSection />
      <CardSection />
    </Page>
  );
}

function BundleSection() {
  const { t } = useTranslation();
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
    <Card title={t('models.bundleInUse')}>
      {manifest ? (
        <dl className={styles['grid']}>
          <dt>{t('models.name')}</dt>
          <dd>{t('models.nameVersion', { name: manifest.name, version: manifest.version })}</dd>
          <dt>{t('models.classes')}</dt>
          <dd>{manifest.classes.map(({ code }) => classWords(code)).join(', ')}</dd>
          <dt>{t('models.worksAt')}</dt>
          <dd>
            {manifest.gflopPerStep === null
              ? t('models.size', { size: manifest.nativeSizePx })
              : t('models.sizeAndCost', { size: manifest.nativeSizePx, gflop: manifest.gflopPerStep.toFixed(2) })}
          </dd>
          <FurtherNetworks manifest={manifest} />
          <dt>{t('models.licence')}</dt>
          <dd>{manifest.licence}</dd>
          <dt>{t('models.intendedUse')}</dt>
          <dd>{manifest.intendedUse}</dd>
          <dt>{t('models.files')}</dt>
          <dd>{t('models.filesChecked', { files: manifest.files.length, mb: (bytes / 1e6).toFixed(1) })}</dd>
          <dt>{t('models.manifest')}</dt>
          <dd className={styles['hash']}>{sha256}</dd>
        </dl>
      ) : (
        <p>{t('models.noBundle')}</p>
      )}
      {others.map((other) => (
        <div key={other.id} className={styles['bundle']}>
          <span>{t('models.nameVersion', { name: other.name, version: other.version })}</span>
          <Button onClick={() => void studio.session.choose(other.id)}>{t('models.use', { name: other.name })}</Button>
        </div>
      ))}
      <div className={styles['actions']}>
        <FileButton accept=".zip,application/zip" onFiles={([zip]) => zip && void studio.session.importZip(zip)}>
          {t('models.import')}
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
          {t('models.fromFolder')}
        </FileButton>
        {manifest && manifest.id !== SHIPPED_BUNDLE_ID && (
          <Button look="quiet" onClick={() => void studio.session.choose(SHIPPED_BUNDLE_ID)}>
            {t('models.useShipped')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function FurtherNetworks({ manifest }: { readonly manifest: BundleManifest }) {
  const { t } = useTranslation();
  const student = studentOf(manifest);
  const second = upsamplerOf(manifest);
  return (
    <>
      {student && (
        <>
          <dt>{t('models.fastSampler')}</dt>
          <dd>{t('models.fastSteps', { steps: student.steps, guidance: student.guidance })}</dd>
        </>
      )}
      {second && (
        <>
          <dt>{t('models.secondStage')}</dt>
          <dd>{t('models.secondSteps', { size: second.sizePx, steps: second.steps, over: manifest.nativeSizePx })}</dd>
        </>
      )}
    </>
  );
}

function DeviceSection() {
  const { t } = useTranslation();
  const attempts = useSlice(
    (s) => s.session,
    (s) => s.attempts,
  );
  const model = useSlice(
    (s) => s.session,
    (s) => s.model,
  );
  return (
    <Card title={t('models.device')}>
      {attempts.length === 0 && (
        <p>{model.phase === 'failed' ? <FailureWords failure={model.failure} /> : t('models.trying')}</p>
      )}
      <ul className={styles['attempts']}>
        {attempts.map((attempt, index) => (
          <li key={index} className={styles['attempt']}>
            <strong>{deviceWords(attempt.candidate)}</strong>
            <span>
              {attempt.accepted
                ? `${t('models.inUse')} ${proofOf(attempt)}`
                : `${t('models.left')} ${messageOf(attempt.fault)}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What was found when its numbers were compared. */
function proofOf({ parityMaxDiff, stepMs }: DeviceTaken): string {
  const ms = Math.round(stepMs);
  return parityMaxDiff === null
    ? t('models.unproven', { ms })
    : t('models.proven', { difference: parityMaxDiff.toExponential(0), ms });
}

function CardSection() {
  const { t } = useTranslation();
  const card = useSlice(
    (s) => s.session,
    (s) => s.card,
  );
  if (card === '') return null;
  return (
    <Card title={t('models.card')}>
      <Markdown text={card} />
    </Card>
  );
}
