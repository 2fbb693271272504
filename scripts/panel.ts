/**
 * npm run panel: tests the gates of a bundle on lesions of the test split. How often they reject real images (the promise), and how
 * well they find images that are spoilt, mislabelled, badly made or copied. Writes docs/results/ood.md.
 *
 *   npm run panel -- [--bundle public/models/inlay-ham10000] [--data DIR] [--finer DIR] [--each 40] [--early FILE] [--out FILE]
 *
 * `--early` is a U-Net that has learnt little (`python -m inlay_training early`), for set (e).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE_PATHS, type BundleFiles } from '../src/contracts/bundle';
import { LESION_CODES, type LesionCode } from '../src/contracts/classes';
import { auroc, missedAt } from '../src/core/metrics/ranking';
import { binomialInterval } from '../src/core/ood/conformal';
import { pickRows } from '../src/core/ood/features';
import { openGates, TYPICAL_PARTS, type Described } from '../src/core/ood/gates';
import { labelMargin } from '../src/core/ood/logits';
import { depthsOf, METHODS, type ScorerName } from '../src/core/ood/scorers';
import { calibrateTypicality, openTypicality, prepareParts } from '../src/core/ood/typicality';
import { readGates } from '../src/engine/bundleGraphs';
import { describeImage } from '../src/engine/describe';
import { readBundleFolder } from './bundleFolder';
import { copySets, openPainter, paintedSets, spoiltSets, type PanelImage, type PanelSet } from './panel/sets';
import { DATA_OPTIONS, openEncoder, placedImages, type PlacedImage } from './realImages';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    ...DATA_OPTIONS,
    each: { type: 'string', default: '40' },
    early: { type: 'string' },
    out: { type: 'string', default: 'docs/results/ood.md' },
  },
});
const each = Number(options.each);
/** Scenes that are painted in every class, and training images that are copied. */
const PAINTED = 24;
const COPIED = 200;
const TEXTURE: ScorerName = { method: 'mahalanobis', depth: 'texture' };
/** Other sets of parts for the typical gate. */
const CANDIDATES: readonly (readonly ScorerName[])[] = [
  [TEXTURE, { method: 'fre-whitened', depth: 'mid' }],
  [TEXTURE, { method: 'fre-whitened', depth: 'mid' }, { method: 'knn', depth: 'deep' }],
  [TEXTURE, { method: 'mahalanobis', depth: 'mid' }],
  [TEXTURE, { method: 'fre-whitened', depth: 'mid' }, { method: 'fre-whitened', depth: 'deep' }],
];
const { data, finer } = options;

const { manifest, files } = await readBundleFolder(options.bundle);
const known = readGates(manifest, files);
if (!known || known === 'other-version')
  throw new Error(
    `${options.bundle} has no real images to compare with, or they were described by another version. Run npm run fit first.`,
  );
const { reference, fit } = known;
const gates = openGates(reference, fit);
const { encoder, sizePx } = await openEncoder(manifest, files);
const describeOne = ({ image, mask, region }: Omit<PanelImage, 'code'>): Promise<Described> =>
  describeImage(encoder, sizePx, image, mask, region);

interface Row {
  readonly code: LesionCode;
  readonly described: Described;
}

function ofClass(rows: readonly Row[], code: LesionCode): Row[] {
  return rows.filter((row) => row.code === code);
}

async function describeAll(name: string, images: PanelSet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const one of images) rows.push({ code: one.code, described: await describeOne(one) });
  console.log(`${name}: ${rows.length} images`);
  return rows;
}

/** Real test images: all of them for the promise, at most `each` a class, one a lesion, for the panel. */
const real: Row[] = [];
const genuine: Row[] = [];
const probes: PlacedImage[] = [];
const seenLesions = new Set<string>();
for await (const placed of placedImages(data, finer, ['test'], manifest.contextScale)) {
  const { class: code, lesion } = placed.record;
  const row = { code, described: await describeOne(placed) };
  real.push(row);
  if (seenLesions.has(lesion) || ofClass(genuine, code).length >= each) continue;
  seenLesions.add(lesion);
  genuine.push(row);
  probes.push(placed);
}
console.log(`${real.length} real test images, ${genuine.length} of them in the panel.`);

