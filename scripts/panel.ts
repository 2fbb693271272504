/**
 * npm run panel: tests the gates of a bundle on lesions of the test split. How often they reject real images (the promise), and how
 * well they find images that are spoilt, mislabelled, badly made or copied. Writes docs/results/ood.md, and what it found into the
 * bundle as reference/panel.json, for the studio's Models screen.
 *
 *   npm run panel -- [--bundle public/models/inlay-ham10000] [--data DIR] [--finer DIR] [--frames DIR] [--each 40] [--early FILE] [--judge FILE] [--copies 200] [--out FILE]
 *
 * `--early` is a U-Net that has learnt little (`python -m inlay_training early`), for set (e). `--judge`
 * is a file of what an independent classifier reads in them (`python -m inlay_training.latent judge-read`).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLE_PATHS, type BundleFiles } from '../src/contracts/bundle';
import { ISIC_CODES } from '../src/contracts/classes';
import { panelFile, type GatePanel, type PanelPromise, type PanelSetResult } from '../src/contracts/gatePanel';
import type { GateResult } from '../src/contracts/sample';
import { calibrationSet } from '../src/core/gates/calibrationSet';
import { binomialInterval, conformalInterval } from '../src/core/gates/conformal';
import type { Gate } from '../src/core/gates/gate';
import { openGates } from '../src/core/gates/gates';
import { GATES } from '../src/core/gates/list';
import { labelFacts } from '../src/core/gates/label/facts';
import { novelFacts } from '../src/core/gates/novel/facts';
import { readGates } from '../src/engine/bundleGraphs';
import { listInManifest, readBundleFolder } from './bundleFolder';
import { Clock, openDescriber, type Row } from './panel/describing';
import { AS_IT_IS, AS_IT_IS_BAR, CHANGED_BAR, passedOffSets } from './panel/copies';
import { agreementPage, agreements, readReadings, type JudgedImage } from './panel/judge';
import { panelPage } from './panel/page';
import { measure, ofClass, otherScores, type Named, type RowScore } from './panel/scores';
import { copySets, openPainter, paintedSets, spoiltSets, type Painter } from './panel/sets';
import { DATA_OPTIONS, placedImages, type PlacedImage } from './realImages';

const { values: options } = parseArgs({
  options: {
    bundle: { type: 'string', default: 'public/models/inlay-ham10000' },
    ...DATA_OPTIONS,
    each: { type: 'string', default: '40' },
    early: { type: 'string' },
    judge: { type: 'string' },
    copies: { type: 'string', default: '200' },
    out: { type: 'string', default: 'docs/results/ood.md' },
  },
});
const each = Number(options.each);
/** Scenes that are painted in every class, and training images that are copied. */
const PAINTED = 24;
const COPIED = Number(options.copies);
const LEVELS = [0.01, 0.05, 0.1, 0.2];

const { manifest, files } = await readBundleFolder(options.bundle);
const known = readGates(manifest, files);
if (!known || known === 'other-version')
  throw new Error(
    `${options.bundle} has no real images to compare with, or they were described by another version. Run npm run fit first.`,
  );
const { reference, fit } = known;
const gates = openGates(reference, fit);
const describer = await openDescriber(manifest, files, reference.description);
const clocks = { painted: new Clock(), assessed: new Clock(), ...describer.clocks };

/** Real test images: all of them for the promise, at most `each` a class, one a lesion, for the panel. */
const real: Row[] = [];
const genuine: Row[] = [];
const probes: PlacedImage[] = [];
const seenLesions = new Set<string>();
const ids: string[] = [];
for await (const placed of placedImages(options, ['test'], manifest.contextScale)) {
  const { class: code, lesion } = placed.record;
  const isProbe = !seenLesions.has(lesion) && ofClass(genuine, code).length < each;
  const row = await describer.row({ ...placed, code });
  real.push(row);
  ids.push(placed.record.id);
  if (!isProbe) continue;
  seenLesions.add(lesion);
  genuine.push(row);
  probes.push(placed);
}
console.log(`${real.length} real test images, ${genuine.length} of them in the panel.`);

const sets = new Map<string, Row[]>([
  [
    '(a) real images of other classes under this label',
    ISIC_CODES.flatMap((code) => genuine.filter((row) => row.code !== code).map((row) => ({ ...row, code }))),
  ],
]);
for (const [name, images] of [
  ...spoiltSets(probes),
  ...paintedSets(await openPainters(), manifest.defaults, probes, Math.min(each, PAINTED)),
]) {
  sets.set(name, await describer.all(name, images));
}
const sources: PlacedImage[] = [];
for await (const placed of placedImages(options, ['train'], manifest.contextScale)) {
  sources.push(placed);
  if (sources.length === COPIED) break;
}
const copies = new Map<string, Row[]>();
const passed =
  reference.description === 1 ? copySets(sources) : passedOffSets(sources, (image) => describer.findLesion(image));
for (const [name, images] of passed) copies.set(name, await describer.all(name, images));

