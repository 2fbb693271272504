/** An export that is open for reading: files one at a time, long tables line by line. */
import { ERR_AMBIGUOUS_ARCHIVE, ZipReader, type Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import * as z from 'zod/mini';
import { InlayError } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { recipeSchema, sha256Schema } from '../contracts/recipe';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import { EXPORT_FORMAT, parseBagInfo } from '../core/export/bag';
import type { BlockSource } from './blockSource';
import { parseJson } from './boundedJson';
import { folded, nameFault, shownText } from '../core/export/safeNames';
import { faultOfError, packingFault } from './safeZip';
import { checkHeader, type Listed } from './zipHeaders';
import { readFile } from './zipPlaces';

export const PROVENANCE = 'provenance.jsonl';
export const RECIPES = 'recipe.json';

export interface OpenedExport {
  paths(): string[];
  /** Bytes of a file; 0 where it is not there. */
  size(path: string): number;
  /** Throws InlayError of export-* where the file is missing or damaged, as all that read. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  text(path: string): Promise<string>;
  chunks(path: string): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Without `\n`, the empty ones too. @param read chunks of the file; as they lie in the zip where it is left out */
  everyLine(path: string, read?: AsyncIterable<Uint8Array>): AsyncIterable<string>;
  /** Without the empty ones. */
  lines(path: string): AsyncIterable<string>;
  /** Of provenance.jsonl, in its order. */
  records(): AsyncIterable<SampleRecord>;
  close(): Promise<void>;
}

/**
 * Throws InlayError of zip-* or export-* where it is no zip, or one that programs read differently; where names are not safe; where it
 * is no export of Inlay, or one of a later version. @param zip closed with it
 */
export async function openExport(zip: BlockSource): Promise<OpenedExport> {
  const files = new Map<string, Listed>();
  const opened = payloadOf(zip, files);
  try {
    await readList(zip, files);
    await checkKind(opened);
  } catch (error) {
    await zip.close();
    if (error instanceof Error && error.message === ERR_AMBIGUOUS_ARCHIVE) throw new InlayError('export-zip-ambiguous');
    throw error instanceof InlayError ? error : InlayError.of(faultOfError(error));
  }
  return opened;
}

async function readList(zip: BlockSource, files: Map<string, Listed>): Promise<void> {
  const reader = new ZipReader(zip, { strictness: 'strict', filenameValidation: 'tolerant' });
  const alike = new Map<string, string>();
  const starts: number[] = [];
  let unpacked = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    const { filename: name } = entry;
    const path = entry.directory ? name.replace(/\/$/, '') : name;
    if (files.has(name)) throw new InlayError('export-path-twice', { path: name });
    const fault = nameFault(path);
    if (fault) throw InlayError.of(fault);
    if (entry.encrypted) throw new InlayError('export-encrypted', { path });
    if (entry.symlink || (entry.directory && entry.uncompressedSize > 0) || !sameName(entry))
      throw new InlayError('export-zip-twice', { path, fact: entry.symlink ? 'link' : 'name' });
    const other = alike.get(folded(path));
    if (other !== undefined && other !== path) throw new InlayError('export-name-alike', { path, other });
    if (starts.length >= LIMITS.zip.entries) throw new InlayError('zip-too-many-files', { most: LIMITS.zip.entries });
    unpacked += entry.uncompressedSize;
    const packing =
      packingFault(path, entry.uncompressedSize, entry.compressedSize) ?? packingFault(path, unpacked, zip.size);
    if (packing) throw InlayError.of(packing);
    alike.set(folded(path), path);
    starts.push(entry.offset);
    if (!entry.directory) files.set(name, listedOf(entry));
  }
  setNext(files, starts, reader.directoryOffset ?? zip.size);
}

/** A second name, in an extra field, is believed by some programs. */
function sameName({ filename, rawFilename }: Entry): boolean {
  return new TextDecoder().decode(rawFilename) === filename;
}

function listedOf(entry: Entry): Listed {
  const { filename: path, offset, compressedSize: packed, uncompressedSize: size, rawBitFlag: flags = 0 } = entry;
  return { path, offset, packed, size, crc: entry.crc32 ?? 0, method: entry.compressionMethod, flags, next: 0 };
}

/** Where each file ends: at the next one, or at the list. */
function setNext(files: Map<string, Listed>, starts: number[], listAt: number): void {
  starts.sort((a, b) => a - b);
  const next = new Map(starts.map((start, i) => [start, starts[i + 1] ?? listAt]));
  for (const [path, file] of files) files.set(path, { ...file, next: next.get(file.offset) ?? listAt });
}

async function checkKind(opened: OpenedExport): Promise<void> {
  const paths = opened.paths();
  if (!paths.includes('bagit.txt') || !paths.includes(`data/${PROVENANCE}`)) throw new InlayError('export-foreign');
  const info = parseBagInfo(await opened.text('bag-info.txt'));
  if (Number(info.get('Inlay-Export-Format') ?? EXPORT_FORMAT) > EXPORT_FORMAT)
    throw new InlayError('export-later-version', { software: shownText(info.get('Bag-Software-Agent') ?? '?') });
}

function payloadOf(zip: BlockSource, files: ReadonlyMap<string, Listed>): OpenedExport {
  async function* chunks(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const listed = files.get(path);
    if (!listed) throw new InlayError('export-file-missing', { path });
    try {
      await checkHeader(zip, listed);
      yield* readFile(zip, listed);
    } catch (error) {
      throw error instanceof InlayError ? error : new InlayError('export-file-damaged', { path }, String(error));
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

  async function* everyLine(path: string, read: AsyncIterable<Uint8Array> = chunks(path)): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let rest = '';
    for await (const chunk of read) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > LIMITS.export.lineCharacters) throw new InlayError('export-line-too-long', { path });
      yield* parts;
    }
    if (rest !== '') yield rest;
  }

  async function* lines(path: string): AsyncGenerator<string> {
    for await (const line of everyLine(path)) if (line !== '') yield line;
  }

  return {
    paths: () => [...files.keys()],
    size: (path) => files.get(path)?.size ?? 0,
    bytes,
    text: async (path) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytes(path)),
    chunks,
    everyLine,
    lines,
    async *records() {
      for await (const line of lines(`data/${PROVENANCE}`)) yield readLine(PROVENANCE, line, sampleRecordSchema);
    },
    close: () => zip.close(),
  };
}

export const recipeLineSchema = z.object({ sha256: sha256Schema, recipe: recipeSchema });

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
    for await (const entry of new ZipReader(zip, { strictness: 'tolerant' }).getEntriesGenerator())
      if (entry.filename === 'bagit.txt') return true;
    return false;
  } catch {
    return false;
  } finally {
    await zip.close();
  }
}
