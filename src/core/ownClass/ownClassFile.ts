/** An own class as a file (docs/formats/own-class.md): safetensors, what it is in the header's metadata. */
import * as z from 'zod/mini';
import { lesionCodeSchema } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { OWN_CLASS_LIMITS, OWN_CLASS_WAYS, type LowRank, type OwnClass } from '../../contracts/ownClass';
import { sha256Schema } from '../../contracts/recipe';
import { joined } from '../tensor/joined';
import {
  parseSafetensors,
  SafetensorsError,
  writeSafetensors,
  type Tensor,
  type Writable,
} from '../tensor/safetensors';

const SCHEMA = '1';
const count = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000_000));
const text = z.string().check(z.minLength(1), z.maxLength(200));

const metadataSchema = z.object({
  schema: z.literal(SCHEMA),
  code: lesionCodeSchema,
  way: z.enum(OWN_CLASS_WAYS),
  bundleId: text,
  bundleVersion: text,
  bundleSha256: sha256Schema,
  madeAt: z.iso.datetime(),
  images: count,
  lesions: count,
});

/** The same bytes for the same class. */
export function writeOwnClass(own: OwnClass): Uint8Array<ArrayBuffer> {
  const { vector, examples, lowRank, bundle } = own;
  const rows = (values: Float32Array, many: number): Writable => ({
    dtype: 'F32',
    shape: [many, values.length / many],
    data: values,
  });
  const metadata: z.input<typeof metadataSchema> = {
    schema: SCHEMA,
    code: own.code,
    way: own.way,
    bundleId: bundle.id,
    bundleVersion: bundle.version,
    bundleSha256: bundle.sha256,
    madeAt: own.madeAt,
    images: String(own.images),
    lesions: String(own.lesions),
  };
  return writeSafetensors(
    {
      class_vector: rows(vector, 1),
      ...(examples.length > 0 && { examples: rows(joined(examples), examples.length) }),
      ...(lowRank && {
        low_rank_in: rows(lowRank.in, lowRank.rank),
        low_rank_out: rows(lowRank.out, lowRank.out.length / lowRank.rank),
      }),
    },
    metadata as Record<string, string>,
  );
}

/** Fails with own-class-unreadable. */
export function readOwnClass(bytes: Uint8Array): Outcome<OwnClass> {
  try {
    const { tensors, metadata } = parseSafetensors(bytes);
    const about = metadataSchema.safeParse(metadata);
    if (!about.success) return fail('own-class-unreadable', {}, z.prettifyError(about.error));
    const {
      code,
      way,
      madeAt,
      images,
      lesions,
      bundleId: id,
      bundleVersion: version,
      bundleSha256: sha256,
    } = about.data;
    const vector = rowsOf(tensors['class_vector'])[0];
    const examples = tensors['examples'] ? rowsOf(tensors['examples']) : [];
    const lowRank = lowRankOf(tensors['low_rank_in'], tensors['low_rank_out']);
    const fits = examples.length > 0 && (way === 'taught') === (lowRank !== null);
    if (!vector || !fits || examples.length > OWN_CLASS_LIMITS.pictures) return fail('own-class-unreadable');
    return succeed({ code, way, bundle: { id, version, sha256 }, madeAt, images, lesions, vector, examples, lowRank });
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    return fail('own-class-unreadable', {}, error.message);
  }
}

/** Throws SafetensorsError for another type or shape, and where a number is none. */
function rowsOf(tensor: Tensor | undefined): Float32Array<ArrayBuffer>[] {
  const [many = 0, length = 0] = tensor?.shape ?? [];
  const data = tensor?.data;
  if (!(data instanceof Float32Array) || tensor?.shape.length !== 2 || !data.every(Number.isFinite))
    throw new SafetensorsError('A tensor is no table of numbers.');
  return Array.from({ length: many }, (_, row) => Float32Array.from(data.subarray(row * length, (row + 1) * length)));
}

function lowRankOf(into: Tensor | undefined, out: Tensor | undefined): LowRank | null {
  if (!into && !out) return null;
  const [given, made] = [rowsOf(into), rowsOf(out)];
  const rank = given.length;
  if (rank === 0 || made.some((row) => row.length !== rank)) throw new SafetensorsError('The ranks differ.');
  return { rank, in: joined(given), out: joined(made) };
}
