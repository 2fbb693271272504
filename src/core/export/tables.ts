/** The tables of an export: ISIC 2019's ground truth, Hugging Face's metadata, COCO's instances, provenance, decisions. */
import { codesOf, SKIN, type ClassList } from '../../contracts/classes';
import type { Rle } from '../../contracts/recipe';
import { decisionBy, deciderOf, READERS, type Decision, type SampleRecord } from '../../contracts/sample';
import { csvLine, type Cell } from '../dataset/csv';
import { GATE_FACTS } from '../gates/facts';
import { packRuns } from '../mask/cocoRuns';
import { writtenCodes } from './classList';
import type { ExportRow, RowFile, Section } from './rows';

export function groundTruthColumns(list: ClassList): string[] {
  return ['image', ...codesOf(list), 'UNK'];
}

export const imagePath = (id: string): string => `images/${id}.png`;
export const maskPath = (id: string): string => `masks/${id}_segmentation.png`;

/** One-hot as ISIC 2019 has it. Painted-away skin (SKIN) shows none of the diagnoses: it goes under UNK. */
export function groundTruthCsv(list: ClassList): RowFile {
  const codes = codesOf(list);
  return csvFile('GroundTruth.csv', 'exported', groundTruthColumns(list), ({ record }) => [
    [record.id, ...codes.map((code) => (record.class === code ? '1.0' : '0.0')), record.class === SKIN ? '1.0' : '0.0'],
  ]);
}

/** The class that a row of the ground truth gives; several where several columns are 1. */
export function classInRow(row: Readonly<Record<string, string>>, columns: readonly string[]): string {
  const hot = columns.filter((column) => Number(row[column]) === 1);
  return hot.map((column) => (column === 'UNK' ? SKIN : column)).join();
}

/** What metadata.jsonl says of each sample, in its order: Hugging Face's imagefolder wants `file_name` first. */
export function metadataOf({ record, split, source }: ExportRow) {
  const { id, scores, background, sampler, environment } = record;
  return {
    file_name: imagePath(id),
    mask_file_name: maskPath(id),
    label: record.class,
    split,
    decision: record.decision?.outcome ?? null,
    decided_by: record.decision ? deciderOf(record.decision) : null,
    /** One text, since readers of tables make something else of a list that is empty. */
    tags: (record.tags ?? []).join('; '),
    verdict: record.verdict.outcome,
    ...pValuesOf(scores),
    scene_fit: record.sceneFit ?? null,
    seed: record.seed,
    steps: sampler.steps,
    guidance: sampler.guidance,
    background_id: background.id,
    background_licence: background.licence,
    source_id: source,
    model: `${environment.bundle.id} ${environment.bundle.version}`,
    model_licence: environment.bundle.licence,
    synthetic: true,
  };
}

/** Column of a gate's p-value. */
export const pColumn = (gate: string): `${string}_p` => `${gate}_p`;

function pValuesOf(scores: SampleRecord['scores']): Record<`${string}_p`, number | null> {
  return Object.fromEntries(GATE_FACTS.map(({ id }) => [pColumn(id), scores[id]?.p ?? null]));
}

export const metadataJsonl: RowFile = jsonLines('metadata.jsonl', metadataOf);

/** One whole record a line. */
export const provenanceJsonl: RowFile = jsonLines('provenance.jsonl', ({ record }) => record);

/** As decisions.csv has them. */
export function decisionColumns(): string[] {
  return [
    ...['image', 'class', 'decision', 'reason', 'when', 'verdict'],
    ...GATE_FACTS.flatMap(({ id }) => [`${id}_score`, pColumn(id)]),
    ...['reader', 'note', 'decided_by'],
  ];
}

/** Every decision, the rejections too, with what the gates found: a selection by rule can be done again from it. */
export const decisionsCsv: RowFile = csvFile('decisions.csv', 'decided', decisionColumns(), ({ record }) =>
  READERS.flatMap((reader) => {
    const decision = decisionBy(reader, record);
    return decision ? [decisionCells(reader, record, decision)] : [];
  }),
);

function decisionCells(reader: string, record: SampleRecord, decision: Decision): Cell[] {
  const { outcome, reason, note, when } = decision;
  const numbers = GATE_FACTS.flatMap(({ id }) => [record.scores[id]?.score ?? '', record.scores[id]?.p ?? '']);
  return [
    record.id,
    record.class,
    outcome,
    reason,
    when,
    record.verdict.outcome,
    ...numbers,
    reader,
    note ?? '',
    deciderOf(decision),
  ];
}

