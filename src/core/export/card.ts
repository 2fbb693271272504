/** The data set card (Hugging Face front matter, FDA "7 Cs"): generated, so that it is true. */
import { classLabel, type ClassCode, type ClassList } from '../../contracts/classes';
import type { ClassQuality, Evaluation } from '../../contracts/evaluation';
import { written } from '../evaluation/numbers';
import { aboutEvaluation, helpSentences } from '../evaluation/report';
import type { Agreement } from '../metrics/agreement';
import { EXPORT_SPLITS } from './backgroundSplit';
import { CLASSES_JSON } from './classList';
import type { ExportFacts } from './facts';
import { markdownText } from './markdown';
import { namedWords, shownWords, sourceSection } from './sourceWords';

const INTENDED_USE =
  'For research on training and testing classifiers of dermoscopic images. Not for diagnosis, and not for teaching what a lesion looks like.';

/**
 * @param evaluation the last one of the studio; null where there was none
 * @param write how text from outside is written: cards of earlier releases took it as it was
 */
export function datasetCard(
  facts: ExportFacts,
  evaluation: Evaluation | null = null,
  write: (text: string) => string = markdownText,
): string {
  return [
    ...frontMatter(facts),
    ...whatItIs(facts, write),
    ...howToRead(facts),
    ...scorecard(facts, evaluation, write),
    ...sourceSection(facts),
    ...evaluationWords(evaluation, write),
    ...limits(facts),
  ].join('\n');
}

function frontMatter({ name, licences, samples }: ExportFacts): string[] {
  return [
    '---',
    'license: other',
    `license_name: ${JSON.stringify(licences.join(' and '))}`,
    'task_categories: [image-classification, image-segmentation]',
    'tags: [synthetic, dermoscopy, inpainting, long-tail]',
    `pretty_name: ${JSON.stringify(name)}`,
    `size_categories: ["${sizeCategory(samples)}"]`,
    '---',
  ];
}

type Write = (text: string) => string;

function whatItIs(facts: ExportFacts, write: Write): string[] {
  const { name, samples, scope, outcomes, acceptedByRule, list, byClass, models, licences, backgrounds } = facts;
  return [
    `# ${write(name)}`,
    '',
    `${samples} **synthetic** dermoscopic images made with Inlay. Each shows a lesion that a model painted into skin.`,
    ...shownWords(facts),
    ...(scope === 'accepted'
      ? [
          acceptedByRule === 0
            ? 'A person has looked at each of them and accepted it.'
            : `All were accepted: ${samples - acceptedByRule} by a person, ${acceptedByRule} by a rule alone, so that no person has looked at them. \`decided_by\` in \`metadata.jsonl\` says which.`,
        ]
      : [
          `All samples, with what was decided: ${outcomes.accepted} accepted, ${outcomes.rejected} rejected, ${outcomes.undecided} undecided. Of the accepted, ${acceptedByRule} are so by a rule alone, and no person has looked at them. Train on those whose \`decision\` is \`accepted\`.`,
        ]),
    '',
    `| class | samples | ${EXPORT_SPLITS.join(' | ')} |`,
    `|---|---|${EXPORT_SPLITS.map(() => '---|').join('')}`,
    ...byClass.map((row) => `| ${inCell(row.class, list, write)} | ${row.samples} | ${row.parts.join(' | ')} |`),
    '',
    ...ownListWords(facts),
    ...counterpartWords(facts, write),
    `The samples stand on ${backgrounds} backgrounds; all samples on one background (and on skin cut from one real image) have the same \`split\`, so that no classifier is tested on skin that it was trained on.`,
    '',
    `Made with ${models.map(write).join(', ')}. ${INTENDED_USE}`,
    `Licences inherited from the model and the backgrounds: ${licences.map(write).join(', ')}. The strictest one governs the whole set.`,
    '',
  ];
}

function inCell(code: ClassCode, { classes }: ClassList, write: Write): string {
  return barred(write(classLabel(code, classes)));
}

/** In a cell of a table a bar is text where a backslash stands before it. */
function barred(cell: string): string {
  return cell.replace(/(?<!\\)\|/g, '\\|');
}

function ownListWords({ hasOwnList }: ExportFacts): string[] {
  if (!hasOwnList) return [];
  return [
    `The classes are the maker's own list, which \`${CLASSES_JSON}\` holds: codes, names, and who brought each. The columns of \`GroundTruth.csv\` and the categories of \`coco.json\` follow it.`,
    '',
  ];
}

function counterpartWords({ counterparts, list }: ExportFacts, write: Write): string[] {
  if (counterparts.length === 0) return [];
  const words = counterparts
    .map((counted) => `${counted.samples} of ${write(classLabel(counted.class, list.classes))}`)
    .join(', ');
  return [
    `The set holds counterparts: ${words}. They are samples like the others, made so that every class has as many, because a classifier that sees samples of rare classes only can take "looks made" for the sign of a rare class. They serve only where they are trained on as well.`,
    '',
  ];
}

