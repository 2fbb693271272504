/** Backgrounds that are in this browser, by the hash of their pixels: what an export's samples are held against outside their masks. */
import type { RgbaImage } from '../contracts/image';
import { backgroundSchema } from '../contracts/library';
import { pixelDigest } from '../core/provenance/digest';
import { decodePng } from '../core/provenance/pngPixels';
import { kept } from './keptImages';
import { BACKGROUNDS, backgroundPng } from './keys';
import { readFile } from './opfs';
import { entriesOf, type Place } from './place';
import type { BackgroundOf } from './sampleCheck';
import { readSkin, readSkinIndex } from './shippedSkin';

/** Of this project and those that ship with the studio. @param baseUrl of the page */
export async function backgroundsHere(place: Place, baseUrl: string): Promise<BackgroundOf> {
  const readers = new Map<string, () => Promise<RgbaImage>>();
  for await (const [, value] of entriesOf(place.database, BACKGROUNDS)) {
    const { data } = backgroundSchema.safeParse(value);
    if (data)
      readers.set(data.sha256, async () => decodePng(await readFile(`${place.folder}/${backgroundPng(data.id)}`)));
  }
  const shipped = await readSkinIndex(baseUrl).catch(() => []); // away from the page's server there may be none
  for (const skin of shipped) readers.set(skin.background.sha256, () => readSkin(skin));
  return kept(async (sha256) => {
    const image = await readers
      .get(sha256)?.()
      .catch(() => null);
    return image && (await pixelDigest(image)) === sha256 ? image : null;
  });
}
