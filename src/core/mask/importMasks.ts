/** Lesion masks that were drawn elsewhere, for the mask library: COCO's JSON and images of masks. */
import * as z from 'zod/mini';
import { failureOf, InlayError, type Failure } from '../../contracts/failure';
import type { Mask, RgbaImage } from '../../contracts/image';
import { LIMITS } from '../../contracts/limits';
import { isMaskSize, type Rle } from '../../contracts/recipe';
import { segmentationRuns, segmentationSchema } from './cocoRuns';

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

/** What a COCO file says of one annotation. */
export interface CocoAnnotation {
  /** Its place in the file, and how many there are. */
  readonly done: number;
  readonly total: number;
  /** Named after its image; `size` is its image's. */
  readonly found: { readonly name: string; readonly rle: Rle } | null;
  /** Why it was left out, and images before it. */
  readonly problems: readonly Failure[];
}

/**
 * The masks of COCO instances (cocodataset.org, "Data format"), one after the other, since all of them may not fit into memory: polygons, run
 * lengths, and run lengths that pycocotools has packed into a string. Sizes are those of `images`. Categories are not read: a mask tells
 * nothing of a class. @param name of the file. Throws InlayError of limit-annotations, and nothing else.
 */
export function* eachCocoMask(json: unknown, name = 'The file'): Generator<CocoAnnotation> {
  const parsed = cocoSchema.safeParse(json);
  if (!parsed.success) {
    yield { done: 0, total: 0, found: null, problems: [failureOf('coco-unfit')] };
    return;
  }
  const { images: listed, annotations } = parsed.data;
  if (listed.length > LIMITS.coco.images) throw new InlayError('limit-annotations', { name, most: LIMITS.coco.images });
  const total = annotations.length;
  if (total > LIMITS.coco.annotations)
    throw new InlayError('limit-annotations', { name, most: LIMITS.coco.annotations });
  const left: Failure[] = [];
  const images = cocoImages(listed, left);
  if (left.length > 0) yield { done: 0, total, found: null, problems: left };
  const seen = new Map<string, number>();
  for (const [i, entry] of annotations.entries()) {
    const found = annotationMask(entry, images);
    const done = i + 1;
    if ('code' in found) {
      yield { done, total, found: null, problems: [annotationFault(entry, done, found)] };
      continue;
    }
    const times = (seen.get(found.name) ?? 0) + 1;
    seen.set(found.name, times);
    const named = times === 1 ? found : { ...found, name: `${found.name} (${times})` };
    yield { done, total, found: named, problems: [] };
  }
}

function annotationFault(entry: unknown, number: number, fault: Failure): Failure {
  const id = annotationSchema.safeParse(entry).data?.id;
  return id === undefined
    ? failureOf('coco-annotation-numbered', { number, fault })
    : failureOf('coco-annotation-named', { id: String(id), fault });
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
  if (!isMaskSize(width, height))
    return failureOf('coco-image-too-large', { width, height, millions: LIMITS.mask.pixels / 1e6 });
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
  const count = width * height;
  const opacity = (i: number): number => data[4 * i + 3] ?? 0;
  const colour = (i: number): number =>
    0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0);
  let [darkest, brightest, seen] = [255, 0, 0];
  for (let i = 0; i < count; i += 1) {
    if (opacity(i) <= 127) continue;
    seen += 1;
    darkest = Math.min(darkest, colour(i));
    brightest = Math.max(brightest, colour(i));
  }
  const isCutOut = brightest - darkest < MIN_CONTRAST && seen > 0 && seen < count;
  return twoTones(isCutOut ? opacity : (i) => (colour(i) * opacity(i)) / 255, width, height);
}

/** @param value of each pixel, asked for several times: to keep all of them takes more memory than the image */
function twoTones(value: (i: number) => number, width: number, height: number): Mask | null {
  const count = width * height;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < count; i += 1) {
    const now = value(i);
    low = Math.min(low, now);
    high = Math.max(high, now);
  }
  if (high <= low) return null;
  const isFaint = high - low < MIN_CONTRAST;
  const data = new Uint8Array(count);
  let between = 0;
  for (let i = 0; i < count; i += 1) {
    const now = value(i);
    if (isFaint && now !== low && now !== high) return null;
    const place = (now - low) / (high - low);
    if (place > 0.25 && place < 0.75) between += 1;
    data[i] = place > 0.5 ? 1 : 0;
  }
  return between > MAX_BETWEEN * count ? null : { width, height, data };
}
