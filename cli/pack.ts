/** pack: the samples that `generate` made become one checked zip, as the studio exports it, or a set in the layout of a trainer. */
import { skinSource } from '../src/core/export/sources';
import { existsSync, openAsBlob } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { classListSchema, ISIC_2019, type ClassCode, type ClassList } from '../src/contracts/classes';
import { InlayError } from '../src/contracts/failure';
import { planSchema, type Plan } from '../src/contracts/plan';
import { sampleRecordSchema, type SampleId, type SampleRecord } from '../src/contracts/sample';
import type { SavedSample } from '../src/contracts/storage';
import { CLASSES_JSON } from '../src/core/export/classList';
import { PRESETS } from '../src/core/export/presets/list';
import { imagePath } from '../src/core/export/tables';
import { seriesDigest } from '../src/core/plan/attempt';
import { withoutFileHash } from '../src/core/provenance/embed';
import { recipeOf } from '../src/core/provenance/recipeOf';
import { checkExport } from '../src/data/exportCheck';
import { EmptyExportError, writeExport, type ExportSource } from '../src/data/exportZip';
import { writePreset } from '../src/data/presetZip';
import { buffered, type Sink, type Spool } from '../src/data/sink';
import packageJson from '../package.json' with { type: 'json' };
import { exitBecause, exitWith, type ExitKind } from './exit';
import { openZipFile, isFolder, readBytes, readJson } from './files';
import { besides, checkNewFile, FORCE_OPTION, writing } from './output';
import { PLAN_JSON, recordPath } from './recipes';

/** Only the studio knows from which of the person's images a skin was cut, and so which samples may stand beside them. */
const OFFERED = PRESETS.filter(({ realPlaces }) => realPlaces === undefined);

export async function pack(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      preset: { type: 'string' },
      ...FORCE_OPTION,
      json: { type: 'boolean', default: false },
    },
  });
  const folders = [...new Set(positionals)];
  if (folders.length === 0 || values.out === undefined || !folders.every(isFolder))
    throw exitBecause('usage', 'pack-arguments');
  const preset = values.preset === undefined ? null : OFFERED.find(({ id }) => id === values.preset);
  if (preset === undefined)
    throw exitBecause('usage', 'pack-preset', { known: OFFERED.map(({ id }) => id).join(', ') });
  const out = values.out;
  checkNewFile(out, values.force);
  const partial = besides(out);
  const scratch = await writing(tmpdir(), () => mkdtemp(join(tmpdir(), 'inlay-rows-')));
  try {
    for (const name of [PLAN_JSON, CLASSES_JSON]) await checkSame(folders, name);
    const records = await recordsIn(folders);
    const plan = await planOf(withFile(folders, PLAN_JSON));
    const request = {
      name: basename(out).replace(/\.zip$/i, ''),
      appVersion: packageJson.version,
      // a trainer takes what it is given: of samples that a rule has judged, those that it has accepted
      scope: preset && plan?.accept.by === 'rule' ? 'accepted' : 'all',
      classes: await classesOf(withFile(folders, CLASSES_JSON)),
    } as const;
    const surplus = await surplusOf(records, plan);
    const facts = await writing(out, async () => {
      const sink = await openSink(partial);
      const [onSample, isCancelled] = [(): void => undefined, (): boolean => false];
      const source = sourceOf(records, scratch, surplus);
      const written = preset
        ? writePreset(sink, source, request, preset, onSample, isCancelled)
        : writeExport(sink, source, request, onSample, isCancelled);
      return written.finally(() => sink.close());
    });
    const files = preset ? null : (await checkExport(await openZipFile(partial), () => undefined)).files;
    checkNewFile(out, values.force); // somebody may have put one there meanwhile
    await writing(out, () => rename(partial, out));
    const { samples } = facts;
    const undecided = surplus.size === 0 ? '' : ` ${surplus.size} more than the plan wants were left undecided.`;
    console.log(
      values.json
        ? JSON.stringify({ out, samples, files, undecided: surplus.size })
        : `${samples} samples in ${out}${files === null ? '' : `, ${files} files checked`}.${undecided}`,
    );
    return 'ok';
  } catch (error) {
    if (error instanceof EmptyExportError) throw exitBecause('unreadable', 'no-sample', { path: folders.join(', ') });
    if (error instanceof InlayError) throw exitWith(error.failure);
    throw error;
  } finally {
    await rm(partial, { force: true });
    await rm(scratch, { recursive: true });
  }
}

