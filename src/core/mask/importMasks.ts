/** Lesion masks that were drawn elsewhere, for the mask library: COCO's JSON and images of masks. */
import * as z from 'zod/mini';
import { failureOf, type Failure } from '../../contracts/failure';
import type { Mask, RgbaImage } from '../../contracts/image';
import type { Rle } from '../../contracts/recipe';
import { segmentationRuns, segmentationSchema } from './cocoRuns';

export interface ImportedMasks {
  /** Named after their image; `size` of each is its image's. */
  readonly masks: { readonly name: string; readonly rle: Rle }[];
  /** One for each entry that was left out. */
  readonly problems: Failure[];
}

/** As for images that are opened: larger ones are a mistake or an attack. */
const MAX_PIXELS = 64_000_000;

const idSchema = z.union([z.number(), z.string()]);
const cocoSchema = z.object({ images: z.array(z.unknown()), annotations: z.array(z.unknown()) });
const imageSchema = z.object({
  id: idSchema,
  file_name: z.optional(z.string()),
  width: z.int().check(z.positive()),
  height: z.int().check(z.positive()),
});
const annotationSchema = z.object({ id: z.optional(idSchema), image_id: idSchema, segmentation: z.unknown() });
type CocoImage = z.infer<typeof imageSchema>;

/**
 * The masks of COCO instances (cocodataset.org, "Data format"): polygons, run lengths, and run lengths that pycocotools has packed into a
 * string. Sizes are those of `images`. Categories are not read: a mask tells nothing of a class. Never throws.
 */
export function masksFromCoco(json: unknown): ImportedMasks {
  const parsed = cocoSchema.safeParse(json);
  if (!parsed.success) return { masks: [], problems: [failureOf('coco-unfit')] };
  const problems: Failure[] = [];
  const images = cocoImages(parsed.data.images, problems);
  const masks: { name: string; rle: Rle }[] = [];
  const seen = new Map<string, number>();
  parsed.data.annotations.forEach((entry, i) => {
    const found = annotationMask(entry, images);
    if ('code' in found) {
      const id = annotationSchema.safeParse(entry).data?.id;
      problems.push(
        id === undefined
          ? failureOf('coco-annotation-numbered', { number: i + 1, fault: found })
          : failureOf('coco-annotation-named', { id: String(id), fault: found }),
      );
      return;
    }
    const times = (seen.get(found.name) ?? 0) + 1;
    seen.set(found.name, times);
    masks.push(times === 1 ? found : { ...found, name: `${found.name} (${times})` });
  });
  return { masks, problems };
}

function cocoImages(entries: readonly unknown[], problems: Failure[]): Map<string | number, CocoImage> {
  const images = new Map<string | number, CocoImage>();
  entries.forEach((entry, i) => {
    const { data: image } = imageSchema.safeParse(entry);
    if (!image) problems.push(failureOf('coco-image-incomplete', { number: i + 1 }));
    else if (images.has(image.id))
      problems.push(failureOf('coco-image-twice', { number: i + 1, id: String(image.id) }));
    else images.set(image.id, image);
  });
  return images;
}

/** The mask of one annotation, or what is wrong with it. */
function annotationMask(
  entry: unknown,
  images: ReadonlyMap<string | number, CocoImage>,
): { name: string; rle: Rle } | Failure {
  const { data: annotation } = annotationSchema.safeParse(entry);
  if (!annotation) return failureOf('coco-no-image');
  const image = images.get(annotation.image_id);
  if (!image) return failureOf('coco-image-missing', { id: String(annotation.image_id) });
  const { width, height } = image;
  if (width * height > MAX_PIXELS)
    return failureOf('coco-image-too-large', { width, height, millions: MAX_PIXELS / 1e6 });
  const { data: segmentation } = segmentationSchema.safeParse(annotation.segmentation);
  if (!segmentation) return failureOf('coco-segmentation-unknown');
  const rle = segmentationRuns(segmentation, width, height);
  if ('code' in rle) return rle;
  const painted = rle.counts.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
  if (painted === 0) return failureOf('coco-mask-empty');
  if (painted === width * height) return failureOf('coco-mask-full');
  return { name: stem(image), rle };
}

function stem({ id, file_name: path }: CocoImage): string {
  const name = (path ?? '').replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return name === '' ? `image ${id}` : name;
}

/** Fewer levels apart than this are the noise of a file that shows nothing, unless there are just two levels. */
const MIN_CONTRAST = 32;
/** Masks have two tones. Where more of the image than this lies well between the darkest and the brightest, it is a photograph. */
const MAX_BETWEEN = 0.25;

/**
 * The mask that an image shows: 1 where it is bright. What is transparent is outside; a shape of one colour on nothing is the mask, whatever
 * its colour. Levels of 0 and 1 do as well as 0 and 255. Null where it shows no mask: empty, full, or a photograph.
 */
export function maskFromImage({ width, height, data }: RgbaImage): Mask | null {
  const colour = new Float64Array(width * height);
  const opacity = new Float64Array(width * height);
  let [darkest, brightest] = [255, 0];
  for (let i = 0; i < colour.length; i += 1) {
    const [r = 0, g = 0, b = 0, a = 0] = data.subarray(4 * i, 4 * i + 4);
    colour[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    opacity[i] = a;
    if (a <= 127) continue;
    darkest = Math.min(darkest, colour[i] ?? 0);
    brightest = Math.max(brightest, colour[i] ?? 0);
  }
  const isCutOut = brightest - darkest < MIN_CONTRAST && opacity.some((a) => a <= 127) && opacity.some((a) => a > 127);
  return twoTones(isCutOut ? opacity : colour.map((value, i) => (value * (opacity[i] ?? 0)) / 255), width, height);
}

function twoTones(values: Float64Array, width: number, height: number): Mask | null {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (high <= low) return null;
  if (high - low < MIN_CONTRAST && values.some((value) => value !== low && value !== high)) return null;
  const place = values.map((value) => (value - low) / (high - low));
  const between = place.reduce((sum, value) => (value > 0.25 && value < 0.75 ? sum + 1 : sum), 0);
  if (between > MAX_BETWEEN * values.length) return null;
  return { width, height, data: Uint8Array.from(place, (value) => (value > 0.5 ? 1 : 0)) };
}
