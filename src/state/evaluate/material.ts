/** What Evaluate and the map of Review work with: real images and samples as the encoder sees them, described where they were not. Loaded when one of them is. */
import type { ClassCode } from '../../contracts/classes';
import type { DescribedRows } from '../../contracts/evaluation';
import type { Outcome } from '../../contracts/failure';
import type { SampleSummary } from '../../contracts/sample';
import { counts } from '../../core/dataset/tally';
import type { StudioDependencies } from '../base/dependencies';
import type { ClassControl } from '../dataset/classStore';
import type { DatasetContent } from '../dataset/datasetStore';
import { isOf, type FittingControl } from '../dataset/fittingStore';
import { describeSamples, type DescribedSample } from '../review/sampleFeatures';
import type { Samples } from '../review/sampleStore';

/** An open data set. */
export interface RealImages {
  readonly token: string;
  readonly content: DatasetContent;
}

export interface Comparable {
  /** Places of the images in the data set. */
  readonly wanted: readonly number[];
  /** Only images that the encoder has not learnt from: the others it knows too well. */
  readonly heldOutOnly: boolean;
}

export interface Material {
  readonly heldOutOnly: boolean;
  /** `images`: their places in the data set. */
  readonly real: Omit<DescribedRows, 'labels'> & { readonly images: Int32Array };
  readonly made: readonly DescribedSample[];
}

/** Of what is described. */
export interface Course {
  readonly isCancelled: () => boolean;
  readonly onProgress: (kind: 'real' | 'samples', done: number, total: number) => void;
}

/** The parts of the studio that it works with. */
export interface MaterialNeeds {
  readonly samples: Samples;
  readonly fitting: FittingControl;
  readonly classes: Pick<ClassControl, 'store'>;
}

const NO_REAL: Material['real'] = {
  images: new Int32Array(),
  deep: new Float32Array(),
  dim: 0,
  sharpness: new Float32Array(),
};

export function createMaterial(
  { evaluation, fitting: descriptions, inference, storage }: StudioDependencies,
  { samples, fitting, classes }: MaterialNeeds,
) {
  /** The real images that samples are compared with: of a class of the project, and none that the encoder has learnt from. */
  async function comparable(content: DatasetContent): Promise<Comparable> {
    const { codes } = classes.store.getState();
    const heldOutOnly = await fitting.isKnownToEncoder(content);
    const wanted = content.images.flatMap((image, at) =>
      counts(image, at, content.scan) && isOf(codes, image.class) && !(heldOutOnly && image.split === 'train')
        ? [at]
        : [],
    );
    return { heldOutOnly, wanted };
  }

  /** Those of a class of the project; SKIN is none. */
  function compared(): SampleSummary[] {
    const { codes } = classes.store.getState();
    return [...samples.store.getState().samples.values()].filter((sample) => isOf(codes, sample.class));
  }

  async function describeReal(
    { token, content }: RealImages,
    wanted: readonly number[],
    { isCancelled, onProgress }: Course,
  ): Promise<Outcome<Material['real']>> {
    if (isCancelled()) return { ok: true, value: NO_REAL }; // to describe would begin anew
    const stopped = await fitting.describe(token, content.images.length, wanted, (done, total) =>
      onProgress('real', done, total),
    );
    if (stopped) return { ok: false, failure: stopped };
    return isCancelled() ? { ok: true, value: NO_REAL } : descriptions.described(Int32Array.from(wanted));
  }

  return {
    comparable,
    compared,
    /** Describes what was not described; what is described is kept. @param dataset null: samples alone. @param encoder its SHA-256 */
    async describe(dataset: RealImages | null, encoder: string, course: Course): Promise<Outcome<Material>> {
      const { heldOutOnly, wanted } = dataset
        ? await comparable(dataset.content)
        : { heldOutOnly: false, wanted: [] as const };
      const real: Outcome<Material['real']> = dataset
        ? await describeReal(dataset, wanted, course)
        : { ok: true, value: NO_REAL };
      if (!real.ok) return real;
      const made = await describeSamples({ evaluation, inference, storage }, encoder, compared(), {
        isCancelled: course.isCancelled,
        onProgress: (done, total) => course.onProgress('samples', done, total),
      });
      return made.ok ? { ok: true, value: { heldOutOnly, real: real.value, made: made.value } } : made;
    },
  };
}

export type MaterialControl = ReturnType<typeof createMaterial>;

/** Places of their classes in a list; -1 for none of it. */
export function labelsOf(
  items: readonly { readonly class: ClassCode | null }[],
  classes: readonly ClassCode[],
): Int32Array<ArrayBuffer> {
  return Int32Array.from(items, (item) => (item.class === null ? -1 : classes.indexOf(item.class)));
}

/** Features of samples, a row each. */
export function deepRows(described: readonly DescribedSample[]): Pick<DescribedRows, 'deep' | 'dim'> {
  const dim = described[0]?.features.deep.length ?? 0;
  const deep = new Float32Array(described.length * dim);
  described.forEach(({ features }, row) => deep.set(features.deep, row * dim));
  return { deep, dim };
}