function howToRead({ scope }: ExportFacts): string[] {
  const accepted = scope === 'all' ? '.filter(lambda row: row["decision"] == "accepted")' : '';
  return [
    '## Reading it',
    '',
    `\`datasets.load_dataset("imagefolder", data_dir="data", split="train")${accepted}\``,
    '',
    'gives image, mask, `label`, `split` and the scores; masks also by their ISIC names in `masks/`, `GroundTruth.csv` in the ISIC 2019 layout, `coco.json` with RLE, `croissant.json`, `prov.json` (W3C PROV).',
    'Identifiers start with `SYN_`, so that no sample is taken for an image of the ISIC archive.',
    '',
  ];
}

function scorecard(facts: ExportFacts, evaluation: Evaluation | null, write: Write): string[] {
  const { verdicts, worstOutside, licences, decided, providers, planned, samples, recipes, backgrounds } = facts;
  const rows: [string, string, string][] = [
    [
      'congruence: is a sample like real images?',
      'the gates, where the model has real images to compare with',
      `${ownWords(facts)}; verdicts: ${verdicts.credible} credible, ${verdicts.doubtful} doubtful, ${verdicts.unscored} unscored${evaluation ? `; told from real images with AUROC ${byClass(evaluation, write, ({ toldApart }) => written(toldApart, 2))}` : ''}`,
    ],
    [
      'coverage: does it spread over what is real?',
      'what the samples differ in; how near the nearest real image is',
      `${recipes} masks and settings on ${backgrounds} backgrounds; ${facts.nearestReal === null ? 'not compared with real images' : `smallest cosine distance to a real image ${facts.nearestReal.toFixed(3)}`}; ${evaluation ? `share of real images with a sample near by: ${byClass(evaluation, write, ({ coverage }) => written(coverage, 2))}` : 'spread over the real data not measured'}`,
    ],
    [
      'constraint: does it obey what must hold?',
      'pixels outside the mask against the background, in each sample',
      `largest difference ${worstOutside} grey levels`,
    ],
    [
      'completeness: is anything missing?',
      'every file read back and compared before the set was handed out',
      'every sample has image, mask, class, seed, recipe, scores, verdict and environment',
    ],
    [
      'compliance: may it be used, and is it marked?',
      'licences of models and backgrounds; IPTC digital source type; how source images are named',
      `${licences.map(write).join(', ')}; every PNG is marked as partly made by a model; ${facts.sources.length} source images. ${namedWords(facts.sources.length, facts.unnamedSources)}`,
    ],
    [
      'comprehension: did people look, and do they agree?',
      'decisions in decisions.csv, with reasons',
      `decisions by a person: ${decidedWords(decided.person)}; by a rule alone: ${decidedWords(decided.rule)}; ${agreementWords(facts.agreement)}`,
    ],
    [
      'consistency: does it come out the same again?',
      'recipe.json and the seed make each sample again (`inlay replay`)',
      `made on ${providers.map(write).join(', ')}; ${planned} of ${samples} by a plan`,
    ],
  ];
  return [
    '## Scorecard',
    '',
    'After the FDA\'s "7 Cs" for synthetic medical data (Zamzmi et al., Communications Engineering 2025, doi:10.1038/s44172-025-00450-1).',
    '',
    '| criterion | what was checked | finding |',
    '|---|---|---|',
    ...rows.map((cells) => `| ${cells.map(barred).join(' | ')} |`),
    '',
  ];
}

/** Of what was evaluated last, which may be another set by now: it says of how many samples it speaks. */
function evaluationWords(evaluation: Evaluation | null, write: Write): string[] {
  if (!evaluation) return [];
  return [
    '## Does it help?',
    '',
    write(aboutEvaluation(evaluation, "the maker's data set")),
    '',
    ...helpSentences(evaluation).map((sentence) => `- ${write(sentence)}`),
    '',
  ];
}

function byClass({ quality }: Evaluation, write: Write, words: (measured: ClassQuality) => string): string {
  return quality.map((measured) => `${write(measured.class)} ${words(measured)}`).join(', ');
}

function ownWords({ gates }: ExportFacts): string {
  return gates.map(({ name, passed, scored }) => `${name} ${passed} of ${scored}`).join(', ');
}

function decidedWords({ total, rejected }: ExportFacts['decided']['person']): string {
  return `${total} (${rejected} rejections)`;
}

function agreementWords({ n, observed, kappa, interval }: Agreement): string {
  if (n === 0) return 'no second reader';
  const share = `two readers, ${n} ${n === 1 ? 'sample' : 'samples'}, the same decision on ${Math.round(100 * observed)} %`;
  if (kappa === null) return `${share}, no kappa (both said one thing of all)`;
  if (!interval) return `${share}, Cohen's kappa ${kappa.toFixed(2)} (too few samples for an interval)`;
  return `${share}, Cohen's kappa ${kappa.toFixed(2)} (95 % interval ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})`;
}

function limits({ scope }: ExportFacts): string[] {
  return [
    '## Limits',
    '',
    '- Whether training on this set helps a classifier is not shown by this export.',
    '- Nothing here says who decided: no dermatologist has confirmed that a sample shows the class it is labelled with, unless one made the decisions.',
    ...(scope === 'all' ? ['- It holds samples that were rejected: choose by `decision` before training.'] : []),
    '',
  ];
}

function sizeCategory(n: number): string {
  if (n < 1000) return 'n<1K';
  return n < 10_000 ? '1K<n<10K' : n < 100_000 ? '10K<n<100K' : '100K<n<1M';
}
