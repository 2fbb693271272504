/** Writes the export as a stream: one sample in memory at a time, rows of the tables on the disk. docs/formats/export.md gives the layout. */
import { makeZip } from 'client-zip';
import { sha256 } from '@noble/hashes/sha2.js';
import type { ExportRequest } from '../contracts/archive';
import type { Evaluation } from '../contracts/evaluation';
import type { ClassListRef, SampleRecord } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import { splitGroups } from '../core/export/backgroundSplit';
import {
  BAGIT_TXT,
  bagInfoTxt,
  hashLines,
  MANIFEST,
  manifestTxt,
  SIGNATURE,
  TAG_MANIFEST,
  type PayloadFile,
} from '../core/export/bag';
import { datasetCard } from '../core/export/card';
import { CLASSES_JSON, classesJson, refOf, withCodes } from '../core/export/classList';
import { croissantJson } from '../core/export/croissant';
import { gatherFacts, type ExportFacts } from '../core/export/facts';
import { provJson } from '../core/export/prov';
import type { ExportRow } from '../core/export/rows';
import { signatureJson } from '../core/export/signature';
import type { SkinSource } from '../core/export/sources';
import {
  cocoJson,
  decisionsCsv,
  groundTruthCsv,
  imagePath,
  maskPath,
  metadataJsonl,
  provenanceJsonl,
  recipesJson,
} from '../core/export/tables';
import { decodeRle } from '../core/mask/rle';
import { sha256Hex, toHex } from '../core/provenance/digest';
import { embedRecord } from '../core/provenance/embed';
import { encodeMaskPng } from '../core/provenance/png';
import { ahead } from './ahead';
import type { Signer } from './signing';
import type { Sink, Spool } from './sink';
import { openTable, type SpooledFile } from './spooledTable';

/** Of every file, so that the same set gives the same bytes; nothing is packed, for no two packers pack alike, and images are packed already. */
export const LAST_MODIFIED = new Date(1980, 0, 1);

/** Images that are read while the one before them is written. */
export const READ_AHEAD = 8;

export interface ExportSource<Sample extends SavedSample = SavedSample> {
  /** Every sample, decided or not, in the order of ids; asked for twice. */
  samples(): AsyncIterable<Sample>;
  /** What it throws ends the export. */
  readPng(sample: Sample): Promise<Uint8Array<ArrayBuffer>>;
  /** What the sample's background comes from: all that come from one thing stay on one side of a split. */
  groupOf(record: SampleRecord): string;
  /** Whose skin it stands in. */
  skinOf(record: SampleRecord): SkinSource;
  openSpool(name: string): Promise<Spool>;
  /** The last one, for the card. */
  evaluation(): Promise<Evaluation | null>;
  /** Left out where the export is not to be signed. */
  readonly signer?: Signer | undefined;
}

export class CancelledError extends Error {}
/** Nothing fits what was asked for. */
export class EmptyExportError extends Error {}

/**
 * Writes what was asked for. Throws EmptyExportError before anything is written, and CancelledError when `isCancelled` says so
 * between two samples.
 */
