/** Fits the gates on a person's own real images, as they were described one by one. */
import type { ClassCode } from '../../contracts/classes';
import type { Fitted, FitRequest } from '../../contracts/fitting';
import type { RealDescription } from '../../contracts/inference';
import { versionMeasuring } from '../description/versions';
import { sha256Hex } from '../provenance/digest';
import { calibrationSet, rowsFor, type CalibrationSet } from './calibrationSet';
import { writeGateFit } from './gateFitFile';
import { fitGates } from './gates';
import { readReferenceImages, writeReferenceImages } from './referenceImages';

/** Images without which nothing can be fitted. */
export const LEAST_IMAGES = 20;

export interface OwnFit {
  readonly about: Fitted;
  readonly images: Uint8Array<ArrayBuffer>;
  readonly gates: Uint8Array<ArrayBuffer>;
}

/** @param describe null for an image that was not described. Null where fewer than LEAST_IMAGES were. Throws FeatureError for a feature that is no number. */
export async function fitOwn(
  request: FitRequest,
  encoderSha256: string,
  describe: (image: number) => RealDescription | null,
): Promise<OwnFit | null> {
  const rows = [...request.images].flatMap((image, row) => {
    const description = describe(image);
    return description ? [{ row, description }] : [];
  });
  if (rows.length < LEAST_IMAGES) return null;
  const table = (rowOf: (description: RealDescription) => Float32Array) => {
    const dim = rows[0] ? rowOf(rows[0].description).length : 0;
    const data = new Float32Array(rows.length * dim);
    rows.forEach(({ description }, at) => data.set(rowOf(description), at * dim));
    return { dim, data };
  };
  const texture = table((d) => d.texture);
  const images = writeReferenceImages({
    description: versionMeasuring(texture.dim) ?? 1,
    ids: rows.map(({ row }) => request.ids[row] ?? ''),
    labels: rows.map(({ row }) => request.labels[row] ?? -1),
    lesions: rows.map(({ row }) => request.lesions[row] ?? -1),
    splits: rows.map(({ row }) => request.splits[row] ?? 'train'),
    hashes: Uint32Array.from(rows.flatMap(({ description }) => [...description.hashes.subarray(0, 2)])),
    frames: null, // the models have not seen these images
    depths: { texture, mid: table((d) => d.mid), deep: table((d) => d.deep) },
    logits: table((d) => d.logits),
    classes: request.classes,
    encoderClasses: request.encoderClasses,
    encoderSha256,
  });
  const reference = readReferenceImages(images, encoderSha256, request.encoderClasses); // as samples will meet it, in half precision
  const calibration = request.isKnownToEncoder ? 'held-out' : 'small-leave-out';
  const hashes = rows.map(({ description }) => description.hashes);
  const fit = fitGates(reference, hashes, calibration);
  const set = calibrationSet(reference, calibration);
  const sha256 = await sha256Hex(images);
  const { dataset, when } = request;
  return {
    images,
    gates: new TextEncoder().encode(writeGateFit(fit, reference, sha256)),
    about: {
      schema: 1,
      sha256,
      encoderSha256,
      dataset,
      images: rows.length,
      calibration,
      classes: set.classes.map((code) => aboutClass(code, set)),
      when,
    },
  };
}

function aboutClass(code: ClassCode, set: CalibrationSet): Fitted['classes'][number] {
  const { labels, classes } = set.reference;
  const images = Array.from(labels).filter((label) => label === classes.indexOf(code)).length;
  const together = set.together.get(code) ?? [code];
  const countedAmong = together.reduce((sum, other) => sum + rowsFor(set, other).counted.length, 0);
  return { class: code, images, countedAmong, together: [...together] };
}
