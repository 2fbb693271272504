/** Writes the export as a stream into OPFS: one sample in memory at a time. DESIGN.md, section 4, gives the layout. */
import { TextReader, Uint8ArrayReader, ZipWriter, configure } from '@zip.js/zip.js';
import type { ExportRequest } from '../contracts/archive';
import type { Recipe } from '../contracts/recipe';
import type { SampleRecord } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { BAGIT_TXT, bagInfoTxt, manifestTxt, type PayloadFile } from '../core/dataset/bag';
import { croissantJson, datasetCard, type CardFacts } from '../core/dataset/card';
import {
  cocoJson,
  decisionsCsv,
  groundTruthCsv,
  imagePath,
  maskPath,
  metadataJsonl,
  provenanceJsonl,
  recipesJson,
} from '../core/dataset/tables';
import { decodeRle } from '../core/mask/rle';
import { sha256Hex } from '../core/provenance/digest';
import { embedRecord } from '../core/provenance/embed';
import { encodeMaskPng } from '../core/provenance/png';
import type { Sink } from './sink';

configure({ useWebWorkers: false });

/** Fixed, so that the same set gives the same bytes. */
const ENTRY_DATE = new Date(1980, 0, 1);
const STORED = { level: 0, lastModDate: ENTRY_DATE, extendedTimestamp: false } as const;
const PACKED = { level: 6, lastModDate: ENTRY_DATE, extendedTimestamp: false } as const;

export interface ExportSource {
  /** All samples, decided or not. */
  readonly samples: readonly SavedSample[];
  readonly readPng: (id: string) => Promise<Uint8Array<ArrayBuffer>>;
}

export class CancelledError extends Error {}

/** Writes the accepted samples. Throws CancelledError when `isCancelled` says so between two samples. */
export async function writeExport(
  sink: Sink,
  source: ExportSource,
  request: ExportRequest,
  onSample: (done: number, total: number) => void,
  isCancelled: () => boolean,
): Promise<readonly SampleRecord[]> {
  const accepted = source.samples
    .filter(({ record }) => record.decision?.outcome === 'accepted')
    .sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => sink.write(chunk) });
  const zip = new ZipWriter(stream, { zip64: false, dataDescriptor: false });
  const payload: PayloadFile[] = [];
  const encoder = new TextEncoder();

  async function add(path: string, bytes: Uint8Array<ArrayBuffer>, packed: boolean): Promise<string> {
    const sha256 = await sha256Hex(bytes);
    payload.push({ path, bytes: bytes.byteLength, sha256 });
    await zip.add(`data/${path}`, new Uint8ArrayReader(bytes), packed ? PACKED : STORED);
    return sha256;
  }

  await zip.add('bagit.txt', new TextReader(BAGIT_TXT), STORED);
  const records: SampleRecord[] = [];
  const recipes = new Map<string, Recipe>();
  for (const { record, recipe } of accepted) {
    if (isCancelled()) throw new CancelledError();
    const image = embedRecord(await source.readPng(record.id), record);
    const sha256 = await add(imagePath(record.id), image, false);
    const mask = decodeRle(record.mask);
    await add(maskPath(record.id), encodeMaskPng(mask.width, mask.height, mask.data), false);
    records.push({ ...record, sha256 });
    recipes.set(record.recipe.sha256, recipe);
    onSample(records.length, accepted.length);
  }
  const everyRecord = source.samples.map(({ record }) => record).sort((a, b) => (a.id < b.id ? -1 : 1));
  const decided = everyRecord.filter(({ decision }) => decision !== null);
  const rejected = decided.filter(({ decision }) => decision?.outcome === 'rejected').length;
  const facts: CardFacts = {
    name: request.name,
    records,
    decisions: { total: decided.length, rejected },
  };
  const text = (path: string, value: string): Promise<string> => add(path, encoder.encode(value), true);
  await text('GroundTruth.csv', groundTruthCsv(records));
  const metadataSha256 = await text('metadata.jsonl', metadataJsonl(records));
  await text('coco.json', cocoJson(records));
  await text('provenance.jsonl', provenanceJsonl(records));
  await text('decisions.csv', decisionsCsv(everyRecord));
  await text('recipe.json', recipesJson(recipes));
  await text('croissant.json', croissantJson(facts, metadataSha256));
  await text('README.md', datasetCard(facts));
  const newest = decided.reduce((latest, r) => (r.decision && r.decision.when > latest ? r.decision.when : latest), '');
  await zip.add('bag-info.txt', new TextReader(bagInfoTxt(request.name, payload, newest, request.appVersion)), PACKED);
  await zip.add('manifest-sha256.txt', new TextReader(manifestTxt(payload)), PACKED);
  await zip.close();
  return records;
}
