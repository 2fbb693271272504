/** Reads an export back from the disk and compares everything in it, before it is handed out; and whenever somebody wants to know. */
import { sha256 } from '@noble/hashes/sha2.js';
import * as z from 'zod/mini';
import {
  classCodeSchema,
  classListSchema,
  codesOf,
  ISIC_2019,
  SKIN,
  type ClassCode,
  type ClassList,
} from '../contracts/classes';
import { InlayError } from '../contracts/failure';
import type { Recipe } from '../contracts/recipe';
import type { ClassListRef, SampleRecord } from '../contracts/sample';
import { parseManifest } from '../core/export/bag';
import { fromCsv } from '../core/dataset/csv';
import { CLASSES_JSON, listDigest, writtenCodes } from '../core/export/classList';
import { groundTruthColumns, imagePath, maskPath } from '../core/export/tables';
import { encodeRle } from '../core/mask/rle';
import { canonicalJson, pixelDigest, recipeDigest, sampleId, sha256Hex, toHex } from '../core/provenance/digest';
import { readRecord, withoutFileHash } from '../core/provenance/embed';
import { decodeForeignPng } from '../core/provenance/pngPixels';
import type { BlockSource } from './blockSource';
import { parseJson } from './boundedJson';
import { openExport, PROVENANCE, readLine, TAG_FILES, type OpenedExport } from './openExport';

const MANIFEST = 'manifest-sha256.txt';

/**
 * Checks every hash of the manifest, every row, and every record against its image and its mask; one file in memory at a time.
 * @returns the number of files checked; throws InlayError with the first fault
 */
export async function checkExport(zip: BlockSource, onFile: (done: number, total: number) => void): Promise<number> {
  const opened = await openExport(zip);
  try {
    for (const path of TAG_FILES) await opened.bytes(path);
    const manifest = parsed(MANIFEST, parseManifest, await opened.text(MANIFEST));
    const extra = opened
      .paths()
      .find((path) => !manifest.has(path) && !(TAG_FILES as readonly string[]).includes(path));
    if (extra !== undefined) throw new InlayError('export-file-unlisted', { path: extra });
    const classes = new Map<string, ClassCode>();
    const listed = await readList(opened);
    const recipes = await readRecipes(opened);
    const total = manifest.size;
    const done = (path: string): void => {
      manifest.delete(path);
      onFile(total - manifest.size, total);
    };
    for await (const record of opened.records()) {
      classes.set(record.id, record.class);
      checkList(record, listed);
      await checkOrigin(record, recipes.get(record.recipe.sha256));
      for (const [part, check] of [
        [imagePath(record.id), checkImage],
        [maskPath(record.id), checkMask],
      ] as const) {
        const path = `data/${part}`;
        const hash = manifest.get(path);
        if (hash === undefined) throw new InlayError('export-record-unlisted', { path });
        const bytes = await opened.bytes(path);
        if ((await sha256Hex(bytes)) !== hash) throw new InlayError('export-file-hash', { path });
        await check(path, bytes, record, hash);
        done(path);
      }
    }
    for (const [path, hash] of manifest) {
      if ((await hashOf(opened, path)) !== hash) throw new InlayError('export-file-hash', { path });
      done(path);
    }
    await checkTables(opened, listed.list, classes);
    return total;
  } finally {
    await opened.close();
  }
}

/** What a file holds; one that does not hold it is damaged. */
function parsed<From, To>(path: string, parse: (from: From) => To, from: From): To {
  try {
    return parse(from);
  } catch (error) {
    if (error instanceof InlayError) throw error;
    throw new InlayError('export-file-damaged', { path }, String(error));
  }
}

/** The list of classes that the export goes by, and how its records name it: not at all where it is ISIC 2019's. */
interface Listed {
  readonly list: ClassList;
  readonly ref: ClassListRef | null;
}

async function readList(opened: OpenedExport): Promise<Listed> {
  const path = `data/${CLASSES_JSON}`;
  if (!opened.paths().includes(path)) return { list: ISIC_2019, ref: null };
  const parse = (text: string): ClassList => classListSchema.parse(parseJson(text, path));
  const list = parsed(path, parse, await opened.text(path));
  return { list, ref: { id: list.id, sha256: await listDigest(list) } };
}

function checkList({ id, class: code, classes }: SampleRecord, { list, ref }: Listed): void {
  if (classes && !ref) throw new InlayError('export-list-missing', { path: CLASSES_JSON, id });
  if (classes?.id !== ref?.id || classes?.sha256 !== ref?.sha256)
    throw new InlayError('export-list-other', { path: CLASSES_JSON, id });
  if (code !== SKIN && !codesOf(list).includes(code))
    throw new InlayError('export-class-unlisted', { id, class: code, list: list.id });
}

type Origin = Pick<Recipe, 'class' | 'background' | 'mask' | 'sampler' | 'seed' | 'nearby'> & {
  readonly bundle: string;
};

