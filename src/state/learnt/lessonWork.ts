/** What showing and teaching a class do, loaded when the first class is shown or taught. */
import type { BundleFiles, BundleManifest, TeachingInfo } from '../../contracts/bundle';
import type { ClassCode } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import type { RealImage } from '../../contracts/inference';
import { OWN_CLASS_LIMITS, type OwnClass, type OwnClassWay } from '../../contracts/ownClass';
import type { TeachProgress } from '../../contracts/teaching';
import { counts } from '../../core/dataset/tally';
import { refTo } from '../../core/bundle/refTo';
import { choosePictures, type Chosen } from '../../core/teach/choosePictures';
import { parseSafetensors } from '../../core/tensor/safetensors';
import type { StudioDependencies } from '../base/dependencies';
import { SHIPPED_BUNDLE_ID } from '../session/sessionStore';
import type { LearntNeeds } from './learntStore';

/** Steps of a whole lesson plan (docs/adr/0041). */
const STEPS = 300;
/** Pictures on their way to the encoder at the same time: one is read while another one is described. */
const IN_FLIGHT = 2;

export interface Pictures {
  readonly code: ClassCode;
  readonly chosen: Chosen;
  readonly manifest: BundleManifest;
  readonly manifestSha256: string;
  readonly teaching: TeachingInfo;
  /** Of the bundle, those that come later. */
  readonly files: BundleFiles;
}

/** Fails with own-class-other-model, own-class-no-dataset, own-class-few-lesions, and as ProjectsApi.readLater. */
export async function picturesOf(
  { projects, baseUrl }: StudioDependencies,
  { session, dataset }: LearntNeeds,
  code: ClassCode,
  isTaught: boolean,
): Promise<Outcome<Pictures>> {
  const { manifest, manifestSha256, takesOwnClasses } = session.store.getState();
  if (!manifest?.teaching || !takesOwnClasses) return fail('own-class-other-model');
  const { opened, content } = dataset.store.getState();
  if (opened?.source.kind !== 'open') return fail('own-class-no-dataset');
  const { images, scan } = content;
  const usable = images.flatMap((image, at) => (counts(image, at, scan) ? [at] : []));
  const chosen = choosePictures(images, usable, code, isTaught);
  const wanted = isTaught ? OWN_CLASS_LIMITS.taught : OWN_CLASS_LIMITS.shown;
  const found = chosen.lesions + chosen.heldOut.length;
  if (found < wanted) return fail('own-class-few-lesions', { class: code, found, wanted });
  const shippedUrl = new URL(`models/${SHIPPED_BUNDLE_ID}`, baseUrl).href;
  const files = await projects.readLater(
    manifest,
    manifestSha256,
    manifest.id === SHIPPED_BUNDLE_ID ? shippedUrl : null,
  );
  if (!files.ok) return files;
  return succeed({ code, chosen, manifest, manifestSha256, teaching: manifest.teaching, files: files.value });
}

/** Takes the description of each picture. Fails with cancelled, own-class-few, and as InferenceApi.describeExample. */
export async function describe(
  { dataset, inference, now }: StudioDependencies,
  pictures: Pictures,
  stop: AbortSignal,
  say: (done: number, total: number) => void,
): Promise<Outcome<OwnClass>> {
  const { chosen, files, teaching } = pictures;
  const numbers = files[teaching.numbers] ?? new Uint8Array();
  const examples = new Map<number, Float32Array<ArrayBuffer>>();
  const [waiting, total] = [[...chosen.learn], chosen.learn.length];
  let done = 0;
  const failures: Outcome<never>[] = [];
  const lane = async (): Promise<void> => {
    for (let at = waiting.shift(); at !== undefined && failures.length === 0 && !stop.aborted; at = waiting.shift()) {
      const real = await realAt(dataset, at);
      const made = real.ok && real.value ? await inference.describeExample(real.value, numbers) : real;
      if (!made.ok) failures.push(made);
      else if (made.value instanceof Float32Array) examples.set(at, made.value);
      say((done += 1), total);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const [failed] = failures;
  if (failed) return failed;
  if (stop.aborted) return fail('cancelled');
  const rows = chosen.learn.flatMap((at) => examples.get(at) ?? []);
  if (rows.length < OWN_CLASS_LIMITS.shown)
    return fail('own-class-few', { found: rows.length, wanted: OWN_CLASS_LIMITS.shown });
  const nobody = await nullVector(pictures);
  return nobody.ok ? succeed({ ...about(pictures, 'shown', rows.length, now()), vector: nobody.value, examples: rows, lowRank: null }) : nobody; // prettier-ignore
}

/** Goes on where it was left. Fails with cancelled, and as TeachingApi.teach. */
export async function teach(
  { dataset, inference, storage, now, randomSeed }: StudioDependencies,
  pictures: Pictures,
  stop: AbortSignal,
  onProgress: (progress: TeachProgress) => void,
): Promise<Outcome<OwnClass>> {
  const { chosen, files, code } = pictures;
  const [learn, heldOut] = [await realsAt(dataset, chosen.learn), await realsAt(dataset, chosen.heldOut)];
  if (!learn.ok) return learn;
  if (!heldOut.ok) return heldOut;
  const from = await storage.readLesson(code);
  if (!from.ok) return from;
  if (stop.aborted) return fail('cancelled');
  const jobId = `teach ${code}`;
  stop.addEventListener('abort', () => inference.cancel(jobId));
  const bundleSha256 = pictures.manifestSha256;
  const request = {
    jobId,
    bundleSha256,
    files,
    pictures: learn.value,
    heldOut: heldOut.value,
    steps: STEPS,
    seed: randomSeed(),
  };
  const taught = await inference.teach({ ...request, from: from.value }, onProgress);
  if (!taught.ok) return taught;
  const { vector, lowRank, examples } = taught.value;
  return succeed({ ...about(pictures, 'taught', examples.length, now()), vector, lowRank, examples });
}

function about({ code, manifest, manifestSha256, chosen }: Pictures, way: OwnClassWay, images: number, at: Date) {
  const bundle = refTo(manifest, manifestSha256);
  return { code, way, bundle, madeAt: at.toISOString(), images, lesions: Math.min(images, chosen.lesions) };
}

/** What the network is told of no class at all, [E]. */
function nullVector({ files, teaching }: Pictures): Promise<Outcome<Float32Array<ArrayBuffer>>> {
  const data = parseSafetensors(files[teaching.numbers] ?? new Uint8Array()).tensors['null_vector']?.data;
  return Promise.resolve(
    data instanceof Float32Array
      ? succeed(Float32Array.from(data))
      : fail('bundle-teaching-unreadable', { path: teaching.numbers }),
  );
}

/** Null where the file is gone: it is left out. */
async function realAt(dataset: StudioDependencies['dataset'], at: number): Promise<Outcome<RealImage | null>> {
  const [file, outline] = await Promise.all([dataset.file(at), dataset.mask(at)]);
  for (const read of [file, outline])
    if (!read.ok) return read.failure.code === 'dataset-file-missing' ? succeed(null) : read;
  return file.ok && outline.ok ? succeed({ file: file.value, outline: outline.value }) : succeed(null);
}

async function realsAt(dataset: StudioDependencies['dataset'], all: readonly number[]): Promise<Outcome<RealImage[]>> {
  const found: RealImage[] = [];
  for (const at of all) {
    const real = await realAt(dataset, at);
    if (!real.ok) return real;
    if (real.value) found.push(real.value);
  }
  return succeed(found);
}
