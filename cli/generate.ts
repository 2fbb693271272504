/** generate: makes the samples of a recipe or a plan, each as its own files, so that shares of them lie side by side. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BundleManifest } from '../src/contracts/bundle';
import { ISIC_2019 } from '../src/contracts/classes';
import type { RgbaImage } from '../src/contracts/image';
import { sampleRecordSchema, type SampleRecord } from '../src/contracts/sample';
import { CLASSES_JSON, classesJson, refOf, withClasses } from '../src/core/export/classList';
import { imagePath, maskPath } from '../src/core/export/tables';
import { sha256Hex } from '../src/core/provenance/digest';
import { embedRecord, readRecord } from '../src/core/provenance/embed';
import { encodeMaskPng } from '../src/core/provenance/png';
import { recordOf } from '../src/core/provenance/sampleRecord';
import { DEVICE_OPTIONS, openDevice, type Device } from './device';
import { exitBecause, exitWith, type ExitKind } from './exit';
import { readBundle, readImage, readJson, readSkins, SHIPPED_BUNDLE, SHIPPED_SKIN } from './files';
import { shareOf, unitsOf, type Unit } from './recipes';

export async function generate(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      bundle: { type: 'string', default: SHIPPED_BUNDLE },
      skin: { type: 'string', multiple: true, default: [] },
      shard: { type: 'string' },
      resume: { type: 'boolean', default: false },
      ...DEVICE_OPTIONS,
      date: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || values.out === undefined)
    throw exitBecause('usage', 'generate-arguments');
  const out = values.out;
  const date = dateOf(values.date);
  const bundle = await readBundle(values.bundle);
  const all = await unitsOf(await readJson(path), bundle);
  const other = all.find(({ recipe }) => recipe.bundle.sha256 !== bundle.manifestSha256);
  if (other) {
    const { id, version } = other.recipe.bundle;
    throw exitBecause('unreadable', 'recipe-of-other-bundle', { id, version });
  }
  const units = shareOf(all, values.shard);
  const skins = await readSkins([SHIPPED_SKIN, ...values.skin]);
  const absent = units.find(({ recipe }) => !skins.has(recipe.background.sha256));
  if (absent) throw exitBecause('unreadable', 'no-background', { id: absent.recipe.background.id });
  for (const folder of ['images', 'masks', 'records']) await mkdir(join(out, folder), { recursive: true });
  await writeClasses(out, bundle.manifest);
  const missing: Unit[] = [];
  for (const unit of units) if (!(values.resume && (await isWhole(out, unit)))) missing.push(unit);
  if (missing.length > 0) {
    const device = await openDevice(bundle, values);
    for (const [done, unit] of missing.entries()) {
      const record = await make(device, unit, await pixelsOf(unit, skins), date, out);
      const { id, class: code, verdict } = record;
      const progress = { done: done + 1, total: missing.length, id, class: code, verdict: verdict.outcome };
      console.log(
        values.json
          ? JSON.stringify(progress)
          : `${progress.done} of ${progress.total}: ${id} ${code}, ${verdict.outcome}`,
      );
    }
  }
  if (!values.json)
    console.log(`${units.length} samples in ${out}, ${units.length - missing.length} of them from before.`);
  return 'ok';
}

/** The list that `pack` gives to the set, where the bundle paints others than ISIC 2019's. */
async function writeClasses(out: string, { classes }: BundleManifest): Promise<void> {
  const list = withClasses(ISIC_2019, classes);
  if (await refOf(list)) await writeWhole(join(out, CLASSES_JSON), new TextEncoder().encode(classesJson(list)));
}

/** A date given makes the records of two runs the same to the byte. */
function dateOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw exitBecause('usage', 'date', { date: text });
  return date;
}

async function pixelsOf({ recipe }: Unit, skins: ReadonlyMap<string, string>): Promise<RgbaImage> {
  return readImage(skins.get(recipe.background.sha256) ?? '');
}

async function make(
  { engine, environment }: Device,
  unit: Unit,
  background: RgbaImage,
  date: Date | null,
  out: string,
): Promise<SampleRecord> {
  const { id, recipe, seed } = unit;
  const { class: code, sampler, nearby } = recipe;
  const mask = unit.mask();
  const made = await engine.generate(
    { jobId: id, class: code, seed, nearby, sampler, background, mask },
    () => undefined,
  );
  if (!made.ok) throw exitWith(made.failure);
  const record: SampleRecord = {
    ...recordOf({ ...unit, environment, now: date ?? new Date() }, made.value),
    ...(unit.plan ? { plan: unit.plan } : {}),
  };
  const image = embedRecord(made.value.png, record);
  await writeWhole(join(out, maskPath(id)), encodeMaskPng(mask.width, mask.height, mask.data));
  await writeWhole(join(out, imagePath(id)), image);
  const whole: SampleRecord = { ...record, sha256: await sha256Hex(image) };
  await writeWhole(join(out, recordPath(id)), new TextEncoder().encode(`${JSON.stringify(whole)}\n`));
  return whole;
}

const recordPath = (id: string): string => `records/${id}.json`;

/** The record is written last, so a sample that has one is whole; looked at all the same. */
async function isWhole(out: string, { id }: Unit): Promise<boolean> {
  const [image, record] = [join(out, imagePath(id)), join(out, recordPath(id))];
  if (!existsSync(record) || !existsSync(image) || !existsSync(join(out, maskPath(id)))) return false;
  try {
    const bytes = new Uint8Array(await readFile(image));
    const kept = sampleRecordSchema.parse(JSON.parse(await readFile(record, 'utf8')));
    return kept.sha256 === (await sha256Hex(bytes)) && readRecord(bytes).id === id;
  } catch {
    return false; // made again
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.partial`, bytes);
  await rename(`${path}.partial`, path);
}