/** Hash of a recipe -> hash of what its samples have to say of it. A recipe that has another hash than it says is a fault. */
async function readRecipes(opened: OpenedExport): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { sha256: said, recipe } of opened.recipes()) {
    if ((await recipeDigest(recipe)) !== said) throw new InlayError('export-recipe-changed', { sha256: said });
    found.set(said, await digestOf({ ...recipe, bundle: recipe.bundle.sha256 }));
  }
  return found;
}

async function checkOrigin(record: SampleRecord, recipe: string | undefined): Promise<void> {
  const { id, seed, environment } = record;
  const { sha256: made, index } = record.recipe;
  if (recipe === undefined) throw new InlayError('export-recipe-missing', { id });
  const origin: Origin = { ...record, seed: (seed - index) >>> 0, bundle: environment.bundle.sha256 };
  if ((await sampleId(made, index)) !== id || (await digestOf(origin)) !== recipe)
    throw new InlayError('export-record-recipe', { id });
}

function digestOf({ class: code, background, mask, sampler, seed, nearby, bundle }: Origin): Promise<string> {
  const said = canonicalJson({ code, background, mask, sampler, seed, nearby: nearby ?? null, bundle });
  return sha256Hex(new TextEncoder().encode(said));
}

async function hashOf(opened: OpenedExport, path: string): Promise<string> {
  const hash = sha256.create();
  for await (const chunk of opened.chunks(path)) hash.update(chunk);
  return toHex(hash.digest());
}

async function checkImage(path: string, bytes: Uint8Array, record: SampleRecord, hash: string): Promise<void> {
  if (record.sha256 !== hash) throw new InlayError('export-record-hash', { path });
  const inside = parsed(path, readRecord, bytes);
  if (canonicalJson(inside) !== canonicalJson(withoutFileHash(record)))
    throw new InlayError('export-record-inside', { path, records: PROVENANCE });
  if ((await pixelDigest(parsed(path, (png: Uint8Array) => decodeForeignPng(png, path), bytes))) !== record.pixelSha256)
    throw new InlayError('export-pixels', { path });
}

function checkMask(path: string, bytes: Uint8Array, { mask }: SampleRecord): void {
  const { width, height, data } = parsed(path, (png: Uint8Array) => decodeForeignPng(png, path), bytes);
  const painted = new Uint8Array(width * height);
  for (let i = 0; i < painted.length; i += 1) painted[i] = (data[4 * i] ?? 0) > 127 ? 1 : 0;
  const { size, counts } = encodeRle({ width, height, data: painted });
  if (`${size.join()};${counts.join()}` !== `${mask.size.join()};${mask.counts.join()}`)
    throw new InlayError('export-mask', { path });
}

const metadataSchema = z.object({ file_name: z.string(), label: classCodeSchema });

type Labelled = readonly [id: string, label: string];

/** The rows are those of the samples, in the order of their ids, and each says the class that the record says. */
async function checkTables(
  opened: OpenedExport,
  list: ClassList,
  classes: ReadonlyMap<string, ClassCode>,
): Promise<void> {
  const columns = groundTruthColumns(list).slice(1);
  const expected = [...classes].sort(([a], [b]) => (a < b ? -1 : 1));
  const same = (path: string, found: readonly Labelled[]): void => {
    if (found.length !== expected.length || found.some(([id], i) => id !== expected[i]?.[0]))
      throw new InlayError('export-rows', { path, records: PROVENANCE });
    const other = found.find(([, label], i) => label !== expected[i]?.[1]);
    if (other) throw new InlayError('export-class', { path, id: other[0] });
  };
  const truth = parsed('GroundTruth.csv', fromCsv, await opened.text('data/GroundTruth.csv'));
  same(
    'GroundTruth.csv',
    truth.map((row) => [row['image'] ?? '', classInRow(row, columns)]),
  );
  const metadata: Labelled[] = [];
  for await (const line of opened.lines('data/metadata.jsonl')) {
    const { file_name: file, label } = readLine('metadata.jsonl', line, metadataSchema);
    metadata.push([idIn(file), label]);
  }
  same('metadata.jsonl', metadata);
  same('coco.json', await cocoRows(opened, writtenCodes(list)));
}

function classInRow(row: Readonly<Record<string, string>>, columns: readonly string[]): string {
  const hot = columns.filter((column) => Number(row[column]) === 1);
  return hot.map((column) => (column === 'UNK' ? SKIN : column)).join();
}

/** Found in the text as it passes by: with its masks the whole would not fit into memory. */
async function cocoRows(opened: OpenedExport, codes: readonly ClassCode[]): Promise<Labelled[]> {
  const ids: string[] = [];
  const categories: number[] = [];
  for await (const line of opened.lines('data/coco.json'))
    for (const [, file, category] of line.matchAll(/"(?:file_name":"([^"]*)"|category_id":(\d+))/g)) {
      if (file === undefined) categories.push(Number(category));
      else ids.push(idIn(file));
    }
  if (categories.length !== ids.length) throw new InlayError('export-annotations', { path: 'coco.json' });
  return ids.map((id, i) => [id, codes[(categories[i] ?? 0) - 1] ?? '']);
}

function idIn(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.png$/, '');
}
