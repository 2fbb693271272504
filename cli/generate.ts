/** generate: makes the samples of a recipe or a plan, each as its own files, so that shares of them lie side by side. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BundleManifest } from '../src/contracts/bundle';
import { ISIC_2019 } from '../src/contracts/classes';
import { failureOf } from '../src/contracts/failure';
import type { Mask, RgbaImage } from '../src/contracts/image';
import { LIMITS } from '../src/contracts/limits';
import { sampleRecordSchema, type SampleRecord } from '../src/contracts/sample';
import { CLASSES_JSON, classesJson, refOf, withClasses } from '../src/core/export/classList';
import { imagePath, maskPath } from '../src/core/export/tables';
import { ruleDecision } from '../src/core/gates/ruleDecision';
import { sha256Hex } from '../src/core/provenance/digest';
import { embedRecord, readRecord } from '../src/core/provenance/embed';
import { encodeMaskPng } from '../src/core/provenance/png';
import { recordOf } from '../src/core/provenance/sampleRecord';
import { DEVICE_OPTIONS, openDevice, type Device } from './device';
import { exitBecause, exitWith, type ExitKind } from './exit';
import { readBundle, readBytes, readImage, readJson, readSkins, SHIPPED_BUNDLE, SHIPPED_SKIN } from './files';
import { checkNewFile, FORCE_OPTION, makeFolders, writeWhole, writing } from './output';
import { askedBy, doneName, PLAN_JSON, recordPath, shareOf, type Asked, type Unit } from './recipes';

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
      ...FORCE_OPTION,
      ...DEVICE_OPTIONS,
      date: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || values.out === undefined)
    throw exitBecause('usage', 'generate-arguments');
  const { out, resume } = { ...values, out: values.out };
  const date = dateOf(values.date);
  const bundle = await readBundle(values.bundle);
  const asked = askedBy(await readJson(path), bundle);
  const other = asked.bundles.find(({ sha256 }) => sha256 !== bundle.manifestSha256);
  if (other) throw exitBecause('unreadable', 'recipe-of-other-bundle', { id: other.id, version: other.version });
  const units = shareOf(asked.units, values.shard);
  const skins = await readSkins([SHIPPED_SKIN, ...values.skin]);
  if (asked.backgrounds.some(({ sha256 }) => !skins.has(sha256))) await checkSkins(units, skins);
  await makeFolders(out, ['images', 'masks', 'records']);
  await writeList(join(out, CLASSES_JSON), await classesOf(bundle.manifest), values.force);
  await writeList(join(out, PLAN_JSON), asked.plan && JSON.stringify(asked.plan), values.force);
  const over = resume || values.force;
  const done = join(out, doneName(values.shard));
  checkNewFile(done, over);
  await writing(done, () => rm(done, { force: true })); // the share is not whole while it is made
  let device: Device | null = null;
  let made = 0;
  for (const [place, draw] of units.entries()) {
    const unit = await draw();
    if (resume && (await isWhole(out, unit))) continue;
    for (const file of [imagePath(unit.id), maskPath(unit.id), recordPath(unit.id)])
      checkNewFile(join(out, file), over);
    device ??= await openDevice(bundle, values);
    const record = await make(device, unit, await pixelsOf(unit, skins), date);
    await write(out, record, over);
    made += 1;
    const { id, class: code, verdict } = record.record;
    const progress = { done: place + 1, total: units.length, id, class: code, verdict: verdict.outcome };
    console.log(
      values.json
        ? JSON.stringify(progress)
        : `${progress.done} of ${progress.total}: ${id} ${code}, ${verdict.outcome}`,
    );
  }
  const whole = { schema: 1, samples: units.length };
  await writeWhole(done, new TextEncoder().encode(`${JSON.stringify(whole)}\n`), false);
  if (!values.json) console.log(`${units.length} samples in ${out}, ${units.length - made} of them from before.`);
  return 'ok';
}

/** A plan may name skin that none of its candidates stands in. */
async function checkSkins(units: Asked['units'], skins: ReadonlyMap<string, string>): Promise<void> {
  for (const draw of units) {
    const { background } = (await draw()).recipe;
    if (!skins.has(background.sha256)) throw exitBecause('unreadable', 'no-background', { id: background.id });
  }
}

/** The list that `pack` gives to the set, where the bundle paints others than ISIC 2019's. */
async function classesOf({ classes }: BundleManifest): Promise<string | null> {
  const list = withClasses(ISIC_2019, classes);
  return (await refOf(list)) ? classesJson(list) : null;
}

/** What all shares say alike, whichever comes first; null: there is nothing to say. */
async function writeList(path: string, text: string | null, force: boolean): Promise<void> {
  if (text === null) return;
  const isThere = existsSync(path) && new TextDecoder().decode(await readBytes(path, LIMITS.json.bytes)) === text;
  if (!isThere) await writeWhole(path, new TextEncoder().encode(text), force);
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

interface Made {
  readonly record: SampleRecord;
  readonly image: Uint8Array<ArrayBuffer>;
  readonly mask: Mask;
}

async function make(
  { engine, environment }: Device,
  unit: Unit,
  background: RgbaImage,
  date: Date | null,
): Promise<Made> {
  const { id, recipe, seed } = unit;
  const { class: code, sampler, nearby, ownClass } = recipe;
  if (ownClass) throw exitWith(failureOf('own-class-missing', { class: code }));
  const mask = unit.mask();
  if (mask.width !== background.width || mask.height !== background.height)
    throw exitBecause('unreadable', 'mask-other-size', {
      id,
      mask: sizeWords(mask),
      background: sizeWords(background),
    });
  const made = await engine.generate(
    { jobId: id, class: code, seed, nearby, sampler, background, mask },
    () => undefined,
  );
  if (!made.ok) throw exitWith(made.failure);
  const now = date ?? new Date();
  const record: SampleRecord = {
    ...recordOf({ ...unit, environment, now }, made.value),
    ...(unit.plan ? { plan: unit.plan } : {}),
    decision: ruleDecision(unit.accept, { id, class: code, scores: made.value.scores }, now),
  };
  const image = embedRecord(made.value.png, record);
  return { record: { ...record, sha256: await sha256Hex(image) }, image, mask };
}

function sizeWords({ width, height }: Pick<Mask, 'width' | 'height'>): string {
  return `${width} x ${height}`;
}

/** The record last: a sample that has one is whole. */
async function write(out: string, { record, image, mask }: Made, over: boolean): Promise<void> {
  const { id } = record;
  await writeWhole(join(out, maskPath(id)), encodeMaskPng(mask.width, mask.height, mask.data), over);
  await writeWhole(join(out, imagePath(id)), image, over);
  await writeWhole(join(out, recordPath(id)), new TextEncoder().encode(`${JSON.stringify(record)}\n`), over);
}

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