type Scores = Readonly<Record<string, GateResult>>;
const assess = ({ code, described }: Row): Scores => gates.assess(code, described).scores;
/** Gates that count real images of the class; what the others promise is told by the copies. */
const set = calibrationSet(reference, fit.calibration);
const countedByClass = GATES.filter((gate) => {
  const open = gate.open(set, fit.fits[gate.facts.id]);
  return ISIC_CODES.some((code) => (open(code)?.heldOut ?? null) !== null);
});
/** The odder, the larger. */
const scoreOf = (gate: Gate): RowScore => {
  const { id } = gate.facts;
  const sign = ISIC_CODES.map((code) => gate.scale(fit.fits[id], code)?.odd).includes('low') ? -1 : 1;
  return (row) => sign * (assess(row)[id]?.score ?? NaN);
};
const assessed: { row: Row; scores: Scores }[] = [];
for (const row of real) {
  assessed.push({ row, scores: await clocks.assessed.time(() => Promise.resolve(assess(row))) });
}
const panel: GatePanel = {
  schema: 1,
  when: new Date().toISOString().slice(0, 10),
  each,
  promise: countedByClass.flatMap((gate) => ISIC_CODES.map((code) => promiseOf(gate, code))),
  calledCopies: { images: assessed.filter(({ scores }) => isCopy(scores)).length, of: assessed.length },
  sets: [...sets].map(([name, rows]) => ({
    name,
    bar: barOf(name),
    gates: Object.fromEntries(
      countedByClass.map((gate) => [gate.facts.id, measure(scoreOf(gate), genuine, rows)] as const),
    ),
  })),
  copies: [...copies].map(([name, rows]) => ({
    name,
    images: rows.length,
    rejected: rows.filter((row) => isCopy(assess(row))).length / rows.length,
    bar: copyBar(name),
  })),
};
const { alone, together } = otherScores(reference);
const areas = (scores: readonly Named[]) =>
  scores.map(([name, score]) => [name, [...sets.values()].map((rows) => measure(score, genuine, rows).auroc)] as const);
const page = panelPage({
  panel,
  manifest,
  processor: cpus()[0]?.model.trim() ?? 'CPU',
  threads: cpus().length,
  alone: areas(alone),
  together: areas(together),
  meanMs: {
    painted: clocks.painted.meanMs,
    described: clocks.described.meanMs,
    encoder: clocks.encoder.meanMs,
    assessed: clocks.assessed.meanMs,
  },
  realImages: reference.ids.length,
});
const judged =
  options.judge === undefined ? [] : agreementPage([['real test lesions', await judgedReal(options.judge)]]);
await mkdir(dirname(options.out), { recursive: true });
await writeFile(options.out, page + judged.map((line) => `${line}\n`).join(''));
const bytes = new TextEncoder().encode(panelFile(panel));
await listInManifest(options.bundle, manifest, { [BUNDLE_PATHS.panel]: bytes });
console.log(`Written to ${options.out} and ${options.bundle}.`);

async function openPainters(): Promise<{ shipped: Painter; early: Painter | null }> {
  const open = (files: BundleFiles): Promise<Painter> => openPainter(manifest, files, cpus().length);
  const usual = await open(files);
  const { steps: usualSteps, guidance: usualGuidance } = manifest.defaults;
  const shipped: Painter = (code, placed, seed, steps, guidance) => {
    const paint = () => usual(code, placed, seed, steps, guidance);
    return steps === usualSteps && guidance === usualGuidance ? clocks.painted.time(paint) : paint();
  };
  if (options.early === undefined) return { shipped, early: null };
  const unet = new Uint8Array(await readFile(options.early));
  return { shipped, early: await open({ ...files, [BUNDLE_PATHS.unet]: unet }) };
}

async function judgedReal(path: string): Promise<ReturnType<typeof agreements>> {
  const images = assessed.map(({ row, scores }, at): JudgedImage => ({
    id: ids[at] ?? '',
    code: row.code,
    passes: scores[labelFacts.id]?.pass ?? false,
  }));
  return agreements(images, await readReadings(path));
}

function copyBar(name: string): number {
  if (reference.description > 1) return name === AS_IT_IS ? AS_IT_IS_BAR : CHANGED_BAR;
  return name === 'exact' ? 1 : 0.95;
}

function isCopy(scores: Scores): boolean {
  return scores[novelFacts.id]?.pass === false;
}

function promiseOf(countedGate: Gate, code: PanelPromise['class']): PanelPromise {
  const gate = countedGate.facts.id;
  const heldOut = countedGate.scale(fit.fits[gate], code)?.real.length ?? 0;
  const own = assessed.filter(({ row }) => row.code === code);
  const levels = LEVELS.map((alpha) => ({
    alpha,
    rejected: own.filter(({ scores }) => (scores[gate]?.p ?? 1) <= alpha).length,
    binomial: binomialInterval(own.length, alpha, 0.95),
    exact: conformalInterval(own.length, alpha, heldOut, 0.95),
  }));
  return { class: code, gate, images: own.length, heldOut, levels };
}

function barOf(name: string): PanelSetResult['bar'] {
  if (name.startsWith('(-)')) return null;
  if (name.startsWith('(a)')) return { gate: 'label', auroc: 0.8 };
  return { gate: 'typical', auroc: name.startsWith('(c)') ? 0.85 : 0.95 };
}