const withUnet = async (path: string): Promise<BundleFiles> => {
  return { ...files, [BUNDLE_PATHS.unet]: new Uint8Array(await readFile(path)) };
};
const threads = cpus().length;
const painters = {
  shipped: await openPainter(manifest, files, threads),
  early: options.early === undefined ? null : await openPainter(manifest, await withUnet(options.early), threads),
};
const sets = new Map<string, Row[]>();
for (const [name, images] of [
  ...spoiltSets(probes),
  ...paintedSets(painters, manifest.defaults, probes, Math.min(each, PAINTED)),
]) {
  sets.set(name, await describeAll(name, images));
}
const sources: PlacedImage[] = [];
for await (const placed of placedImages(data, finer, ['train'], manifest.contextScale)) {
  sources.push(placed);
  if (sources.length === COPIED) break;
}
const copies = new Map<string, Row[]>();
for (const [name, images] of copySets(sources)) copies.set(name, await describeAll(name, images));

/** The typical gate's score, and what it would be if it were one score alone. */
const gateScore = ({ code, described }: Row): number => gates.assess(code, described).scores.typical?.score ?? NaN;
const trainRows = reference.splits.flatMap((split, row) => (split === 'train' ? [row] : []));
function scoreAlone(name: ScorerName): (row: Row) => number {
  const [part] = prepareParts([name], reference, trainRows);
  const fitted = LESION_CODES.map((_, label) => {
    const own = trainRows.filter((row) => reference.labels[row] === label);
    return part?.shared.fit(pickRows(reference.depths[name.depth], own));
  });
  return ({ code, described }) =>
    fitted[LESION_CODES.indexOf(code)]?.(described.depths[name.depth], described.logits) ?? NaN;
}

/** The score of a gate that takes the oddest of these parts. */
function scoreTogether(names: readonly ScorerName[]): (row: Row) => number {
  const parts = prepareParts(names, reference, trainRows);
  const opened = LESION_CODES.map((_, label) => {
    const own = trainRows.filter((row) => reference.labels[row] === label);
    return openTypicality(parts, reference, own, calibrateTypicality(parts, reference, own, []));
  });
  return ({ code, described }) => opened[LESION_CODES.indexOf(code)]?.score(described).score ?? NaN;
}

const meanOverClasses = (of: (code: LesionCode) => number): number => {
  const values = LESION_CODES.map(of).filter(Number.isFinite);
  return values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
};
const inverted =
  (of: (row: Row) => number) =>
  (row: Row): number =>
    -of(row);

interface Measured {
  readonly auroc: number;
  readonly missed: number;
}
function measure(score: (row: Row) => number, rows: readonly Row[]): Measured {
  const scores = (code: LesionCode): [number[], number[]] => [
    ofClass(genuine, code).map(score),
    ofClass(rows, code).map(score),
  ];
  return {
    auroc: meanOverClasses((code) => auroc(...scores(code))),
    missed: meanOverClasses((code) => missedAt(...scores(code))),
  };
}

const lines: string[] = [];
const say = (...text: string[]): void => void lines.push(...text);
const cell = ({ auroc: area, missed }: Measured): string => `${area.toFixed(2)} / ${missed.toFixed(2)}`;

