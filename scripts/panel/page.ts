/** docs/results/ood.md, from what the panel found. */
import type { BundleManifest } from '../../src/contracts/bundle';
import type { GatePanel, Measured } from '../../src/contracts/gatePanel';

export interface PanelPage {
  readonly panel: GatePanel;
  readonly manifest: BundleManifest;
  readonly processor: string;
  readonly threads: number;
  /** AUROC of each set by other scores, in the order of `panel.sets`. */
  readonly alone: readonly (readonly [name: string, areas: readonly (number | null)[]])[];
  readonly together: readonly (readonly [name: string, areas: readonly (number | null)[]])[];
  readonly meanMs: Readonly<Record<'painted' | 'described' | 'encoder' | 'assessed', number>>;
  readonly realImages: number;
}

export function panelPage(page: PanelPage): string {
  const { panel, manifest, processor } = page;
  return [
    '# The gates, tested',
    '',
    `Written by \`npm run panel -- --each ${panel.each}\`; do not edit. ${panel.when}, ${processor}, ${manifest.id} ${manifest.version}.`,
    ...promise(panel),
    ...sets(panel),
    ...copies(panel),
    ...alternatives(page, 'Each score alone', 'were this score alone.', page.alone),
    ...alternatives(
      page,
      'Parts together',
      'took the oddest of these, each on the scale of the real images of the class. The gate takes the first row. The parts were chosen by tables like this one, ' +
        'on these images: their numbers are those of the best of several.',
      page.together,
    ),
    ...costs(page),
    '',
  ].join('\n');
}

function promise({ promise: rows, calledCopies }: GatePanel): string[] {
  const levels = rows.flatMap((row) => row.levels);
  const outside = (countsOf: (level: (typeof levels)[number]) => readonly [number, number]): number =>
    levels.filter((level) => level.rejected < countsOf(level)[0] || level.rejected > countsOf(level)[1]).length;
  const alphas = rows[0]?.levels.map(({ alpha }) => alpha) ?? [];
  return [
    '',
    '## The promise',
    '',
    'Real images of test lesions that a gate rejects at each level, of all there are; in brackets the central 95 % of the binomial distribution of that level, then of the ' +
      'distribution that such a count has when the held-out images are drawn by chance as well (beta-binomial; exact for independent images, but several show one lesion). ' +
      'Classes with fewer than 99 held-out images are counted together.',
    '',
    `| class | images | held out | gate | ${alphas.join(' | ')} |`,
    `|---|---|---|---|${'---|'.repeat(alphas.length)}`,
    ...rows.map((row) => {
      const cells = row.levels.map(({ rejected, binomial, exact }) => {
        const word = rejected > exact[1] ? ' **above both**' : rejected > binomial[1] ? ' **above**' : '';
        return `${rejected} (${binomial.join(' to ')}; ${exact.join(' to ')})${word}`;
      });
      return `| ${row.class} | ${row.images} | ${row.heldOut} | ${row.gate} | ${cells.join(' | ')} |`;
    }),
    '',
    `Outside of the binomial interval: ${outside((l) => l.binomial)} of ${levels.length}; outside of the other one: ${outside((l) => l.exact)}. ` +
      `Of so many, ${(0.05 * levels.length).toFixed(0)} would be by chance, were they independent.`,
    '',
    `Real test images that the novel gate calls copies: ${calledCopies.images} of ${calledCopies.of}.`,
  ];
}

const shown = (value: number | null): string => value?.toFixed(2) ?? '-';
const cell = (measured: Measured | undefined): string =>
  measured ? `${shown(measured.auroc)} / ${shown(measured.missed)}` : '-';

function sets({ each, sets: rows }: GatePanel): string[] {
  const ids = Object.keys(rows[0]?.gates ?? {});
  return [
    '',
    '## The panel',
    '',
    `AUROC of real test images (at most ${each} a class, one a lesion) against each set, and the share of the set that passes where 95 % of the real images pass ` +
      '(FPR at 95 % TPR). Means over the classes. Of each gate the score.',
    '',
    `| set | bar | ${ids.join(' | ')} |`,
    `|---|---|${ids.map(() => '---|').join('')}`,
    ...rows.map(({ name, bar, gates }) => {
      const reached = bar && (gates[bar.gate]?.auroc ?? 0) >= bar.auroc;
      const required = bar ? `${bar.gate} >= ${bar.auroc.toFixed(2)}${reached ? '' : ' **missed**'}` : '';
      return `| ${name} | ${required} | ${ids.map((id) => cell(gates[id])).join(' | ')} |`;
    }),
  ];
}

function copies({ copies: rows }: GatePanel): string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    '',
    '## Copies',
    '',
    `Training images, changed as said, that the novel gate rejects (${rows[0]?.images ?? 0} of them).`,
    '',
    '| copy | rejected | bar |',
    '|---|---|---|',
    ...rows.map(({ name, rejected, bar }) => `| ${name} | ${percent(rejected)} | ${percent(bar)} |`),
  ];
}

function alternatives({ panel }: PanelPage, title: string, words: string, rows: PanelPage['alone']): string[] {
  const names = panel.sets.map(({ name }) => name);
  return [
    '',
    `## ${title}`,
    '',
    `AUROC of the typical gate, if it ${words}`,
    '',
    `| score | ${names.join(' | ')} |`,
    `|---|${'---|'.repeat(names.length)}`,
    ...rows.map(([name, areas]) => `| ${name} | ${areas.map(shown).join(' | ')} |`),
  ];
}

function costs({ manifest, threads, meanMs, realImages }: PanelPage): string[] {
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
  const { steps, guidance } = manifest.defaults;
  return [
    '',
    '## What it costs',
    '',
    `In this run, with onnxruntime-node on ${threads} threads; of the time that a sample of ${steps} steps at guidance ${guidance} takes, its part is:`,
    '',
    '| part | of generating |',
    '|---|---|',
    `| describing the sample | ${percent(meanMs.described, meanMs.painted)} |`,
    `| - of that, the encoder | ${percent(meanMs.encoder, meanMs.painted)} |`,
    `| assessing it against ${realImages} real images | ${percent(meanMs.assessed, meanMs.painted)} |`,
    '',
    `Of describing a real image that is decoded and in memory, the encoder takes ${percent(meanMs.encoder, meanMs.described)}.`,
  ];
}
