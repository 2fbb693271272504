/** Outlines from a file of the person's: COCO instances, or an image whose bright part is the lesion. */
import { fail, failureOf, succeed, type Failed, type Failure, type Outcome } from '../contracts/failure';
import { SHAPE_PX, type MaskShape, type ReadMask } from '../contracts/library';
import type { Rle } from '../contracts/recipe';
import { maskFromImage, masksFromCoco } from '../core/mask/importMasks';
import { shrinkMask } from '../core/mask/placeMask';
import { decodeRle, encodeRle } from '../core/mask/rle';
import { shapeOf } from '../core/mask/shape';

import { decodeBackground } from './backgroundImport';

export interface ReadShapes {
  readonly shapes: readonly MaskShape[];
  /** What was left out. */
  readonly problems: readonly Failure[];
}

/** Outlines as the library keeps them. Fails with image-* or outlines-* where there is no outline in it. */
export async function readShapeFile(file: Blob): Promise<Outcome<ReadShapes>> {
  const found = await readOutlines(file);
  if (!found.ok) return found;
  const { rles, problems } = found.value;
  const shapes = await Promise.all(rles.map((rle) => shapeOf(shrunk(rle), 'file', null)));
  return succeed({ shapes, problems });
}

/** The first outline of a file, as large as it was drawn, and how many there are. Fails as readShapeFile. */
export async function readMaskFile(file: Blob): Promise<Outcome<ReadMask>> {
  const found = await readOutlines(file);
  if (!found.ok) return found;
  const { rles, problems } = found.value;
  const [rle] = rles;
  return rle ? succeed({ rle, outlines: rles.length, problems }) : noOutline(problems);
}

async function readOutlines(file: Blob): Promise<Outcome<Found>> {
  const start = new TextDecoder().decode(await file.slice(0, 64).arrayBuffer());
  const found = await (/^\uFEFF?\s*[{[]/.test(start) ? fromCoco(file) : fromImage(file));
  if (!found.ok) return found;
  return found.value.rles.length === 0 ? noOutline(found.value.problems) : found;
}

/** @param problems of which the first is told */
function noOutline(problems: readonly Failure[]): Failed {
  return fail('outlines-none', { problems: problems.slice(0, 1) });
}

interface Found {
  readonly rles: readonly Rle[];
  readonly problems: readonly Failure[];
}

async function fromCoco(file: Blob): Promise<Outcome<Found>> {
  try {
    const { masks, problems } = masksFromCoco(JSON.parse(await file.text()));
    return succeed({ rles: masks.map(({ rle }) => rle), problems });
  } catch (error) {
    return fail('outlines-not-json', {}, String(error));
  }
}

async function fromImage(file: Blob): Promise<Outcome<Found>> {
  const decoded = await decodeBackground(file);
  if (!decoded.ok) return decoded;
  const mask = maskFromImage(decoded.value.image);
  return succeed({
    rles: mask ? [encodeRle(mask)] : [],
    problems: mask ? [] : [failureOf('outline-image-flat')],
  });
}

function shrunk(rle: Rle): Rle {
  return encodeRle(shrinkMask(decodeRle(rle), SHAPE_PX));
}
