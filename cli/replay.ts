/** replay: makes the samples of an export again, from their records alone, and compares the pixels. */
import { parseArgs } from 'node:util';
import { failureOf, InlayError } from '../src/contracts/failure';
import type { RgbaImage } from '../src/contracts/image';
import type { SampleRecord } from '../src/contracts/sample';
import { imagePath } from '../src/core/export/tables';
import { differenceOf } from '../src/core/image/difference';
import { decodeRle } from '../src/core/mask/rle';
import { pixelDigest } from '../src/core/provenance/digest';
import { decodeForeignPng } from '../src/core/provenance/pngPixels';
import { openExport, type OpenedExport } from '../src/data/openExport';
import { DEVICE_OPTIONS, openDevice, type Device } from './device';
import { exitBecause, exitWith, faultWords, type ExitKind } from './exit';
import { openZipFile, isFolder, readBundle, readImage, readSkins, SHIPPED_BUNDLE, SHIPPED_SKIN } from './files';

/** Another runtime rounds otherwise: a grey level is allowed, and said. */
const USUAL_TOLERANCE = '1';

export async function replay(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      bundle: { type: 'string', default: SHIPPED_BUNDLE },
      skin: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
      tolerance: { type: 'string', default: USUAL_TOLERANCE },
      ...DEVICE_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1 || isFolder(path)) throw exitBecause('usage', 'replay-arguments');
  const tolerance = Number(values.tolerance);
  if (!(tolerance >= 0)) throw exitBecause('usage', 'tolerance', { tolerance: values.tolerance });
  const opened = await openExport(await openZipFile(path)).catch((error: unknown) => {
    throw exitBecause('unreadable', 'export', { path, fault: faultWords(error) });
  });
  try {
    const wanted = await chosen(opened, values.only);
    const bundle = await readBundle(values.bundle);
    const other = wanted.find(({ environment }) => environment.bundle.sha256 !== bundle.manifestSha256);
    if (other) {
      const { id, version } = other.environment.bundle;
      throw exitBecause('unreadable', 'sample-of-other-bundle', { sample: other.id, id, version });
    }
    const skins = await readSkins([SHIPPED_SKIN, ...values.skin]);
    const device = await openDevice(bundle, values);
    let worst = 0;
    for (const record of wanted) {
      const skin = skins.get(record.background.sha256);
      if (skin === undefined) throw exitBecause('unreadable', 'no-background', { id: record.background.id });
      const again = await makeAgain(device, record, await readImage(skin));
      const isSame = (await pixelDigest(again)) === record.pixelSha256;
      const before = isSame ? again : decodeForeignPng(await opened.bytes(`data/${imagePath(record.id)}`), record.id);
      const maxDiff = differenceOf(before, again).max;
      worst = Math.max(worst, maxDiff);
      const { executionProvider } = record.environment;
      const line = { id: record.id, maxDiff, madeOn: executionProvider, replayedOn: values.device };
      console.log(
        values.json
          ? JSON.stringify(line)
          : `${record.id}: ${maxDiff === 0 ? 'the same pixels' : `differs by ${maxDiff} grey levels at most`} (made on ${executionProvider})`,
      );
    }
    return worst <= tolerance ? 'ok' : 'differs';
  } catch (error) {
    if (!(error instanceof InlayError || error instanceof RangeError)) throw error;
    throw exitBecause('unreadable', 'export', { path, fault: faultWords(error) }); // a file that is missing or damaged
  } finally {
    await opened.close();
  }
}

/** @param only ids, as typed */
async function chosen(opened: OpenedExport, only: string | undefined): Promise<SampleRecord[]> {
  const records: SampleRecord[] = [];
  for await (const record of opened.records()) records.push(record);
  if (only === undefined) return records;
  return only.split(',').map((id) => {
    const found = records.find((record) => record.id === id.trim());
    if (!found) throw exitBecause('usage', 'no-such-sample', { id });
    return found;
  });
}

async function makeAgain(
  { engine }: Device,
  { id, seed, class: code, sampler, nearby, ownClass, mask }: SampleRecord,
  background: RgbaImage,
): Promise<RgbaImage> {
  if (ownClass) throw exitWith(failureOf('own-class-missing', { class: code }));
  const job = { jobId: id, class: code, seed, nearby, sampler, background, mask: decodeRle(mask) };
  const made = await engine.generate(job, () => undefined);
  if (!made.ok) throw exitWith(made.failure);
  return made.value.image;
}
