/** The tables of an export: ISIC 2019's ground truth, Hugging Face's metadata, COCO's instances, provenance, decisions. */
import { LESION_CODES } from '../../contracts/classes';
import type { Recipe, Rle } from '../../contracts/recipe';
import { GATES, type SampleRecord } from '../../contracts/sample';
import { toCsv } from './csv';

export const GROUND_TRUTH_COLUMNS = ['image', ...LESION_CODES, 'UNK'] as const;

export const imagePath = (id: string): string => `images/${id}.png`;
export const maskPath = (id: string): string => `masks/${id}_segmentation.png`;

/** ISIC 2019 one-hot. Painted-away skin (SKIN) shows none of the eight diagnoses: it goes under UNK. */
export function groundTruthCsv(records: readonly SampleRecord[]): string {
  const rows = records.map((record) => [
    record.id,
    ...LESION_CODES.map((code) => (record.class === code ? '1.0' : '0.0')),
    record.class === 'SKIN' ? '1.0' : '0.0',
  ]);
  return toCsv(GROUND_TRUTH_COLUMNS, rows);
}

/** Hugging Face imagefolder: `file_name` first; one line a sample. */
export function metadataJsonl(records: readonly SampleRecord[]): string {
  return lines(
    records.map((record) => ({
      file_name: imagePath(record.id),
      mask_file_name: maskPath(record.id),
      label: record.class,
      seed: record.seed,
      typical_p: record.scores.typical?.p ?? null,
      label_p: record.scores.label?.p ?? null,
      verdict: record.verdict.outcome,
      decision: record.decision?.outcome ?? null,
      background_id: record.background.id,
      background_licence: record.background.licence,
      synthetic: true,
    })),
  );
}

/** One whole record a line. */
export function provenanceJsonl(records: readonly SampleRecord[]): string {
  return lines(records);
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Every decision, the rejections too, with what the gates found: a selection by rule can be done again from it. */
export function decisionsCsv(records: readonly SampleRecord[]): string {
  const columns = GATES.flatMap((gate) => [`${gate}_score`, `${gate}_p`]);
  const decided = records.flatMap(({ id, class: code, decision, verdict, scores }) => {
    const numbers = GATES.flatMap((gate) => [scores[gate]?.score, scores[gate]?.p ?? undefined]);
    return decision
      ? [[id, code, decision.outcome, decision.reason, decision.when, verdict.outcome, ...numbers.map((v) => v ?? '')]]
      : [];
  });
  return toCsv(['image', 'class', 'decision', 'reason', 'when', 'verdict', ...columns], decided);
}

/** The recipes of the exported samples, by hash, so that any sample can be made again. */
export function recipesJson(recipes: ReadonlyMap<string, Recipe>): string {
  const sorted = [...recipes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([sha256, recipe]) => ({ sha256, recipe }));
  return `${JSON.stringify({ schema: 1, recipes: sorted }, null, 1)}\n`;
}

/** COCO instances with uncompressed RLE; one annotation an image, categories numbered from 1 in ISIC's order, then SKIN. */
export function cocoJson(records: readonly SampleRecord[]): string {
  const names = [...LESION_CODES, 'SKIN'] as const;
  const value = {
    info: { description: 'Synthetic samples made with Inlay', version: '1.0' },
    licenses: [...new Set(records.map((r) => r.background.licence))].map((name, i) => ({ id: i + 1, name, url: '' })),
    categories: names.map((name, i) => ({ id: i + 1, name, supercategory: 'skin' })),
    images: records.map((record, i) => ({
      id: i + 1,
      file_name: imagePath(record.id),
      height: record.mask.size[0],
      width: record.mask.size[1],
    })),
    annotations: records.map((record, i) => ({
      id: i + 1,
      image_id: i + 1,
      category_id: names.indexOf(record.class) + 1,
      segmentation: record.mask,
      area: area(record.mask),
      bbox: boundingBox(record.mask),
      iscrowd: 1,
    })),
  };
  return `${JSON.stringify(value)}\n`;
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
