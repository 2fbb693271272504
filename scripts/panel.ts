/**
 * npm run panel: tests the gates of a bundle on lesions of the test split. How often they reject real images (the promise), and how
 * well they find images that are spoilt, mislabelled, badly made or copied. Writes docs/results/ood.md.
 *
 *   npm run panel -- [--bundle public/models/inlay-ham10000] [--data DIR] [--finer DIR] [--each 40] [--out FILE]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE_PATHS } from '../src/contracts/bundle';
import { LESION_CODES, type LesionCode } from '../src/contracts/classes';
import { auroc, missedAt } from '../src/core/metrics/ranking';
import { binomialInterval } from '../src/core/ood/conformal';
import { rowAt } from '../src/core/ood/features';
import { openGates, type Described, type GateFit } from '../src/core/ood/gates';
import { gateFitFileSchema, gateFitOf } from '../src/core/ood/gateFitFile';
import { labelMargin } from '../src/core/ood/logits';
import { readReferenceImages } from '../src/core/ood/referenceImages';
import { depthsOf, METHODS, type ScorerName } from '../src/core/ood/scorers';
import { calibrateTypicality, openTypicality, prepareParts } from '../src/core/ood/typicality';
import { describeImage } from '../src/engine/describe';
import { readBundleFolder } from './bundleFolder';
import { copySets, openPainter, paintedSets, spoiltSets, type PanelImage, type PanelSet } from './panel/sets';
import { DATA_OPTIONS, openEncoder, placedImages, type PlacedImage } from './realImages';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    ...DATA_OPTIONS,
    each: { type: 'string', default: '40' },
    out: { type: 'string', default: 'docs/results/ood.md' },
  },
});
const each = Number(options.each);
const { data, finer } = options;

const folder = await readBundleFolder(options.bundle);
const { manifest, files } = folder;
const bytesOf = (path: string): Uint8Array => {
  const bytes = files[path];
  if (!bytes) throw new Error(`${options.bundle} has no ${path}. Run npm run fit first.`);
  return bytes;
};
const encoderSha256 = manifest.files.find(({ path }) => path === BUNDLE_PATHS.encoder)?.sha256 ?? '';
const reference = readReferenceImages(bytesOf(BUNDLE_PATHS.referenceImages), encoderSha256);
const file = gateFitFileSchema.parse(JSON.parse(new TextDecoder().decode(bytesOf(BUNDLE_PATHS.gates))));
const fit: GateFit = gateFitOf(file);
const gates = openGates(reference, fit, file.calibration);
const { encoder, sizePx } = await openEncoder(manifest, files);
const describeOne = ({ image, mask, region }: Omit<PanelImage, 'code'>): Promise<Described> =>
  describeImage(encoder, sizePx, image, mask, region);

interface Row {
  readonly code: LesionCode;
  readonly described: Described;
}

/** Real test images: all of them for the promise, at most `each` a class, one a lesion, for the panel. */
const real: Row[] = [];
const probes: PlacedImage[] = [];
const seenLesions = new Set<string>();
for await (const placed of placedImages(data, finer, ['test'], manifest.contextScale)) {
  const code = placed.record.class;
  real.push({ code, described: await describeOne(placed) });
  if (seenLesions.has(placed.record.lesion) || probes.filter(({ record }) => record.class === code).length >= each)
    continue;
  seenLesions.add(placed.record.lesion);
  probes.push(placed);
}
console.log(`${real.length} real test images, ${probes.length} of them in the panel.`);

const sets = new Map<string, Row[]>();
const describeSet = async (name: string, images: PanelSet): Promise<void> => {
  const rows: Row[] = [];
  for await (const one of images) rows.push({ code: one.code, described: await describeOne(one) });
  sets.set(name, rows);
  console.log(`${name}: ${rows.length} images`);
};
const genuine: Row[] = [];
for (const placed of probes) genuine.push({ code: placed.record.class, described: await describeOne(placed) });
for (const [name, images] of spoiltSets(probes)) await describeSet(name, images);
const painter = await openPainter(folder, cpus().length);
for (const [name, images] of paintedSets(painter, probes, Math.min(each, 24))) await describeSet(name, images);
const copies = new Map<string, Row[]>();
const sources: PlacedImage[] = [];
for await (const placed of placedImages(data, finer, ['train'], manifest.contextScale)) {
  if (sources.length >= 200) break;
  sources.push(placed);
}
for (const [name, images] of copySets(sources)) {
  const rows: Row[] = [];
  for await (const one of images) rows.push({ code: one.code, described: await describeOne(one) });
  copies.set(name, rows);
}

/** Scores of rows by one combination of parts, a map a class so that each is fitted once. */
function scorerOf(parts: readonly ScorerName[]): (row: Row) => number {
  const prepared = prepareParts(parts, reference);
  const opened = new Map<LesionCode, ReturnType<typeof openTypicality>>();
  return ({ code, described }) => {
    let typical = opened.get(code);
    if (!typical) {
      const label = LESION_CODES.indexOf(code);
      const rows = reference.ids.flatMap((_, row) =>
        reference.splits[row] === 'train' && reference.labels[row] === label ? [row] : [],
      );
      typical = openTypicality(
        prepared,
        reference,
        rows,
        calibrateTypicality(prepared, reference, rows.slice(0, 400), []),
      );
      opened.set(code, typical);
    }
    return typical.score(described).score;
  };
}

const meanOverClasses = (of: (code: LesionCode) => number): number => {
  const values = LESION_CODES.map(of).filter(Number.isFinite);
  return values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
};
const ofClass = (rows: readonly Row[], code: LesionCode): Row[] => rows.filter((row) => row.code === code);
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
  `Written by \`npm run panel\`; do not edit. ${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? 'CPU'}, ${manifest.id} ${manifest.version}.`,
  '',
  '## The promise',
  '',
  'Real images of test lesions that a gate rejects at each level, of all there are; in brackets the central 95 % of the binomial distribution of that level. ' +
    `Classes with fewer than 99 held-out images are counted together. An image of ${real.length} in all.`,
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

const gateScore = scorerOf(fit.parts);
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

const names = [...sets.keys()];
say(
  '',
  '## Each score alone',
  '',
  'AUROC of the typical gate, if it were this score alone; what chose its parts.',
  '',
  `| score | (a) | ${names.map((name) => name.replace(/\).*/, ')').concat(name.includes(':') ? name.slice(name.indexOf(':')) : '')).join(' | ')} |`,
  `|---|---|${'---|'.repeat(names.length)}`,
);
for (const method of METHODS) {
  for (const depth of depthsOf(method)) {
    const score = scorerOf([{ method, depth }]);
    const cells = [relabelled, ...sets.values()].map((rows) => measure(score, rows).auroc.toFixed(2));
    say(`| ${method}${depthsOf(method).length === 1 ? '' : `, ${depth}`} | ${cells.join(' | ')} |`);
  }
}
say('');
await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, lines.join('\n'));
console.log(`Written to ${options.out}; ${rowAt(reference.depths.deep, 0).length} features an image.`);
