/** Real images of the person's: read, their lesion found, described as the gates see it. */
import { fail, succeed, type Outcome } from '../contracts/failure';
import type { Mask, RgbaImage } from '../contracts/image';
import type { RealDescription, RealImage } from '../contracts/inference';
import { placedLesion } from '../core/description/describeRegion';
import { describeImage, drawnLesion, lookForLesion, type DescribedImage } from './describe';
import { eyesOf, type Desk } from './opened';
import { isFinite } from './pipeline';

/** Something of what the gates see in a real image; null where it cannot be read, or shows no lesion. Fails as InferenceApi.describe. */
export async function seeReal<T>(
  desk: Desk,
  real: RealImage,
  pick: (seen: DescribedImage) => T,
): Promise<Outcome<T | null>> {
  const { opened, inTurn } = desk;
  if (!opened) return fail('worker-empty');
  const eyes = eyesOf(opened);
  if (!eyes) return fail('bundle-encoder-missing');
  const { manifest, describing } = opened.bundle;
  try {
    const read = await readReal(desk, real);
    const placed = read && placedLesion(read.lesion, real.isPainted === true, manifest.contextScale);
    if (!placed) return succeed(null);
    const seen = await inTurn(() => describeImage(eyes, describing, read.image, placed.mask, placed.region));
    const { depths, logits } = seen;
    return [depths.mid, depths.deep, logits].every(isFinite) ? succeed(pick(seen)) : fail('device-not-finite');
  } catch (error) {
    return fail(opened.runtime.isLost() ? 'device-lost' : 'image-not-described', {}, String(error));
  }
}

/** A real image and its lesion, drawn or found; null where it cannot be read, or shows none. Throws what the device throws. */
export async function readReal(
  { opened, decode, inTurn }: Desk,
  { file, outline }: RealImage,
): Promise<{ readonly image: RgbaImage; readonly lesion: Mask } | null> {
  const decoded = await decode(file, 'image');
  if (!decoded) return null;
  const { image } = decoded;
  const lesion = outline
    ? drawnLesion(await decode(outline, 'mask'), decoded)
    : await inTurn(() => lookForLesion(opened?.bundle.outliner ?? null, image));
  return lesion && { image, lesion };
}

export function descriptionOf({ depths, logits, hashes }: DescribedImage): RealDescription {
  return {
    texture: Float32Array.from(depths.texture),
    mid: Float32Array.from(depths.mid),
    deep: Float32Array.from(depths.deep),
    logits: Float32Array.from(logits),
    hashes: Uint32Array.from(hashes),
  };
}