say(
  '# The gates, tested',
  '',
  `Written by \`npm run panel -- --each ${each}\`; do not edit. ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? 'CPU'}, ${manifest.id} ${manifest.version}.`,
  '',
  '## The promise',
  '',
  'Real images of test lesions that a gate rejects at each level, of all there are; in brackets the central 95 % of the binomial distribution of that level. ' +
    'Classes with fewer than 99 held-out images are counted together.',
  '',
  '| class | images | gate | 0.01 | 0.05 | 0.1 | 0.2 |',
  '|---|---|---|---|---|---|---|',
);
const assessed = real.map((row) => ({ code: row.code, scores: gates.assess(row.code, row.described).scores }));
for (const gate of ['typical', 'label'] as const) {
  for (const code of LESION_CODES) {
    const own = assessed.filter((one) => one.code === code);
    const cells = [0.01, 0.05, 0.1, 0.2].map((alpha) => {
      const rejected = own.filter(({ scores }) => (scores[gate]?.p ?? 1) <= alpha).length;
      const [least, most] = binomialInterval(own.length, alpha, 0.95);
      return `${rejected} (${least} to ${most})${rejected > most ? ' **above**' : ''}`;
    });
    say(`| ${code} | ${own.length} | ${gate} | ${cells.join(' | ')} |`);
  }
}
const copiesCalled = assessed.filter(({ scores }) => scores.novel && !scores.novel.pass).length;
say('', `Real test images that the novel gate calls copies: ${copiesCalled} of ${assessed.length}.`, '');

const margin = (row: Row): number => labelMargin(row.described.logits, LESION_CODES.indexOf(row.code));
const relabelled = LESION_CODES.flatMap((code) =>
  genuine.filter((row) => row.code !== code).map((row) => ({ ...row, code })),
);

say(
  '## The panel',
  '',
  `AUROC of real test images (at most ${each} a class, one a lesion) against each set, and the share of the set that passes where 95 % of the real images pass ` +
    '(FPR at 95 % TPR). Means over the classes. Typical: the score of the gate. Label: the margin of the classifier.',
  '',
  '| set | bar | typical | label |',
  '|---|---|---|---|',
  `| (a) real images of other classes under this label | label >= 0.80 | ${cell(measure(gateScore, relabelled))} | ${cell(measure(inverted(margin), relabelled))} |`,
);
for (const [name, rows] of sets) {
  const bar = name.startsWith('(c)') ? '>= 0.85' : name.startsWith('(-)') ? '' : '>= 0.95';
  say(`| ${name} | ${bar} | ${cell(measure(gateScore, rows))} | ${cell(measure(inverted(margin), rows))} |`);
}
say(
  '',
  '## Copies',
  '',
  `Training images, changed as said, that the novel gate rejects (${sources.length} of them).`,
  '',
  '| copy | rejected | bar |',
  '|---|---|---|',
);
for (const [name, rows] of copies) {
  const caught = rows.filter(
    ({ code, described }) => gates.assess(code, described).scores.novel?.pass === false,
  ).length;
  say(`| ${name} | ${((100 * caught) / rows.length).toFixed(1)} % | ${name === 'exact' ? '100 %' : '95 %'} |`);
}

type Alternative = [name: string, score: (row: Row) => number];
/** A table of the typical gate's AUROC for other scores, a column a set. */
function sayAlternatives(title: string, words: string, rows: readonly Alternative[]): void {
  say('', `## ${title}`, '', `AUROC of the typical gate, if it ${words}`, '');
  say(`| score | (a) other classes | ${[...sets.keys()].join(' | ')} |`, `|---|---|${'---|'.repeat(sets.size)}`);
  for (const [name, score] of rows) {
    const cells = [relabelled, ...sets.values()].map((set) => measure(score, set).auroc.toFixed(2));
    say(`| ${name} | ${cells.join(' | ')} |`);
  }
}
sayAlternatives(
  'Each score alone',
  'were this score alone.',
  METHODS.flatMap((method) =>
    depthsOf(method).map((depth): Alternative => [
      depthsOf(method).length === 1 ? method : `${method}, ${depth}`,
      scoreAlone({ method, depth }),
    ]),
  ),
);
sayAlternatives(
  'Parts together',
  'took the oddest of these, each on the scale of the real images of the class. The gate takes the first row.',
  [TYPICAL_PARTS, ...CANDIDATES].map((names): Alternative => [
    names.map(({ method, depth }) => `${method}, ${depth}`).join(' + '),
    scoreTogether(names),
  ]),
);
say('');
await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, lines.join('\n'));
console.log(`Written to ${options.out}.`);
