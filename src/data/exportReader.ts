/** An export that is open for reading: files one at a time, long tables line by line. */
import { Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { z } from 'zod';
import { recipeSchema, sha256Schema, type Recipe } from '../contracts/recipe';
import { sampleRecordSchema, type SampleRecord } from '../contracts/sample';
import type { BlockReader } from './blockReader';
import { EXPORT_FORMAT, parseBagInfo } from '../core/dataset/bag';

/** Beside the payload. */
export const TAG_FILES = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'] as const;
export const PROVENANCE = 'provenance.jsonl';
const RECIPES = 'recipe.json';
/** Zip's own checksums are compared too: they cover the tag files, which no manifest names. */
const CHECKED = { checkSignature: true } as const;

export interface OpenedExport {
  paths(): string[];
  /** Throws RangeError where the file is missing or damaged, as all that read. */
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

/** Throws RangeError where it is no zip, names a file twice, is no export of Inlay, or one of a later version. @param zip closed with it */
export async function openExport(zip: BlockReader): Promise<OpenedExport> {
  const reader = new ZipReader(zip);
  const entries = new Map<string, FileEntry>();
  const close = async (): Promise<void> => {
    await reader.close();
    await zip.close();
  };
  const opened = readerOf(entries, close);
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entries.has(entry.filename)) throw new RangeError(`${entry.filename} is there twice.`);
      if (!entry.directory) entries.set(entry.filename, entry);
    }
    await checkKind(opened);
  } catch (error) {
    await close();
    if (error instanceof RangeError) throw error;
    throw new RangeError('It is no zip, or it is damaged.', { cause: error });
  }
  return opened;
}

async function checkKind(opened: OpenedExport): Promise<void> {
  const paths = opened.paths();
  if (!paths.includes('bagit.txt') || !paths.includes(`data/${PROVENANCE}`))
    throw new RangeError('It is a zip, but no export of Inlay: bagit.txt or data/provenance.jsonl is missing.');
  const info = parseBagInfo(await opened.text('bag-info.txt'));
  if (Number(info.get('Inlay-Export-Format') ?? EXPORT_FORMAT) > EXPORT_FORMAT)
    throw new RangeError(
      `It was written by a later version (${info.get('Bag-Software-Agent') ?? 'unknown'}) in a way that this one cannot read.`,
    );
}

function readerOf(entries: ReadonlyMap<string, FileEntry>, close: () => Promise<void>): OpenedExport {
  async function whole<T>(path: string, read: (entry: FileEntry) => Promise<T>): Promise<T> {
    const entry = entries.get(path);
    if (!entry) throw new RangeError(`${path} is missing.`);
    try {
      return await read(entry);
    } catch (error) {
      throw new RangeError(`${path} is damaged.`, { cause: error });
    }
  }
  const bytes = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await whole(path, (entry) => entry.getData(new Uint8ArrayWriter(), CHECKED)));

  async function* chunks(path: string): AsyncGenerator<Uint8Array> {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const reading = whole(path, (entry) => entry.getData(writable, CHECKED));
    const failing = reading.then(() => new Promise<never>(() => undefined)); // never ends where all goes well
    const from = readable.getReader();
    for (;;) {
      const { done, value } = await Promise.race([from.read(), failing]);
      if (done) break;
      yield value;
    }
    await reading;
  }

  async function* lines(path: string): AsyncGenerator<string> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of chunks(path)) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) if (line !== '') yield line;
    }
    if (rest !== '') yield rest;
  }

  return {
    paths: () => [...entries.keys()],
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
    close,
  };
}

const recipeLineSchema = z.object({ sha256: sha256Schema, recipe: recipeSchema });

function readLine<T>(name: string, line: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw new RangeError(`${name} has a line that this version cannot read.`, { cause: error });
  }
}

/** Whether a file is a zip that has the mark of a bag in it; false for anything else. */
export async function isBag(zip: BlockReader): Promise<boolean> {
  const reader = new ZipReader(zip);
  try {
    for await (const entry of reader.getEntriesGenerator()) if (entry.filename === 'bagit.txt') return true;
    return false;
  } catch {
    return false;
  } finally {
    await reader.close();
    await zip.close();
  }
}
