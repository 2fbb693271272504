/** An export that is open for reading: files one at a time, long tables line by line. */
import { ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import * as z from 'zod/mini';
import { InlayError } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { recipeSchema, sha256Schema, type Recipe } from '../contracts/recipe';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { EXPORT_FORMAT, parseBagInfo } from '../core/export/bag';
import type { BlockSource } from './blockSource';
import { parseJson } from './boundedJson';
import { faultOfError, packingFault } from './safeZip';
import { linesOf } from './textLines';
import { placeOf, readFile, type PlaceInZip } from './zipPlaces';

/** Beside the payload. */
export const TAG_FILES = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'] as const;
export const PROVENANCE = 'provenance.jsonl';
const RECIPES = 'recipe.json';

export interface OpenedExport {
  paths(): string[];
  /** Throws InlayError of export-* where the file is missing or damaged, as all that read. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  text(path: string): Promise<string>;
  chunks(path: string): AsyncIterable<Uint8Array>;
  /** Without the empty ones. */
  lines(path: string): AsyncIterable<string>;
  /** Of provenance.jsonl, in its order. */
  records(): AsyncIterable<SampleRecord>;
  recipes(): AsyncIterable<{ readonly sha256: string; readonly recipe: Recipe }>;
  close(): Promise<void>;
}

/** Throws InlayError of zip-* or export-* where it is no zip, names a file twice, is no export of Inlay, or one of a later version. @param zip closed with it */
export async function openExport(zip: BlockSource): Promise<OpenedExport> {
  const files = new Map<string, PlaceInZip>();
  const opened = payloadOf(zip, files);
  let unpacked = 0;
  try {
    for await (const { directory, filename, ...entry } of new ZipReader(zip).getEntriesGenerator()) {
      if (files.has(filename)) throw new InlayError('export-path-twice', { path: filename });
      if (entry.encrypted) throw new InlayError('export-encrypted', { path: filename });
      if (files.size >= LIMITS.zip.entries) throw new InlayError('zip-too-many-files', { most: LIMITS.zip.entries });
      unpacked += entry.uncompressedSize;
      const fault =
        packingFault(filename, entry.uncompressedSize, entry.compressedSize) ??
        packingFault(filename, unpacked, zip.size);
      if (fault) throw InlayError.of(fault);
      if (!directory) files.set(filename, placeOf(entry));
    }
    await checkKind(opened);
  } catch (error) {
    await zip.close();
    throw error instanceof InlayError ? error : InlayError.of(faultOfError(error));
  }
  return opened;
}

async function checkKind(opened: OpenedExport): Promise<void> {
  const paths = opened.paths();
  if (!paths.includes('bagit.txt') || !paths.includes(`data/${PROVENANCE}`)) throw new InlayError('export-foreign');
  const info = parseBagInfo(await opened.text('bag-info.txt'));
  if (Number(info.get('Inlay-Export-Format') ?? EXPORT_FORMAT) > EXPORT_FORMAT)
    throw new InlayError('export-later-version', { software: info.get('Bag-Software-Agent') ?? '?' });
}

function payloadOf(zip: BlockSource, files: ReadonlyMap<string, PlaceInZip>): OpenedExport {
  async function* chunks(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const place = files.get(path);
    if (!place) throw new InlayError('export-file-missing', { path });
    try {
      yield* readFile(zip, place);
    } catch (error) {
      throw new InlayError('export-file-damaged', { path }, String(error));
    }
  }

  async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const size = files.get(path)?.size ?? 0;
    if (size > LIMITS.export.fileBytes) throw new InlayError('export-file-too-large', { path });
    const whole = new Uint8Array(size);
    let at = 0;
    for await (const chunk of chunks(path)) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  const lines = (path: string): AsyncGenerator<string> =>
    linesOf(chunks(path), LIMITS.export.lineCharacters, () => new InlayError('export-line-too-long', { path }));

  return {
    paths: () => [...files.keys()],
    bytes,
    text: async (path) => new TextDecoder().decode(await bytes(path)),
    chunks,
    lines,
    async *records() {
      for await (const line of lines(`data/${PROVENANCE}`)) yield readLine(PROVENANCE, line, sampleRecordSchema);
    },
    async *recipes() {
      for await (const line of lines(`data/${RECIPES}`))
        if (line.startsWith('{"sha256"')) yield readLine(RECIPES, line.replace(/,$/, ''), recipeLineSchema);
    },
    close: () => zip.close(),
  };
}

const recipeLineSchema = z.object({ sha256: sha256Schema, recipe: recipeSchema });

/** Throws InlayError of export-line-unreadable. */
export function readLine<T>(path: string, line: string, schema: z.ZodMiniType<T>): T {
  try {
    return schema.parse(parseJson(line, path));
  } catch (error) {
    if (error instanceof InlayError) throw error;
    throw new InlayError('export-line-unreadable', { path }, String(error));
  }
}

/** Whether a file is a zip that has the mark of a bag in it; false for anything else. */
export async function isBag(zip: BlockSource): Promise<boolean> {
  try {
    for await (const entry of new ZipReader(zip).getEntriesGenerator()) if (entry.filename === 'bagit.txt') return true;
    return false;
  } catch {
    return false;
  } finally {
    await zip.close();
  }
}