/** The plan that `generate` went by; null where it went by a recipe. */
async function planOf(folder: string): Promise<Plan | null> {
  const path = join(folder, PLAN_JSON);
  if (!existsSync(path)) return null;
  const plan = planSchema.safeParse(await readJson(path));
  if (!plan.success) throw exitBecause('unreadable', 'not-a-plan', { path });
  return plan.data;
}

/**
 * Ids of samples that a rule has accepted beyond what the plan wants of their class, in the order of its candidates: the queue of the
 * studio would not have made them. Nobody has decided about them.
 */
async function surplusOf(records: Records, plan: Plan | null): Promise<ReadonlySet<SampleId>> {
  if (plan?.accept.by !== 'rule') return new Set();
  const series = await seriesDigest(plan.series);
  const accepted = new Map<ClassCode, { readonly id: SampleId; readonly attempt: number }[]>();
  for (const [name, folder] of records) {
    const { id, class: code, decision, plan: from } = await readRecordFile(join(folder, recordPath(name)));
    if (from?.sha256 !== series || decision?.outcome !== 'accepted') continue;
    const before = accepted.get(code) ?? [];
    before.push({ id, attempt: from.attempt });
    accepted.set(code, before);
  }
  return new Set(
    plan.classes.flatMap(({ class: code, accepted: wanted }) =>
      (accepted.get(code) ?? [])
        .sort((a, b) => a.attempt - b.attempt)
        .slice(wanted)
        .map(({ id }) => id),
    ),
  );
}

/** What `generate` wrote of the classes that its bundle paints; ISIC 2019's where there is nothing of it. */
async function classesOf(folder: string): Promise<ClassList> {
  const path = join(folder, CLASSES_JSON);
  if (!existsSync(path)) return ISIC_2019;
  const list = classListSchema.safeParse(await readJson(path));
  if (!list.success) throw exitBecause('unreadable', 'not-a-class-list', { path });
  return list.data;
}

function sourceOf(records: Records, scratch: string, surplus: ReadonlySet<SampleId>): ExportSource {
  return {
    async *samples(): AsyncGenerator<SavedSample> {
      for (const [id, folder] of records) yield readSample(join(folder, recordPath(id)), surplus);
    },
    readPng: ({ record: { id } }) => readBytes(join(records.get(id) ?? '', imagePath(id))),
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

/** Folders by the ids of the samples in them, in the order of ids. */
type Records = ReadonlyMap<string, string>;

const RECORD = '.json';

/** A sample that lies in several folders is taken from the first of them. */
async function recordsIn(folders: readonly string[]): Promise<Records> {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const name of await readdir(join(folder, 'records')).catch(() => [])) {
      const id = name.slice(0, -RECORD.length);
      if (name.endsWith(RECORD) && !found.has(id)) found.set(id, folder);
    }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The first folder that has it; any where none has. */
function withFile(folders: readonly string[], name: string): string {
  return folders.find((folder) => existsSync(join(folder, name))) ?? folders[0] ?? '';
}

/** Throws where folders that have a file of a name have different ones. */
async function checkSame(folders: readonly string[], name: string): Promise<void> {
  const there = folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
  const [first = '', ...others] = there;
  for (const path of others)
    if (JSON.stringify(await readJson(path)) !== JSON.stringify(await readJson(first)))
      throw exitBecause('unreadable', 'pack-differs', { path, other: first });
}

async function readRecordFile(path: string): Promise<SampleRecord> {
  const record = sampleRecordSchema.safeParse(await readJson(path));
  if (!record.success) throw exitBecause('unreadable', 'not-a-record', { path });
  return record.data;
}

async function readSample(path: string, surplus: ReadonlySet<SampleId>): Promise<SavedSample> {
  const record = await readRecordFile(path);
  const recipe = await recipeOf(record);
  if (!recipe) throw exitBecause('unreadable', 'not-its-recipe', { path });
  const decision = surplus.has(record.id) ? null : record.decision;
  return { record: { ...withoutFileHash(record), decision }, recipe };
}

async function openSink(path: string): Promise<Sink> {
  const file = await open(path, 'wx');
  return buffered({
    write: (bytes) => file.writeFile(bytes), // all of it, or an error: a full disk takes a part
    close: () => file.close(),
  });
}
