/** How the gates of the bundle in use were tested, as the bundle itself tells it. */
import { BUNDLE_PATHS } from '../../contracts/bundle';
import type { GatePanel, Measured, PanelSetResult } from '../../contracts/gatePanel';
import { useSlice } from '../../state/context';
import { Card } from '../../ui/Page';
import styles from './GatePanel.module.css';

const GATE_WORDS = { typical: 'Typical', label: 'Right label' } as const;

export function GatePanelSection() {
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
    <Card title="How its gates were tested">
      {panel ? <Results panel={panel} /> : <p>This bundle does not say how its gates were tested.</p>}
    </Card>
  );
}

function Results({ panel }: { readonly panel: GatePanel }) {
  return (
    <>
      <p className={styles['note']}>
        On real lesions of the test split, which neither the model nor the gates have seen, {panel.when}. Each set below
        is spoilt, mislabelled or badly made on purpose; AUROC says how surely the gate tells it from real lesions: 1
        always, 0.5 never.
      </p>
      <div className={styles['wide']}>
        <table className={styles['table']} aria-label="What the gates find">
          <thead>
            <tr>
              <th scope="col">Shown to the gates</th>
              <th scope="col">Gate</th>
              <th scope="col">AUROC</th>
              <th scope="col">Asked</th>
              <th scope="col">Pass unseen</th>
            </tr>
          </thead>
          <tbody>
            {panel.sets.map((set) => (
              <SetRow key={set.name} set={set} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles['note']}>
        &quot;Pass unseen&quot; is the share of a set that passes at the level at which 95 % of the real lesions pass.
      </p>
      <Copies panel={panel} />
      <PromiseOf panel={panel} />
    </>
  );
}

function SetRow({ set: { name, bar, typical, label } }: { readonly set: PanelSetResult }) {
  const gate = bar?.gate ?? 'typical';
  const { auroc, missed }: Measured = gate === 'typical' ? typical : label;
  const isMissed = bar !== null && (auroc ?? 0) < bar.auroc;
  return (
    <tr data-missed={isMissed || undefined}>
      <th scope="row">{name.replace(/^\(.\) /, '')}</th>
      <td>{GATE_WORDS[gate]}</td>
      <td>
        <span className={styles['area']}>
          <span className={styles['track']} aria-hidden="true">
            <span className={styles['fill']} style={{ width: `${200 * Math.max(0, (auroc ?? 0.5) - 0.5)}%` }} />
          </span>
          {auroc?.toFixed(2) ?? 'none'}
        </span>
      </td>
      <td>{bar ? `${bar.auroc.toFixed(2)}${isMissed ? ', missed' : ''}` : ''}</td>
      <td>{missed === null ? '' : `${Math.round(100 * missed)} %`}</td>
    </tr>
  );
}

function Copies({ panel: { copies, calledCopies } }: { readonly panel: GatePanel }) {
  const parts = copies.map(({ name, rejected }) => `${name}: ${(100 * rejected).toFixed(rejected === 1 ? 0 : 1)} %`);
  return (
    <p>
      <strong>Copies of training images</strong> that the novel gate rejects: {parts.join('; ')}. Of {calledCopies.of}{' '}
      real test images it calls {calledCopies.images} copies.
    </p>
  );
}

function PromiseOf({ panel: { promise } }: { readonly panel: GatePanel }) {
  const alphas = promise[0]?.levels.map(({ alpha }) => alpha) ?? [];
  const levels = promise.flatMap((row) => row.levels);
  const above = levels.filter(({ rejected, exact }) => rejected > exact[1]).length;
  return (
    <details>
      <summary>
        The promise of the levels: {levels.length - above} of {levels.length} counts of rejected real images are no
        higher than chance allows
      </summary>
      <p className={styles['note']}>
        Real test images that a gate rejects at each level. In brackets: what chance allows, in 95 of 100 cases, when
        the level holds (beta-binomial).
      </p>
      <div className={styles['wide']}>
        <table className={styles['table']} aria-label="Rejected real images">
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Gate</th>
              <th scope="col">Images</th>
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
                <td>{GATE_WORDS[row.gate]}</td>
                <td>{row.images}</td>
                {row.levels.map(({ alpha, rejected, exact }) => (
                  <td key={alpha} data-missed={rejected > exact[1] || undefined}>
                    {rejected} ({exact[0]} to {exact[1]}){rejected > exact[1] && ', more'}
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
