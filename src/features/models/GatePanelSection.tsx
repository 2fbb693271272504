/** How the gates of the bundle in use were tested, as the bundle itself tells it. */
import { Trans, useTranslation } from 'react-i18next';
import { BUNDLE_PATHS } from '../../contracts/bundle';
import type { GatePanel, PanelSetResult } from '../../contracts/gatePanel';
import { typicalFacts } from '../../core/gates/typical/facts';
import { wordsOfGate } from '../../messages/ownWords';
import { useSlice } from '../../state/context';
import { Card } from '../../ui/Page';
import styles from './GatePanel.module.css';

export function GatePanelSection() {
  const { t } = useTranslation();
  const panel = useSlice(
    (s) => s.session,
    (s) => s.panel,
  );
  const hasGates = useSlice(
    (s) => s.session,
    (s) => s.manifest?.files.some(({ path }) => path === BUNDLE_PATHS.gates) ?? false,
  );
  if (!panel && !hasGates) return null;
  return (
    <Card title={t('models.gatesTested')}>{panel ? <Results panel={panel} /> : <p>{t('models.gatesUntold')}</p>}</Card>
  );
}

function Results({ panel }: { readonly panel: GatePanel }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles['note']}>{t('models.panel.lead', { when: panel.when })}</p>
      <div className={styles['wide']}>
        <table className={styles['table']} aria-label={t('models.panel.finds')}>
          <thead>
            <tr>
              <th scope="col">{t('models.panel.shown')}</th>
              <th scope="col">{t('models.panel.gate')}</th>
              <th scope="col">{t('models.panel.auroc')}</th>
              <th scope="col">{t('models.panel.required')}</th>
              <th scope="col">{t('models.panel.passUnseen')}</th>
            </tr>
          </thead>
          <tbody>
            {panel.sets.map((set) => (
              <SetRow key={set.name} set={set} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['note']}>{t('models.panel.passUnseenNote')}</p>
      <Copies panel={panel} />
      <PromiseOf panel={panel} />
    </>
  );
}

function SetRow({ set: { name, bar, gates } }: { readonly set: PanelSetResult }) {
  const { t } = useTranslation();
  const gate = bar?.gate ?? typicalFacts.id;
  const { auroc, missed } = gates[gate] ?? { auroc: null, missed: null };
  const isMissed = bar !== null && (auroc ?? 0) < bar.auroc;
  return (
    <tr data-missed={isMissed || undefined}>
      <th scope="row">{name.replace(/^\(.\) /, '')}</th>
      <td>{wordsOfGate(gate)?.short ?? gate}</td>
      <td>
        <span className={styles['area']}>
          <span className={styles['track']} aria-hidden="true">
            <span className={styles['fill']} style={{ width: `${200 * Math.max(0, (auroc ?? 0.5) - 0.5)}%` }} />
          </span>
          {auroc?.toFixed(2) ?? t('models.panel.noAuroc')}
        </span>
      </td>
      <td>{bar && (isMissed ? t('models.panel.missed', { auroc: bar.auroc.toFixed(2) }) : bar.auroc.toFixed(2))}</td>
      <td>{missed === null ? '' : `${Math.round(100 * missed)} %`}</td>
    </tr>
  );
}

function Copies({ panel: { copies, calledCopies } }: { readonly panel: GatePanel }) {
  const parts = copies.map(({ name, rejected }) => `${name}: ${(100 * rejected).toFixed(rejected === 1 ? 0 : 1)} %`);
  return (
    <p>
      <Trans
        i18nKey="models.panel.copies"
        values={{ parts: parts.join('; '), real: calledCopies.of, called: calledCopies.images }}
        components={{ strong: <strong /> }}
      />
    </p>
  );
}

function PromiseOf({ panel: { promise } }: { readonly panel: GatePanel }) {
  const { t } = useTranslation();
  const alphas = promise[0]?.levels.map(({ alpha }) => alpha) ?? [];
  const levels = promise.flatMap((row) => row.levels);
  const above = levels.filter(({ rejected, exact }) => rejected > exact[1]).length;
  return (
    <details>
      <summary>{t('models.panel.promise', { kept: levels.length - above, total: levels.length })}</summary>
      <p className={styles['note']}>{t('models.panel.promiseNote')}</p>
      <div className={styles['wide']}>
        <table className={styles['table']} aria-label={t('models.panel.rejected')}>
          <thead>
            <tr>
              <th scope="col">{t('models.panel.class')}</th>
              <th scope="col">{t('models.panel.gate')}</th>
              <th scope="col">{t('models.panel.images')}</th>
              {alphas.map((alpha) => (
                <th key={alpha} scope="col">
                  {100 * alpha} %
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {promise.map((row) => (
              <tr key={row.gate + row.class}>
                <th scope="row">{row.class}</th>
                <td>{wordsOfGate(row.gate)?.short ?? row.gate}</td>
                <td>{row.images}</td>
                {row.levels.map(({ alpha, rejected, exact }) => (
                  <td key={alpha} data-missed={rejected > exact[1] || undefined}>
                    {t(rejected > exact[1] ? 'models.panel.countAbove' : 'models.panel.count', {
                      rejected,
                      least: exact[0],
                      most: exact[1],
                    })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
