/** An evaluation as a page of its own, to be read without the studio: the same sentences and numbers, in English, with nothing to load. */
import { classLabel, type ClassCode, type LesionClass } from '../../contracts/classes';
import type {
  BALANCED_USES,
  ClassQuality,
  Estimate,
  Evaluation,
  MeasuredArm,
  ProbeArm,
  RecallOfClass,
  Utility,
} from '../../contracts/evaluation';
import { points, written } from './numbers';

const ARM_WORDS: Readonly<Record<ProbeArm, string>> = {
  real: 'real images alone',
  balanced: 'real images, every class counting alike',
  duplicates: 'real images, rare ones counted as often as there are samples',
  synthetic: 'real images and the accepted samples',
  random: 'real images and as many samples a class, drawn from all that were made',
  'balanced-synthetic': 'real images and the accepted samples, every class counting alike',
  'balanced-apart': 'the same, and the softmax of a sample is restricted to the classes that have samples',
};

const BALANCED_WORDS: Readonly<Record<(typeof BALANCED_USES)[number], string>> = {
  'balanced-synthetic': 'Where every class counts alike',
  'balanced-apart': 'Where, besides, the softmax of a sample is restricted to the classes that have samples',
};

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}' +
  'table{border-collapse:collapse;margin:1rem 0}th,td{text-align:left;padding:.3rem 1rem .3rem 0;border-bottom:1px solid #ccc;vertical-align:top}' +
  'h2{margin-top:2rem}';

