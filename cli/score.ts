/** score: what the gates say of the images of a folder, a sub-folder a class. */
import { basename, join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ISIC_CODES, ofClass, SKIN, type ClassCode } from '../src/contracts/classes';
import { encoderClassesOf, type BundleManifest } from '../src/contracts/bundle';
import type { Mask, RgbaImage } from '../src/contracts/image';
import { decodeRle } from '../src/core/mask/rle';
import { readRecord } from '../src/core/provenance/embed';
import type { Engine } from '../src/engine/engine';
import { messageOf } from '../src/messages/failures';
import { DEVICE_OPTIONS, openDevice } from './device';
import { exitBecause, ExitError, exitWith, type ExitKind } from './exit';
import { imagesIn, isFolder, readBundle, readBytes, readImage, SHIPPED_BUNDLE } from './files';

export async function score(args: readonly string[]): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      bundle: { type: 'string', default: SHIPPED_BUNDLE },
      ...DEVICE_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1 || !isFolder(folder))
    throw exitBecause('usage', 'score-arguments');
  const bundle = await readBundle(values.bundle);
  const images = await classImages(folder, knownTo(bundle.manifest));
  const { engine } = await openDevice(bundle, values);
  for (const { file, code } of images) {
    const path = join(folder, file);
    const read = await readImage(path).catch((error: unknown) => {
      if (error instanceof ExitError) return error.failure ? messageOf(error.failure) : 'The image cannot be read.';
      throw error;
    });
    const image = typeof read === 'string' ? null : read;
    const lesion = image && (await lesionOf(path, image, engine));
    const found = image && lesion ? await engine.assess(image, lesion, code) : null;
    if (found && !found.ok) throw exitWith(found.failure);
    const why = typeof read === 'string' ? read : 'No lesion is seen in the image.';
    const { scores, verdict } = found?.value ?? { scores: {}, verdict: { outcome: 'unscored', reason: why } };
    const scene = image && lesion && code !== SKIN ? await engine.sceneFits(image, lesion.mask) : null;
    const sceneFit = scene?.ok === true ? ofClass(scene.value ?? {}, code) : undefined;
    const line = {
      ...{ file, class: code, gates: scores, verdict: verdict.outcome, reason: verdict.reason },
      ...(sceneFit === undefined ? {} : { sceneFit }),
    };
    console.log(values.json ? JSON.stringify(line) : `${file}: ${line.verdict}. ${line.reason}`);
  }
  return 'ok';
}

/** What the bundle paints or its encoder reads, ISIC 2019's, and SKIN. */
function knownTo(manifest: BundleManifest): ClassCode[] {
  const painted = manifest.classes.map(({ code }) => code);
  return [...new Set([...ISIC_CODES, ...painted, ...encoderClassesOf(manifest), SKIN])];
}

async function classImages(
  folder: string,
  codes: readonly ClassCode[],
): Promise<{ readonly file: string; readonly code: ClassCode }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const known = folders.flatMap((name) => {
    const code =
      codes.find((known) => known === name) ?? codes.find((known) => known.toLowerCase() === name.toLowerCase());
    return code === undefined ? [] : [{ name, code }];
  });
  if (known.length === 0) throw exitBecause('unreadable', 'no-class-folder', { path: folder, codes: codes.join(', ') });
  const found = await Promise.all(
    known.map(async ({ name, code }) =>
      (await imagesIn(join(folder, name))).map((path) => ({ file: join(name, basename(path)), code })),
    ),
  );
  return found.flat();
}

/** A sample says in itself where it was painted; in any other image the lesion is looked for. */
async function lesionOf(
  path: string,
  image: RgbaImage,
  engine: Engine,
): Promise<{ readonly mask: Mask; readonly isPainted: boolean } | null> {
  try {
    const { mask } = readRecord(await readBytes(path));
    const [height, width] = mask.size;
    if (width !== image.width || height !== image.height) throw new RangeError('Its record is of another image.');
    return { mask: decodeRle(mask), isPainted: true };
  } catch {
    const mask = await engine.findLesion(image);
    return mask && { mask, isPainted: false };
  }
}
