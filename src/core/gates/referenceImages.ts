/** Real images as a bundle, or the user's own fit, keeps them: features and hashes, never pixels. Everything the gates know. */
import * as z from 'zod/mini';
import { ISIC_CODES, lesionCodeSchema, type ClassCode } from '../../contracts/classes';
import { SPLITS, type Split } from '../dataset/split';
import {
  parseSafetensors,
  SafetensorsError,
  writeSafetensors,
  type Tensor,
  type Writable,
} from '../tensor/safetensors';
import type { Features } from '../features/features';
import { DESCRIPTION_VERSIONS, measuredNames, type DescriptionVersion } from '../description/versions';
import type { Depth } from './gate';

/** What is known of real images, a row each, alike at every depth. */
export interface RealImages {
  readonly depths: Readonly<Record<Depth, Features>>;
  readonly logits: Features;
  /** [N] place of the class in the list that comes with them. */
  readonly labels: ArrayLike<number>;
  /** [N] index of the lesion: images of one lesion never lie on both sides of a split. */
  readonly lesions: ArrayLike<number>;
}

export interface ReferenceImages extends RealImages {
  /** By which version of the description. */
  readonly description: DescriptionVersion;
  readonly ids: readonly string[];
  /** [N x 2], of the region that is scored. */
  readonly hashes: Uint32Array;
  /** [N x 2], of the whole frame; null where nobody keeps them. */
  readonly frames: Uint32Array | null;
  readonly splits: readonly Split[];
  /** What labels are places in. */
  readonly classes: readonly ClassCode[];
  /** What the encoder's classifier reads: the columns of the logits. */
  readonly encoderClasses: readonly ClassCode[];
  /** Of the encoder that made the features; others may not be compared with them. */
  readonly encoderSha256: string;
}

/** Sound, but of another version of the studio, which described images by other numbers. */
export class OtherDescriptionError extends SafetensorsError {}

const metadataSchema = z.object({
  schema: z.literal('1'),
  encoder_sha256: z.string(),
  ids: z.string(),
  /** Absent: 1. */
  description: z.optional(z.string()),
  /** Absent: those that the encoder's classifier reads. */
  classes: z.optional(z.string()),
});
const idsSchema = z.array(z.string());
const classesSchema = z.array(lesionCodeSchema);
const splitIndexSchema = z.int().check(z.minimum(0), z.maximum(2));

export function writeReferenceImages(images: ReferenceImages): Uint8Array<ArrayBuffer> {
  const count = images.ids.length;
  const table = ({ dim, data }: Features): Writable => {
    return { dtype: 'F16', shape: [count, dim], data: Float32Array.from(data) };
  };
  const column = (values: ArrayLike<number>): Writable => {
    return { dtype: 'I32', shape: [count], data: Int32Array.from(values) };
  };
  return writeSafetensors(
    {
      class: column(images.labels),
      lesion: column(images.lesions),
      split: column(images.splits.map((split) => SPLITS.indexOf(split))),
      hash: { dtype: 'I32', shape: [count, 2], data: new Int32Array(images.hashes) },
      ...(images.frames && { frame: { dtype: 'I32', shape: [count, 2], data: new Int32Array(images.frames) } }),
      texture: table(images.depths.texture),
      logits: table(images.logits),
      ...(images.description > 1
        ? { ...inBytes('mid', images.depths.mid), ...inBytes('deep', images.depths.deep) }
        : { mid: table(images.depths.mid), deep: table(images.depths.deep) }),
    },
    {
      schema: '1',
      encoder_sha256: images.encoderSha256,
      ids: JSON.stringify(images.ids),
      ...(images.description > 1 && { description: String(images.description) }),
      ...(!sameList(images.classes, images.encoderClasses) && { classes: JSON.stringify(images.classes) }),
    },
  );
}

/**
 * @param encoderSha256 of the encoder that will make the features of samples @param encoderClasses what its classifier reads
 * Throws SafetensorsError where the file is cut short, or made with another encoder; OtherDescriptionError.
 */