/** The recipes of the exported samples, so that any sample can be made again. */
export function recipesJson(): RowFile {
  const written = new Set<string>();
  return {
    path: 'recipe.json',
    scope: 'exported',
    sections: [
      {
        head: '{"schema":1,"recipes":[\n',
        separator: ',\n',
        foot: '\n]}\n',
        rowsOf({ record: { recipe: made }, recipe }) {
          if (written.has(made.sha256)) return [];
          written.add(made.sha256);
          return [JSON.stringify({ sha256: made.sha256, recipe })];
        },
      },
    ],
  };
}

interface CocoForm {
  /** Of a sample's image; as the bag has it where it is left out. */
  readonly fileName?: (record: SampleRecord) => string;
  /** As exports of format 1 have it: crowds, whose runs are numbers. Trainers leave crowds out. */
  readonly isFirst?: boolean;
}

/**
 * COCO instances with compressed RLE; one annotation an image, categories numbered from 1 in the order of the list, then SKIN.
 * @param licences all that the images have, of the background and the model together
 */
export function cocoJson(
  list: ClassList,
  licences: readonly string[],
  { fileName = ({ id }) => imagePath(id), isFirst = false }: CocoForm = {},
): RowFile {
  const codes = writtenCodes(list);
  const start = {
    info: { description: 'Synthetic samples made with Inlay', version: '1.0' },
    licenses: licences.map((name, i) => ({ id: i + 1, name, url: '' })),
    categories: codes.map((name, i) => ({ id: i + 1, name, supercategory: 'skin' })),
  };
  const images: Section = {
    head: `${JSON.stringify(start).slice(0, -1)},"images":[\n`,
    separator: ',\n',
    foot: '\n],',
    rowsOf: ({ record }, place) => [
      JSON.stringify({
        id: place + 1,
        file_name: fileName(record),
        height: record.mask.size[0],
        width: record.mask.size[1],
        license: licences.indexOf(licenceOf(record)) + 1,
      }),
    ],
  };
  const annotations: Section = {
    head: '"annotations":[\n',
    separator: ',\n',
    foot: '\n]}\n',
    rowsOf: ({ record }, place) => [
      JSON.stringify({
        id: place + 1,
        image_id: place + 1,
        category_id: codes.indexOf(record.class) + 1,
        segmentation: isFirst ? record.mask : { size: record.mask.size, counts: packRuns(record.mask.counts) },
        area: area(record.mask),
        bbox: boundingBox(record.mask),
        iscrowd: isFirst ? 1 : 0,
      }),
    ],
  };
  return { path: 'coco.json', scope: 'exported', sections: [images, annotations] };
}

/** A sample inherits the licences of the skin that it stands in and of the model that painted it. */
export function licenceOf({ background, environment }: SampleRecord): string {
  return [...new Set([environment.bundle.licence, background.licence])].sort().join(' and ');
}

function csvFile(
  path: string,
  scope: RowFile['scope'],
  columns: readonly string[],
  cellsOf: (row: ExportRow) => readonly (readonly Cell[])[],
): RowFile {
  const rowsOf = (row: ExportRow): string[] => cellsOf(row).map(csvLine);
  return { path, scope, sections: [{ head: csvLine(columns), separator: '', foot: '', rowsOf }] };
}

function jsonLines(path: string, valueOf: (row: ExportRow) => unknown): RowFile {
  const rowsOf = (row: ExportRow): string[] => [`${JSON.stringify(valueOf(row))}\n`];
  return { path, scope: 'exported', sections: [{ head: '', separator: '', foot: '', rowsOf }] };
}

function area(rle: Rle): number {
  return rle.counts.reduce((sum, count, i) => (i % 2 === 1 ? sum + count : sum), 0);
}

/** [x, y, width, height] from the column-major runs. */
function boundingBox(rle: Rle): [number, number, number, number] {
  const [height] = rle.size;
  let at = 0;
  let [left, right, top, bottom] = [Infinity, -1, Infinity, -1];
  rle.counts.forEach((count, i) => {
    if (i % 2 === 1 && count > 0) {
      const last = at + count - 1;
      left = Math.min(left, Math.floor(at / height));
      right = Math.max(right, Math.floor(last / height));
      const spansColumns = Math.floor(at / height) !== Math.floor(last / height);
      top = Math.min(top, spansColumns ? 0 : at % height);
      bottom = Math.max(bottom, spansColumns ? height - 1 : last % height);
    }
    at += count;
  });
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}
