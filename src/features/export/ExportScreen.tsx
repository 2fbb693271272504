/** Export: what will be in the zip, its making and its check, and the finished file. */
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { SKIN } from '../../contracts/classes';
import { PRESETS } from '../../core/export/presets/list';
import { isAcceptedByRule } from '../../core/review/wallOrder';
import type { exporting } from '../../messages/en/exporting';
import { useClassCodes, useSlice, useStudio } from '../../state/context';
import { USUAL_NAME } from '../../state/export/exportStore';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { Card, Page } from '../../ui/Page';
import { canChooseFile, chooseFile } from './fileChoice';
import { ExportStatus } from './ExportStatus';
import { ReplayCard } from './ReplayCard';
import { ClassName } from '../classes';
import styles from './ExportScreen.module.css';

/** The layout that has everything; the others stand in core/export/presets/list.ts. */
const BAG = 'bag';
/** A layout without words is found by the test of messages. */
type LayoutName = keyof typeof exporting.layoutHints;

export function ExportScreen() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { samples, restored } = useSlice(
    (s) => s.samples,
    (s) => s,
  );
  const { state, choice } = useSlice(
    (s) => s.exporting,
    (s) => s,
  );
  const { name, scope, sourcesBy, isSigned = false, preset } = choice;
  const canReachImages = useSlice(
    (s) => s.dataset,
    (s) => s.opened?.source.kind === 'open' && s.scannedCount === s.content.images.length,
  );
  const needsImages = PRESETS.some(({ id, realPlaces }) => id === preset && realPlaces !== undefined);
  const [noFile, setNoFile] = useState(false);
  const all = [...samples.values()];
  const accepted = all.filter((sample) => sample.decision?.outcome === 'accepted');
  const rejected = all.filter((sample) => sample.decision?.outcome === 'rejected');
  const safeName = name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '') || USUAL_NAME;
  const isRunning = state.phase === 'running';
  const codes = useClassCodes();
  const nothing = (scope === 'all' ? all : accepted).length === 0 || (needsImages && !canReachImages);
  const intoFile = async (): Promise<void> => {
    const target = await chooseFile(safeName);
    setNoFile(target === null);
    if (target) await studio.exporting.run({ ...choice, name: safeName }, target);
  };
  return (
    <Page title={t('screens.export')} lead={t('export.lead')}>
      <Card title={t('export.whatGoesIn')}>
        <dl className={styles['facts']}>
          <Fact name={t('export.accepted')} value={accepted.length} />
          <Fact name={t('export.acceptedByRule')} value={accepted.filter(isAcceptedByRule).length} />
          <Fact name={t('export.rejected')} value={rejected.length} />
          <Fact name={t('export.undecided')} value={all.length - accepted.length - rejected.length} />
        </dl>
        {accepted.length > 0 && (
          <table className={styles['table']}>
            <thead>
              <tr>
                <th>{t('export.class')}</th>
                <th>{t('export.acceptedSamples')}</th>
              </tr>
            </thead>
            <tbody>
              {[...codes, SKIN]
                .map((code) => [code, accepted.filter((sample) => sample.class === code).length] as const)
                .filter(([, count]) => count > 0)
                .map(([code, count]) => (
                  <tr key={code}>
                    <td>
                      <ClassName code={code} />
                    </td>
                    <td>{count}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
        <SelectField
          label={t('export.scope')}
          value={scope}
          onChange={(value) => studio.exporting.choose({ scope: value === 'all' ? 'all' : 'accepted' })}
        >
          <option value="accepted">{t('export.scopes.accepted')}</option>
          <option value="all">{t('export.scopes.all')}</option>
        </SelectField>
        <SelectField
          label={t('export.layout')}
          value={preset ?? BAG}
          onChange={(value) => studio.exporting.choose({ preset: value === BAG ? null : value })}
        >
          <option value={BAG}>{t('export.layouts.bag')}</option>
          {PRESETS.map(({ id }) => (
            <option key={id} value={id}>
              {t(`export.layouts.${id as LayoutName}`)}
            </option>
          ))}
        </SelectField>
        {needsImages && !canReachImages && (
          <p role="status">
            <Trans i18nKey="export.needsDataset" components={{ dataset: <a href="#/dataset" /> }} />
          </p>
        )}
        <SelectField
          label={t('export.sourcesBy')}
          value={sourcesBy}
          onChange={(value) => studio.exporting.choose({ sourcesBy: value === 'hash' ? 'hash' : 'id' })}
        >
          <option value="id">{t('export.sourceNames.id')}</option>
          <option value="hash">{t('export.sourceNames.hash')}</option>
        </SelectField>
        <p className={styles['files']}>{t('export.sourcesHint')}</p>
        <p className={styles['files']}>
          {t(preset === null ? 'export.contents' : `export.layoutHints.${preset as LayoutName}`)}
        </p>
      </Card>
      <Card title={t('export.zip')}>
        <div className={styles['actions']}>
          <label htmlFor="export-name">{t('export.name')}</label>
          <input
            id="export-name"
            className={styles['name']}
            value={name}
            onChange={(event) => studio.exporting.choose({ name: event.target.value })}
          />
          <Button
            data-step="export"
            look="primary"
            disabled={nothing || isRunning}
            onClick={() => {
              setNoFile(false);
              void studio.exporting.run({ ...choice, name: safeName });
            }}
          >
            {t('export.start')}
          </Button>
          {canChooseFile() && (
            <Button disabled={nothing || isRunning} onClick={() => void intoFile()}>
              {t('export.intoFile')}
            </Button>
          )}
          {isRunning && <Button onClick={studio.exporting.cancel}>{t('export.cancel')}</Button>}
        </div>
        <label className={styles['sign']}>
          <input
            type="checkbox"
            disabled={preset !== null}
            checked={isSigned && preset === null}
            onChange={(event) => studio.exporting.choose({ isSigned: event.target.checked })}
          />{' '}
          {t('export.sign')}
        </label>
        <p className={styles['files']}>{t(preset === null ? 'export.signHint' : 'export.noSign')}</p>
        {noFile && <p role="status">{t('export.noFile')}</p>}
        {accepted.length === 0 && !restored && <p>{t('export.reading')}</p>}
        {accepted.length === 0 && restored && (
          <p>
            <Trans
              i18nKey="export.noneAccepted"
              components={{ screen: <a href="#/compose" />, review: <a href="#/review" /> }}
            />
          </p>
        )}
        <ExportStatus state={state} />
      </Card>
      <ReplayCard />
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
