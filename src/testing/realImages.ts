/** For tests: real images as the gates know them, and a sample beside them, all of noise. */
import { ISIC_CODES } from '../contracts/classes';
import { measuredNames, type DescriptionVersion } from '../core/description/versions';
import type { Described } from '../core/gates/gate';
import type { ReferenceImages } from '../core/gates/referenceImages';
import { traitsAt } from '../core/gates/typical/typicality';
import { HASH_SOURCE_PX, symmetricHashes } from '../core/image/perceptualHash';
import { gaussianNoise } from '../core/random/gaussian';

export const COUNTS = { DF: 440, NV: 40, VASC: 12 } as const;

/** Three classes of real images around three points; every fourth is kept for calibration. */
export function exampleRealImages(description: DescriptionVersion = 1): {
  reference: ReferenceImages;
  hashes: Uint32Array[];
} {
  const labels = Object.entries(COUNTS).flatMap(([code, count]) =>
    new Array<number>(count).fill(ISIC_CODES.indexOf(code)),
  );
  const table = (dim: number, seed: number, flat = false) => {
    const noise = gaussianNoise(seed, labels.length * dim);
    return {
      dim,
      data: noise.map(
        (v, at) =>
          v / (flat ? 1 + (at % dim) ** 2 : 1) + 3 * Math.sin((labels[Math.floor(at / dim)] ?? 0) + (at % dim)),
      ),
    };
  };
  const noise = gaussianNoise(9, labels.length * 8);
  const hashes = labels.map((_, row) =>
    symmetricHashes(Float64Array.from(gaussianNoise(100 + row, HASH_SOURCE_PX ** 2))),
  );
  return {
    hashes,
    reference: {
      description,
      ids: labels.map((_, row) => `ISIC_${row}`),
      labels,
      lesions: labels.map((_, row) => row),
      splits: labels.map((_, row) => (row % 4 === 3 ? 'calibration' : 'train')),
      frames: null,
      hashes: Uint32Array.from(hashes.flatMap((all) => [...all.subarray(0, 2)])),
      depths: { texture: table(measuredNames(description).length, 1), mid: table(10, 2, true), deep: table(12, 3) },
      logits: { dim: 8, data: noise.map((v, at) => v / 2 + (at % 8 === labels[Math.floor(at / 8)] ? 3 : 0)) },
      classes: ISIC_CODES,
      encoderClasses: ISIC_CODES,
      encoderSha256: 'abc',
    },
  };
}

/** As a real image, the first of DF, but of another picture and a little beside it in features. */
export function exampleDescribed(
  reference: ReferenceImages,
  change: Partial<Described['depths']> = {},
  row = 0,
): Described {
  const { depths } = traitsAt(reference, row);
  const beside = (values: ArrayLike<number>, seed: number, by = 0.8): Float64Array => {
    const noise = gaussianNoise(seed, values.length);
    return Float64Array.from(Array.from(values), (v, i) => v + by * (noise[i] ?? 0));
  };
  return {
    depths: {
      texture: beside(depths.texture, 51, 0.2),
      mid: beside(depths.mid, 52, 0.01),
      deep: beside(depths.deep, 53),
      ...change,
    },
    logits: [0, 0, 0, 0, 0, 3, 0, 0],
    hashes: symmetricHashes(Float64Array.from(gaussianNoise(7, HASH_SOURCE_PX ** 2))),
  };
}
