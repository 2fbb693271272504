/** Outlines from a file of the person's: COCO instances, or an image whose bright part is the lesion. */
import { fail, failureOf, InlayError, succeed, type Failed, type Failure, type Outcome } from '../contracts/failure';
import { SHAPE_PX, type MaskShape, type ReadMask } from '../contracts/library';
import type { OnRead, ReadShapes } from '../contracts/reading';
import type { Rle } from '../contracts/recipe';
import { maskOfImage } from '../core/mask/drawnMask';
import { eachCocoMask, type CocoAnnotation } from '../core/mask/importMasks';
import { shrinkMask } from '../core/mask/placeMask';
import { decodeRle, encodeRle } from '../core/mask/rle';
import { shapeOf } from '../core/mask/shape';

import { decodeForeign } from './foreignImage';
import { readJsonFile } from './boundedJson';
import { nameOf } from './paced';

/** Problems that are told; after so many nobody reads on. */
const TOLD = 100;

/** Outlines as the library keeps them. Fails with image-*, outlines-* or limit-* where there is no outline in it. */
export async function readShapeFile(file: Blob, onRead: OnRead): Promise<Outcome<ReadShapes>> {
  const shapes: MaskShape[] = [];
  return readOutlines(file, onRead, async (rle) => {
    shapes.push(await shapeOf(shrunk(rle), 'file', null));
  }).then((read) => (read.ok ? succeed({ shapes, problems: read.value }) : read));
}

/** The first outline of a file, as large as it was drawn, and how many there are. Fails as readShapeFile. */
export async function readMaskFile(file: Blob, onRead: OnRead): Promise<Outcome<ReadMask>> {
  const first: Rle[] = [];
  let outlines = 0;
  const read = await readOutlines(file, onRead, (rle) => {
    if (first.length === 0) first.push(rle);
    outlines += 1;
  });
  if (!read.ok) return read;
  const [rle] = first;
  return rle ? succeed({ rle, outlines, problems: read.value }) : noOutline(read.value);
}

/** Hands on one outline after the other. @returns what was left out; fails where there is none */
async function readOutlines(
  file: Blob,
  onRead: OnRead,
  take: (rle: Rle) => void | Promise<void>,
): Promise<Outcome<readonly Failure[]>> {
  const start = new TextDecoder().decode(await file.slice(0, 64).arrayBuffer());
  const found = /^\uFEFF?\s*[{[]/.test(start) ? fromCoco(file) : fromImage(file);
  const problems: Failure[] = [];
  let taken = 0;
  try {
    for await (const annotation of found) {
      const { done, total, found: mask, problems: left } = annotation;
      problems.push(...left.slice(0, TOLD - problems.length));
      if (mask) {
        taken += 1;
        await take(mask.rle);
      }
      onRead(done, total);
    }
  } catch (error) {
    if (error instanceof InlayError) return { ok: false, failure: error.failure };
    return fail('outlines-not-json', {}, String(error));
  }
  return taken === 0 ? noOutline(problems) : succeed(problems);
}

/** @param problems of which the first is told */
function noOutline(problems: readonly Failure[]): Failed {
  return fail('outlines-none', { problems: problems.slice(0, 1) });
}

async function* fromCoco(file: Blob): AsyncGenerator<CocoAnnotation> {
  const name = nameOf(file);
  yield* eachCocoMask(await readJsonFile(file, name), name);
}

/** Throws InlayError of image-*. */
async function* fromImage(file: Blob): AsyncGenerator<CocoAnnotation> {
  const decoded = await decodeForeign(file, 'mask');
  if (!decoded.ok) throw InlayError.of(decoded.failure);
  const drawn = maskOfImage(decoded.value.image);
  if (typeof drawn === 'string')
    yield { ...{ done: 1, total: 1 }, found: null, problems: [failureOf(`outline-image-${drawn}`)] };
  else
    yield {
      ...{ done: 1, total: 1 },
      found: { name: nameOf(file), rle: encodeRle(drawn.mask) },
      problems: drawn.mends.includes('inverted') ? [failureOf('outline-image-inverted')] : [],
    };
}

function shrunk(rle: Rle): Rle {
  return encodeRle(shrinkMask(decodeRle(rle), SHAPE_PX));
}