export async function writeExport<Sample extends SavedSample>(
  sink: Sink,
  source: ExportSource<Sample>,
  request: ExportRequest,
  onSample: (done: number, total: number) => void,
  isCancelled: () => boolean,
): Promise<ExportFacts> {
  const isExported = ({ decision }: SampleRecord): boolean =>
    request.scope === 'all' || decision?.outcome === 'accepted';
  const { facts, ref, rowOf } = await readSourceFacts(source, request, isExported);
  if (facts.samples === 0) throw new EmptyExportError();
  const payload: PayloadFile[] = [];
  const encoder = new TextEncoder();

  async function file(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<ZipEntry> {
    return put({ path, bytes, sha256: await sha256Hex(bytes) });
  }

  function put({ path, bytes, sha256: hash }: HashedFile): ZipEntry {
    payload.push({ path, bytes: bytes.byteLength, sha256: hash });
    return tagFile(`data/${path}`, bytes);
  }

  /** Image and mask as they are written, and the record with the image's hash. Null where the sample is not exported. */
  async function make(sample: Sample): Promise<{ record: SampleRecord; files: readonly HashedFile[] } | null> {
    if (!isExported(sample.record)) return null;
    const record: SampleRecord = ref ? { ...sample.record, classes: ref } : sample.record;
    const image = embedRecord(await source.readPng(sample), record);
    const { width, height, data } = decodeRle(record.mask);
    const mask = encodeMaskPng(width, height, data);
    const [imageSha256, maskSha256] = await Promise.all([sha256Hex(image), sha256Hex(mask)]);
    return {
      record: { ...record, sha256: imageSha256 },
      files: [
        { path: imagePath(record.id), bytes: image, sha256: imageSha256 },
        { path: maskPath(record.id), bytes: mask, sha256: maskSha256 },
      ],
    };
  }

  /** Hashed while it passes by: `digests` has it when the next file is asked for. */
  function table({ file: { path }, spools }: SpooledFile, digests: Map<string, string>): ZipEntry {
    async function* rows(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      const hash = sha256.create();
      let bytes = 0;
      for (const spool of spools)
        for await (const chunk of chunksOf(await spool.read())) {
          hash.update(chunk);
          bytes += chunk.byteLength;
          yield chunk;
        }
      digests.set(path, toHex(hash.digest()));
      payload.push({ path, bytes, sha256: digests.get(path) ?? '' });
    }
    return { name: `data/${path}`, lastModified: LAST_MODIFIED, input: rows() };
  }

  async function* files(): AsyncGenerator<ZipEntry> {
    yield tagFile('bagit.txt', encoder.encode(BAGIT_TXT));
    const tables = await openTables(source, facts);
    let done = 0;
    for await (const { item: sample, value } of ahead(source.samples(), READ_AHEAD, make)) {
      if (isCancelled()) throw new CancelledError();
      const made = await value;
      for (const written of made?.files ?? []) yield put(written);
      const row = rowOf({ ...sample, record: made?.record ?? sample.record });
      for (const spooled of tables) if (made || spooled.file.scope === 'decided') await spooled.write(row, done);
      if (made) onSample((done += 1), facts.samples);
    }
    const digests = new Map<string, string>();
    for (const spooled of tables) {
      await spooled.end();
      yield table(spooled, digests);
    }
    if (ref) yield await file(CLASSES_JSON, encoder.encode(classesJson(facts.list)));
    const croissant = croissantJson(facts, digests.get(metadataJsonl.path) ?? '');
    yield await file('croissant.json', encoder.encode(croissant));
    yield await file('README.md', encoder.encode(datasetCard(facts, await source.evaluation())));
    for (const [path, text] of await tagTexts(facts, payload, source.signer)) yield tagFile(path, encoder.encode(text));
  }

  for await (const chunk of chunksOf(makeZip(files()))) await sink.write(new Uint8Array(chunk));
  return facts;
}

/** The bag's own files, and the signature that covers them and so the payload. */
async function tagTexts(
  facts: ExportFacts,
  payload: readonly PayloadFile[],
  signer: Signer | undefined,
): Promise<(readonly [path: string, text: string])[]> {
  const encoder = new TextEncoder();
  const tags = [
    ['bag-info.txt', bagInfoTxt(facts, payload)],
    [MANIFEST, manifestTxt(payload)],
  ] as const;
  const hashed = [['bagit.txt', BAGIT_TXT] as const, ...tags].map(
    async ([path, text]) => [path, await sha256Hex(encoder.encode(text))] as const,
  );
  const covered = hashLines(await Promise.all(hashed));
  const signature = await signer?.sign(encoder.encode(covered));
  return [...tags, [TAG_MANIFEST, covered], ...(signature ? [[SIGNATURE, signatureJson(signature)] as const] : [])];
}

interface HashedFile {
  /** Under `data/`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/** As client-zip takes it. */
export interface ZipEntry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: Uint8Array | AsyncIterable<Uint8Array>;
}

export function tagFile(name: string, input: Uint8Array): ZipEntry {
  return { name, lastModified: LAST_MODIFIED, input };
}

/** A stream, for those browsers too in which it is not iterable. What comes after an error is cancelled. */
export async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const parts = stream.getReader();
  try {
    for (let part = await parts.read(); !part.done; part = await parts.read()) yield part.value;
  } finally {
    await parts.cancel();
  }
}

/** Goes through all samples once: what is true of the set, and which side of a split each background lies on. */
export async function readSourceFacts(
  source: Pick<ExportSource, 'samples' | 'groupOf' | 'skinOf'>,
  { classes, sourceNames, ...about }: ExportRequest,
  isExported: (record: SampleRecord) => boolean,
): Promise<{
  readonly facts: ExportFacts;
  readonly ref: ClassListRef | null;
  rowOf: (sample: SavedSample) => ExportRow;
}> {
  const gathered = gatherFacts(about, sourceNames);
  for await (const { record } of source.samples()) {
    gathered.decided(record);
    if (isExported(record)) gathered.exported(record, source.groupOf(record), source.skinOf(record));
  }
  const splits = await splitGroups(gathered.groups());
  const list = withCodes(classes, gathered.codes());
  const ref = await refOf(list);
  return {
    ref,
    facts: gathered.facts(splits, list, ref !== null),
    rowOf: (sample) => ({
      ...sample,
      split: splits.get(source.groupOf(sample.record)) ?? 'train',
      source: gathered.nameOf(source.skinOf(sample.record)),
    }),
  };
}

function openTables(source: Pick<ExportSource, 'openSpool'>, facts: ExportFacts): Promise<SpooledFile[]> {
  const files = [
    groundTruthCsv(facts.list),
    metadataJsonl,
    cocoJson(facts.list, facts.imageLicences),
    provenanceJsonl,
    decisionsCsv,
    recipesJson(),
    provJson(facts.appVersion),
  ];
  return Promise.all(files.map((file) => openTable(source, file)));
}