/** @param classes of the project, by whose names they are called */
export function evaluationReport(found: Evaluation, classes: readonly LesionClass[]): string {
  const named = (code: ClassCode): string => classLabel(code, classes);
  const { benefit, quality, tooFew } = found;
  const parts = [
    `<p>${escaped(aboutEvaluation(found, found.dataset))}</p>`,
    '<h2>Does it help?</h2>',
    list(helpSentences(found)),
    ...benefit.gains.map(
      ({ over, measured }) => `<h3>Recall a class, over ${ARM_WORDS[over]}</h3>${recallTable(measured, named)}`,
    ),
    '<h3>Training sets</h3>',
    table(
      ['training set', 'balanced accuracy, %', 'macro-AUPRC, %'],
      benefit.arms.map(({ arm, measured }) => [
        ARM_WORDS[arm],
        inPoints(measured.balancedAccuracy),
        inPoints(measured.macroAuprc),
      ]),
    ),
    ...(benefit.unread.length > 0
      ? [`<p>Too few lesions to be read: ${escaped(benefit.unread.map(named).join(', '))}.</p>`]
      : []),
    `<p>${escaped(probeWords(found))}</p>`,
    '<h2>Quality</h2>',
    table(
      ['class', ...QUALITY.map(([name]) => name)],
      quality.map((measured) => [named(measured.class), ...QUALITY.map(([, measureOf]) => measureOf(measured))]),
    ),
    ...(tooFew.length > 0 ? [`<p>Too few to compare: ${escaped(tooFew.map(named).join(', '))}.</p>`] : []),
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evaluation</title><style>${STYLE}</style></head><body><h1>Do these synthetic images help?</h1>${parts.join('\n')}</body></html>\n`;
}

const QUALITY: readonly [string, (measured: ClassQuality) => string][] = [
  ['samples / real images (lesions)', ({ made, real, realLesions }) => `${made} / ${real} (${realLesions})`],
  ['KID', ({ kid }) => raw(kid)],
  ['KID between halves of the real images', ({ kidFloor }) => raw(kidFloor)],
  ['precision', ({ precision }) => written(precision, 2)],
  ['recall', ({ recall }) => written(recall, 2)],
  ['density', ({ density }) => written(density, 2)],
  ['coverage', ({ coverage }) => written(coverage, 2)],
  ['Vendi, samples / real', ({ vendi }) => `${written(vendi.made, 1)} / ${written(vendi.real, 1)} of ${vendi.among}`],
  ['told from real (AUROC)', ({ toldApart }) => written(toldApart, 2)],
  ['copies', ({ copies, made }) => `${copies} of ${made}`],
  ['sharpness, SD', ({ sharpnessGap }) => written(sharpnessGap, 2)],
];

/** What was compared with what, and when. @param dataset its name, or other words where the name is nobody else's business */
export function aboutEvaluation(
  { real, lesions, accepted, candidates, when, heldOutOnly }: Evaluation,
  dataset: string,
): string {
  const held = heldOutOnly ? " Only images that the model's encoder did not learn from were used." : '';
  return `${when.slice(0, 10)}. ${accepted} accepted samples of ${candidates} against ${real} real images of ${lesions} lesions of ${dataset}.${held} Intervals are 95 %.`;
}

/** The answer, then a sentence for each control, and those for sets in which every class counts alike. */
export function helpSentences({ benefit }: Evaluation): string[] {
  const changes = ({ balancedAccuracy, macroAuprc }: MeasuredArm): string =>
    `balanced accuracy ${change(balancedAccuracy)}; macro-AUPRC ${change(macroAuprc)}`;
  return [
    VERDICTS[helps(benefit)],
    ...benefit.gains.map(({ over, measured }) => `Over ${ARM_WORDS[over]}: ${changes(measured)}.`),
    ...benefit.balancedGains.map(
      ({ of: use, measured }) => `${BALANCED_WORDS[use]}, over the same without samples: ${changes(measured)}.`,
    ),
  ];
}

function probeWords({ benefit: { folds, repeats } }: Evaluation): string {
  return `The classifier is a logistic regression on the features of the model's encoder, trained on ${folds - 1} of ${folds} parts and read on the other, all images of a lesion in one part, ${repeats} times. Another classifier, another data set or another set of samples may say something else.`;
}

function recallTable({ recall }: MeasuredArm, named: (code: ClassCode) => string): string {
  return table(
    ['class', 'change, points', 'says'],
    recall.map((gain) => [named(gain.class), inPoints(gain, true), `${reads(gain)}${neededWords(gain)}`]),
  );
}

function change(estimate: Estimate): string {
  return `${inPoints(estimate, true)} points: ${reads(estimate)}`;
}

function neededWords(gain: RecallOfClass): string {
  const needed = lesionsNeeded(gain);
  return needed === null ? '' : `; about ${needed} more lesions would show it`;
}

/** More of a class than any data set has. */
const MOST_LESIONS = 100_000;

/** How many more lesions would show a gain; null where it is shown, is none, or is so small that no data set would show it. */
export function lesionsNeeded({ lesionsToShow }: RecallOfClass): number | null {
  return lesionsToShow !== null && lesionsToShow <= MOST_LESIONS ? lesionsToShow : null;
}

/** What an interval of a difference says. */
export function reading({ low, high }: Estimate): 'better' | 'worse' | 'open' {
  return low > 0 ? 'better' : high < 0 ? 'worse' : 'open';
}

/** By balanced accuracy: better than every training set without samples, worse than one of them, or neither. */
export function helps({ gains }: Pick<Utility, 'gains'>): 'better' | 'worse' | 'open' {
  const without = gains.filter(({ over }) => over !== 'random');
  const said = new Set(without.map(({ measured }) => reading(measured.balancedAccuracy)));
  if (said.has('worse')) return 'worse';
  return said.size === 1 && said.has('better') ? 'better' : 'open';
}

const VERDICTS = {
  better:
    'On these lesions the samples help this classifier: it reads better than with anything that could be had without them.',
  worse: 'On these lesions the samples make this classifier worse than it would be without them.',
  open: 'It is not shown that the samples help this classifier.',
} as const;

function reads(estimate: Estimate): string {
  const said = reading(estimate);
  return said === 'open' ? 'not shown yet' : said;
}

function inPoints({ value, low, high }: Estimate, signed = false): string {
  const text = (share: number): string => `${signed && share > 0 ? '+' : ''}${points(share)}`;
  return `${text(value)} (${text(low)} to ${text(high)})`;
}

function raw({ value, low, high }: Estimate): string {
  return `${written(value, 3)} (${written(low, 3)} to ${written(high, 3)})`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', heads)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
