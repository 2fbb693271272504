/** The data set card (Hugging Face front matter, FDA "7 Cs") and the Croissant file: generated, so that they are true. */
import { CLASS_CODES, classLabel } from '../../contracts/classes';
import type { SampleRecord } from '../../contracts/sample';

export interface CardFacts {
  readonly name: string;
  readonly records: readonly SampleRecord[];
  /** Decisions in all, and how many of them were rejections. */
  readonly decisions: { readonly total: number; readonly rejected: number };
}

/** The strictest licence named: non-commercial terms taint the whole. */
const INTENDED_USE =
  'For research on training and testing classifiers of dermoscopic images. Not for diagnosis, and not for teaching what a lesion looks like.';

/** The licences of the models and of the backgrounds: a sample inherits both. */
export function inheritedLicences(facts: CardFacts): string[] {
  const all = facts.records.flatMap(({ environment, background }) => [environment.bundle.licence, background.licence]);
  return [...new Set(all)].sort();
}

export function datasetCard(facts: CardFacts): string {
  const { records } = facts;
  const licences = inheritedLicences(facts);
  const counts = CLASS_CODES.map((code) => [code, records.filter((r) => r.class === code).length] as const);
  const worst = records.reduce((most, r) => Math.max(most, r.outsideMaskMaxDiff), 0);
  const share = (outcome: string): string =>
    `${records.filter((r) => r.verdict.outcome === outcome).length} of ${records.length}`;
  return [
    '---',
    'license: other',
    `license_name: ${licences.join(' and ')}`,
    'task_categories: [image-classification, image-segmentation]',
    'tags: [synthetic, dermoscopy, inpainting, long-tail]',
    `pretty_name: ${facts.name}`,
    `size_categories: [${sizeCategory(records.length)}]`,
    '---',
    `# ${facts.name}`,
    '',
    `${records.length} **synthetic** dermoscopic images made with Inlay. No image shows a patient. Each shows a lesion that a model painted into skin.`,
    '',
    '| class | samples |',
    '|---|---|',
    ...counts.filter(([, n]) => n > 0).map(([code, n]) => `| ${classLabel(code)} | ${n} |`),
    '',
    `Made with ${models(facts).join(', ')}. ${INTENDED_USE}`,
    `Licences inherited from the model and the backgrounds: ${licences.join(', ')}. The strictest one governs the whole set.`,
    '',
    '## Reading it',
    '',
    '`datasets.load_dataset("imagefolder", data_dir="data")`; masks by ISIC name in `masks/`; `GroundTruth.csv` in the ISIC 2019 layout; `coco.json` with RLE.',
    'Identifiers start with `SYN_`, so that no sample is taken for an image of the ISIC archive. Keep samples of one background on one side of a split.',
    '',
    '## Scorecard',
    '',
    'After the FDA\'s "7 Cs" for synthetic medical data (Zamzmi et al., Communications Engineering 2025, doi:10.1038/s44172-025-00450-1).',
    '',
    '| criterion | what was checked | finding |',
    '|---|---|---|',
    `| congruence | verdict of the gates | credible: ${share('credible')}; doubtful: ${share('doubtful')}; unscored: ${share('unscored')} |`,
    '| coverage | spread over the real data | not measured in this export |',
    `| constraint | pixels outside the mask | largest difference to the background: ${worst} grey levels |`,
    '| completeness | records | every sample has mask, class, seed, recipe, scores, verdict, decision |',
    `| compliance | licences and marking | ${licences.join(', ')}; IPTC digital source type in each PNG |`,
    `| comprehension | human review | ${facts.decisions.total} decisions, ${facts.decisions.rejected} of them rejections (decisions.csv) |`,
    '| consistency | replay | each sample can be made again from recipe.json and its seed |',
    '',
    '## Limits',
    '',
    '- Whether training on this set helps a classifier is not shown by this export.',
    '- No dermatologist has confirmed that a sample shows the class it is labelled with, beyond the decisions recorded here.',
    '',
  ].join('\n');
}

function models({ records }: CardFacts): string[] {
  const named = records.map(({ environment: { bundle } }) => `${bundle.id} ${bundle.version} (${bundle.licence})`);
  return [...new Set(named)].sort();
}

function sizeCategory(n: number): string {
  if (n < 1000) return 'n<1K';
  return n < 10_000 ? '1K<n<10K' : n < 100_000 ? '10K<n<100K' : '100K<n<1M';
}

/** Croissant 1.1 (MLCommons): the files and one record set over metadata.jsonl. */
export function croissantJson(facts: CardFacts, metadataSha256: string): string {
  const field = (name: string, dataType: string): object => ({
    '@type': 'cr:Field',
    '@id': `samples/${name}`,
    name,
    dataType,
    source: { fileObject: { '@id': 'metadata' }, extract: { jsonPath: `$.${name}` } },
  });
  const value = {
    '@context': {
      '@language': 'en',
      '@vocab': 'https://schema.org/',
      sc: 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      dct: 'http://purl.org/dc/terms/',
      conformsTo: 'dct:conformsTo',
      data: { '@id': 'cr:data', '@type': '@json' },
      dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
      extract: 'cr:extract',
      field: 'cr:field',
      fileObject: 'cr:fileObject',
      fileProperty: 'cr:fileProperty',
      fileSet: 'cr:fileSet',
      includes: 'cr:includes',
      jsonPath: 'cr:jsonPath',
      recordSet: 'cr:recordSet',
      source: 'cr:source',
    },
    '@type': 'sc:Dataset',
    name: facts.name,
    description: `${facts.records.length} synthetic dermoscopic images made with Inlay.`,
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    license: inheritedLicences(facts),
    version: '1.0.0',
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'metadata',
        name: 'metadata.jsonl',
        contentUrl: 'metadata.jsonl',
        encodingFormat: 'application/jsonlines',
        sha256: metadataSha256,
      },
      { '@type': 'cr:FileSet', '@id': 'images', name: 'images', encodingFormat: 'image/png', includes: 'images/*.png' },
      { '@type': 'cr:FileSet', '@id': 'masks', name: 'masks', encodingFormat: 'image/png', includes: 'masks/*.png' },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'samples',
        name: 'samples',
        field: [
          field('file_name', 'sc:Text'),
          field('label', 'sc:Text'),
          field('seed', 'sc:Integer'),
          field('verdict', 'sc:Text'),
        ],
      },
    ],
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}