export function readReferenceImages(
  bytes: Uint8Array,
  encoderSha256: string,
  encoderClasses: readonly ClassCode[] = ISIC_CODES,
): ReferenceImages {
  const { tensors, metadata } = parseSafetensors(bytes);
  const about = metadataSchema.safeParse(metadata);
  if (!about.success) throw new SafetensorsError('The reference names no encoder.');
  if (about.data.encoder_sha256 !== encoderSha256) {
    throw new SafetensorsError('The reference images were described with another encoder.');
  }
  const ids = idsSchema.parse(JSON.parse(about.data.ids));
  const column = (name: string): Int32Array => {
    const data = tensors[name]?.data;
    if (
      !(data instanceof Int32Array) ||
      data.length % Math.max(1, ids.length) !== 0 ||
      tensors[name]?.shape[0] !== ids.length
    ) {
      throw new SafetensorsError(`The reference has no ${name} for each of its ${ids.length} images.`);
    }
    return data;
  };
  const table = (name: string): Features => asFeatures(name, tensors[name], ids.length);
  const deepTable = (name: string): Features =>
    tensors[`${name}_scale`] ? fromBytes(table(`${name}_scale`), tensors[name]) : table(name);
  const labels = column('class');
  const classes =
    about.data.classes === undefined ? encoderClasses : classesSchema.parse(JSON.parse(about.data.classes));
  if (labels.some((label) => label < 0 || label >= classes.length)) {
    throw new SafetensorsError('The reference names a class that it does not list.');
  }
  const texture = table('texture');
  const description = DESCRIPTION_VERSIONS.find((version) => String(version) === (about.data.description ?? '1'));
  if (description === undefined || texture.dim !== measuredNames(description).length) {
    throw new OtherDescriptionError(
      'The reference describes texture in another way: it was fitted by another version.',
    );
  }
  return {
    description,
    ids,
    labels,
    lesions: column('lesion'),
    splits: Array.from(column('split'), (index) => SPLITS[splitIndexSchema.parse(index)] ?? 'test'),
    hashes: new Uint32Array(column('hash')),
    frames: tensors['frame'] ? new Uint32Array(column('frame')) : null,
    depths: { texture, mid: deepTable('mid'), deep: deepTable('deep') },
    logits: table('logits'),
    classes,
    encoderClasses,
    encoderSha256,
  };
}

function sameList(a: readonly ClassCode[], b: readonly ClassCode[]): boolean {
  return a.length === b.length && a.every((code, place) => code === b[place]);
}

const MOST = 127;

/** In a quarter of the room of single precision: each row's largest value is 127. */
function inBytes(name: string, { dim, data }: Features): Readonly<Record<string, Writable>> {
  const count = dim === 0 ? 0 : data.length / dim;
  const scales = Float32Array.from({ length: count }, (_, row) => {
    const values = data.subarray(row * dim, (row + 1) * dim);
    let most = 0;
    for (const value of values) most = Math.max(most, Math.abs(value));
    return most / MOST || 1;
  });
  const bytes = Int32Array.from(data, (value, at) => Math.round(value / (scales[Math.floor(at / dim)] ?? 1)));
  return {
    [name]: { dtype: 'I8', shape: [count, dim], data: bytes },
    [`${name}_scale`]: { dtype: 'F32', shape: [count, 1], data: scales },
  };
}

/** @param scales [N,1] */
function fromBytes(scales: Features, tensor: Tensor | undefined): Features {
  const dim = tensor?.shape[1] ?? 0;
  if (tensor?.dtype !== 'I8' || tensor.shape[0] !== scales.data.length) {
    throw new SafetensorsError(`The reference has no features for each of its ${scales.data.length} images.`);
  }
  return { dim, data: Float32Array.from(tensor.data, (value, at) => value * (scales.data[Math.floor(at / dim)] ?? 0)) };
}

function asFeatures(name: string, tensor: Tensor | undefined, count: number): Features {
  if (!(tensor?.data instanceof Float32Array) || tensor.shape[0] !== count || tensor.shape.length !== 2) {
    throw new SafetensorsError(`The reference has no ${name} for each of its ${count} images.`);
  }
  return { dim: tensor.shape[1] ?? 0, data: tensor.data };
}
