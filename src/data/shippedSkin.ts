/** The healthy skin that ships with the studio: an index and PNG files on its own origin. An older index has neither scene facts nor retired skin. */
import * as z from 'zod/mini';
import type { RgbaImage } from '../contracts/image';
import { sha256Schema } from '../contracts/recipe';
import { sceneFactsSchema, type Background } from '../contracts/library';
import { pixelDigest } from '../core/provenance/digest';
import { decodePng } from '../core/provenance/pngPixels';

const indexSchema = z.array(
  z.object({
    id: z.string().check(z.minLength(1)),
    name: z.string().check(z.minLength(1)),
    file: z.string().check(z.regex(/^[a-z0-9-]+\.png$/)),
    width: z.int().check(z.positive()),
    height: z.int().check(z.positive()),
    sha256: sha256Schema,
    licence: z.string().check(z.minLength(1)),
    ...sceneFactsSchema.shape,
    retired: z.optional(z.literal(true)),
  }),
);

export interface ShippedSkin {
  readonly background: Background;
  readonly url: string;
}

/** Throws when the index cannot be fetched or read. */
export async function readSkinIndex(baseUrl: string): Promise<ShippedSkin[]> {
  const response = await fetch(new URL('skin/index.json', baseUrl));
  if (!response.ok) throw new Error(`skin/index.json: status ${response.status}`);
  return indexSchema.parse(await response.json()).map(({ file, ...facts }) => ({
    background: { ...facts, origin: 'shipped', notices: [] },
    url: new URL(`skin/${file}`, baseUrl).href,
  }));
}

/** The file as it ships. Throws when it cannot be fetched. */
export async function fetchSkin({ url, background }: ShippedSkin): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${background.id}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Throws when the file cannot be fetched or its pixels are not those of the index. */
export async function readSkin(skin: ShippedSkin): Promise<RgbaImage> {
  const image = decodePng(await fetchSkin(skin));
  if ((await pixelDigest(image)) !== skin.background.sha256)
    throw new Error(`${skin.background.id} is not the file of the index`);
  return image;
}
