/** pack: the samples that `generate` made become one checked zip, as the studio exports it. */
import { skinSource } from '../src/core/export/sources';
import { existsSync, openAsBlob } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { classListSchema, ISIC_2019, type ClassList } from '../src/contracts/classes';
import { InlayError } from '../src/contracts/failure';
import { sampleRecordSchema } from '../src/contracts/sample';
import type { SavedSample } from '../src/contracts/storage';
import { CLASSES_JSON } from '../src/core/export/classList';
import { imagePath } from '../src/core/export/tables';
import { withoutFileHash } from '../src/core/provenance/embed';
import { recipeOf } from '../src/core/provenance/recipeOf';
import { checkExport } from '../src/data/exportCheck';
import { EmptyExportError, writeExport, type ExportSource } from '../src/data/exportZip';
import { buffered, type Sink, type Spool } from '../src/data/sink';
import packageJson from '../package.json' with { type: 'json' };
import { exitBecause, exitWith, type ExitKind } from './exit';
import { openZipFile, isFolder, readBytes, readJson } from './files';

export async function pack(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1 || values.out === undefined || !isFolder(folder))
    throw exitBecause('usage', 'pack-arguments');
  const out = values.out;
  const scratch = await mkdtemp(join(tmpdir(), 'inlay-rows-'));
  const partial = `${out}.partial`;
  try {
    const sink = await openSink(partial);
    const request = {
      name: basename(out).replace(/\.zip$/i, ''),
      appVersion: packageJson.version,
      scope: 'all',
      classes: await classesOf(folder),
    } as const;
    const facts = await writeExport(
      sink,
      sourceOf(folder, scratch),
      request,
      () => undefined,
      () => false,
    ).finally(() => sink.close());
    const { files } = await checkExport(await openZipFile(partial), () => undefined);
    await rename(partial, out);
    const { samples } = facts;
    console.log(
      values.json ? JSON.stringify({ out, samples, files }) : `${samples} samples in ${out}, ${files} files checked.`,
    );
    return 'ok';
  } catch (error) {
    if (error instanceof EmptyExportError) throw exitBecause('unreadable', 'no-sample', { path: folder });
    if (error instanceof InlayError) throw exitWith(error.failure);
    throw error;
  } finally {
    await rm(partial, { force: true });
    await rm(scratch, { recursive: true });
  }
}

/** What `generate` wrote of the classes that its bundle paints; ISIC 2019's where there is nothing of it. */
async function classesOf(folder: string): Promise<ClassList> {
  const path = join(folder, CLASSES_JSON);
  if (!existsSync(path)) return ISIC_2019;
  const list = classListSchema.safeParse(await readJson(path));
  if (!list.success) throw exitBecause('unreadable', 'not-a-class-list', { path });
  return list.data;
}

function sourceOf(folder: string, scratch: string): ExportSource {
  return {
    async *samples(): AsyncGenerator<SavedSample> {
      const names = await readdir(join(folder, 'records')).catch(() => []);
      for (const name of names.filter((file) => file.endsWith('.json')).sort()) yield readSample(folder, name);
    },
    readPng: ({ record: { id } }) => readBytes(join(folder, imagePath(id))),
    groupOf: ({ background: { sha256 } }) => sha256,
    skinOf: ({ background }) => skinSource(background, undefined),
    evaluation: () => Promise.resolve(null),
    async openSpool(name): Promise<Spool> {
      const path = join(scratch, name);
      const sink = await openSink(path);
      return {
        ...sink,
        async read() {
          await sink.close();
          return (await openAsBlob(path)).stream();
        },
      };
    },
  };
}

async function readSample(folder: string, name: string): Promise<SavedSample> {
  const path = join(folder, 'records', name);
  const record = sampleRecordSchema.safeParse(await readJson(path));
  if (!record.success) throw exitBecause('unreadable', 'not-a-record', { path });
  const recipe = await recipeOf(record.data);
  if (!recipe) throw exitBecause('unreadable', 'not-its-recipe', { path });
  return { record: withoutFileHash(record.data), recipe };
}

async function openSink(path: string): Promise<Sink> {
  const file = await open(path, 'w');
  return buffered({
    async write(bytes) {
      await file.writev([bytes]);
    },
    close: () => file.close(),
  });
}
