/** Classes that a person shows to the open model, or teaches it. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { RealImage } from '../contracts/inference';
import type { Taught, TeachRequest } from '../contracts/teaching';
import { whitened } from '../core/ownClass/describeExample';
import { pictureOf, type DescribedPicture } from '../core/teach/views';
import type { Desk } from './opened';
import { readReal, seeReal } from './realImages';
import { schoolOf, teach, teachingNumbers, type School, type TeachHooks } from './teaching';

function schoolAt({ opened }: Desk): Outcome<School> {
  return opened ? schoolOf(opened.runtime, opened.bundle) : fail('worker-empty');
}

/** Fails as TeachingApi.describeExample. */
export async function exampleOf(
  desk: Desk,
  real: RealImage,
  numbers: Uint8Array<ArrayBuffer>,
): Promise<Outcome<Float32Array<ArrayBuffer> | null>> {
  const school = schoolAt(desk);
  if (!school.ok) return school;
  const read = teachingNumbers(school.value, numbers);
  if (!read.ok) return read;
  return seeReal(desk, real, ({ depths }) => whitened(read.value.whitening, [depths.mid, depths.deep]));
}

/** Fails as TeachingApi.teach. */
export async function teachFrom(
  desk: Desk,
  request: TeachRequest,
  hooks: Omit<TeachHooks, 'inTurn'>,
): Promise<Outcome<Taught>> {
  const school = schoolAt(desk);
  if (!school.ok) return school;
  if (desk.opened?.manifestSha256 !== request.bundleSha256) return fail('own-class-changed-model');
  try {
    const numbers = request.files[school.value.info.numbers] ?? new Uint8Array();
    const pictures = await picturesOf(desk, request.pictures, numbers, hooks.isCancelled);
    if (!pictures.ok) return pictures;
    const heldOut = await picturesOf(desk, request.heldOut, numbers, hooks.isCancelled);
    if (!heldOut.ok) return heldOut;
    if (hooks.isCancelled()) return fail('cancelled');
    if (pictures.value.length === 0) return fail('own-class-few', { found: 0, wanted: 1 });
    return await teach(school.value, request, pictures.value, heldOut.value, { ...hooks, inTurn: desk.inTurn });
  } catch (error) {
    return fail(school.value.runtime.isLost() ? 'device-lost' : 'sample-not-made', {}, String(error));
  }
}

/** Those that show a lesion, as they are kept while a class is learnt. Fails as TeachingApi.describeExample. */
async function picturesOf(
  desk: Desk,
  images: readonly RealImage[],
  numbers: Uint8Array<ArrayBuffer>,
  isCancelled: () => boolean,
): Promise<Outcome<DescribedPicture[]>> {
  const found: DescribedPicture[] = [];
  for (const real of images) {
    if (!desk.opened || isCancelled()) break;
    const described = await exampleOf(desk, real, numbers);
    if (!described.ok) return described;
    const read = described.value && (await readReal(desk, real));
    if (!described.value || !read) continue;
    const picture = pictureOf(read.image, read.lesion, desk.opened.bundle.manifest.nativeSizePx);
    if (picture) found.push({ ...picture, description: described.value });
  }
  return succeed(found);
}
