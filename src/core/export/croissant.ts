/** The Croissant 1.1 file (MLCommons): what lies where in an export, and the record set that a loader iterates over. */
import { ISIC_2019 } from '../../contracts/classes';
import { GATE_FACTS } from '../gates/facts';
import { CLASSES_JSON, writtenCodes } from './classList';
import type { ExportFacts } from './facts';
import { shownWords } from './sourceWords';
import { pColumn, type metadataOf } from './tables';

type Metadata = ReturnType<typeof metadataOf>;

const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  arrayShape: 'cr:arrayShape',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataBiases: 'cr:dataBiases',
  dataCollection: 'cr:dataCollection',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  excludes: 'cr:excludes',
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isArray: 'cr:isArray',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  personalSensitiveInformation: 'cr:personalSensitiveInformation',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
  value: 'cr:value',
} as const;

/** A line in what each column of metadata.jsonl says; the compiler knows if one is missing. */
const COLUMNS: Readonly<
  Record<Exclude<keyof Metadata, `${string}_p`>, readonly [dataType: string, description: string]>
> = {
  file_name: ['sc:Text', 'Name of the image in images/.'],
  mask_file_name: ['sc:Text', 'Path of the mask: 255 where the lesion was painted.'],
  label: ['sc:Text', ''],
  split: ['sc:Text', 'Part of the set; all samples on one background lie in one part.'],
  decision: ['sc:Text', 'What a person, or the rule that was set, decided.'],
  decided_by: ['sc:Text', 'Who decided: person, or rule, where no person has looked at it.'],
  tags: ['sc:Text', 'Words that a person gave to some samples; a semicolon stands between several.'],
  verdict: ['sc:Text', 'What the gates say together: credible, doubtful or unscored.'],
  ...Object.fromEntries(GATE_FACTS.map(({ id, exported }) => [pColumn(id), ['sc:Float', exported.p] as const])),
  scene_fit: ['sc:Float', 'Share of real scenes of the class that fit no better than this one, its lesion blanked.'],
  seed: ['sc:Integer', 'Seed of the noise.'],
  steps: ['sc:Integer', 'Steps of the sampler.'],
  guidance: ['sc:Float', 'Guidance of the sampler.'],
  background_id: ['sc:Text', 'The skin that the lesion was painted into.'],
  background_licence: ['sc:Text', 'Licence of the skin.'],
  source_id: [
    'sc:Text',
    'The image of a real person that the skin comes from; empty where a model made the skin whole.',
  ],
  model: ['sc:Text', 'The model that painted it.'],
  model_licence: ['sc:Text', 'Licence of the model.'],
  synthetic: ['sc:Boolean', 'Always true.'],
};

function labelWords({ list, hasOwnList }: ExportFacts): string {
  const codes = writtenCodes(hasOwnList ? list : ISIC_2019).join(', ');
  return hasOwnList
    ? `Code of the class, as ${CLASSES_JSON} lists them: ${codes}.`
    : `ISIC code of the class: ${codes}.`;
}

/** Joined by name: mlcroissant 1.1 does not find an image by its path. */
const IMAGE_NAMES = { fileSet: { '@id': 'images' }, extract: { fileProperty: 'filename' } } as const;

/** @param sha256 of metadata.jsonl */
export function croissantJson(facts: ExportFacts, sha256: string): string {
  const fields = Object.entries(COLUMNS).map(([name, [dataType, description]]) => ({
    '@type': 'cr:Field',
    '@id': `samples/${name}`,
    name,
    description: name === 'label' ? labelWords(facts) : description,
    dataType,
    source: {
      fileObject: { '@id': 'metadata' },
      extract: { column: name },
      ...(name === 'file_name' ? { transform: { regex: '(?:images/)?(.+)$' } } : {}),
    },
    ...(name === 'file_name' ? { references: IMAGE_NAMES } : {}),
  }));
  const image = {
    '@type': 'cr:Field',
    '@id': 'samples/image',
    name: 'image',
    description: 'The synthetic image.',
    dataType: 'sc:ImageObject',
    source: { fileSet: { '@id': 'images' }, extract: { fileProperty: 'content' } },
  };
  const value = {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    name: facts.name,
    description: `${facts.samples} synthetic dermoscopic images made with Inlay: lesions that a model painted into skin. ${shownWords(facts)[0] ?? ''}`,
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    license: facts.licences,
    citeAs: `${facts.name}: synthetic dermoscopic images, made with Inlay ${facts.appVersion}, ${facts.newest.slice(0, 10)}`,
    datePublished: facts.newest.slice(0, 10),
    version: '1.0.0',
    keywords: ['synthetic', 'dermoscopy', 'inpainting', 'long tail'],
    'rai:dataCollection': `Synthetic: made with ${facts.models.join(', ')}.`,
    'rai:dataLimitation': 'Whether training on these images helps a classifier is not shown by this set.',
    'rai:personalSensitiveInformation': shownWords(facts).join(' '),
    distribution: [
      {
        '@type': 'cr:FileObject',
        '@id': 'metadata',
        name: 'metadata.jsonl',
        contentUrl: 'metadata.jsonl',
        encodingFormat: 'application/jsonlines',
        sha256,
      },
      { '@type': 'cr:FileSet', '@id': 'images', name: 'images', encodingFormat: 'image/png', includes: 'images/*.png' },
      { '@type': 'cr:FileSet', '@id': 'masks', name: 'masks', encodingFormat: 'image/png', includes: 'masks/*.png' },
    ],
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'samples',
        name: 'samples',
        key: { '@id': 'samples/file_name' },
        field: [...fields, image],
      },
    ],
  };
  return `${JSON.stringify(value, null, 1)}\n`;
}
