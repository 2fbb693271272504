/** The bundle's reference statistics, as training/inlay_training/reference.py writes them. */
import { z } from 'zod';
import { LESION_CODES, type LesionCode } from '../../contracts/classes';
import { parseSafetensors, SafetensorsError, type Safetensors } from '../tensor/safetensors';

export interface Reference {
  readonly k: number;
  readonly dim: number;
  /** [M,D] unit vectors of real training images. */
  readonly bank: Float32Array;
  readonly rowsOf: Readonly<Record<LesionCode, readonly number[]>>;
  /** Row -> image id. */
  readonly ids: readonly string[];
  /** Scores of held-out real images; empty where a class had none. */
  readonly typical: Readonly<Record<LesionCode, Float32Array>>;
  readonly margin: Readonly<Record<LesionCode, Float32Array>>;
}

const metadataSchema = z.object({ k: z.coerce.number().int().positive(), ids: z.string(), encoder_sha256: z.string() });
const idsSchema = z.array(z.string());

/**
 * Reads reference/typicality.safetensors.
 * @param encoderSha256 of the encoder that will make the features; a reference fitted with another one is refused
 * Throws SafetensorsError.
 */
export function readReference(bytes: Uint8Array, encoderSha256: string): Reference {
  const file = parseSafetensors(bytes);
  const metadata = metadataSchema.safeParse(file.metadata);
  if (!metadata.success) throw new SafetensorsError('The reference names no encoder.');
  if (metadata.data.encoder_sha256 !== encoderSha256) {
    throw new SafetensorsError('The reference statistics were fitted with another encoder.');
  }
  const bank = file.tensors['bank'];
  const classes = file.tensors['bank_class'];
  const dim = bank?.shape[1] ?? 0;
  if (!(bank?.data instanceof Float32Array) || !classes || dim === 0 || classes.data.length !== bank.shape[0]) {
    throw new SafetensorsError('The reference has no feature bank.');
  }
  const ids = idsSchema.parse(JSON.parse(metadata.data.ids));
  if (ids.length !== classes.data.length) throw new SafetensorsError('The reference names other images than it holds.');
  return {
    k: metadata.data.k,
    dim,
    bank: bank.data,
    ids,
    rowsOf: byClass((_, index) => indicesOf(classes.data, index)),
    typical: byClass((code) => calibration(file, `calibration_${code}`)),
    margin: byClass((code) => calibration(file, `margin_${code}`)),
  };
}

function byClass<T>(make: (code: LesionCode, index: number) => T): Record<LesionCode, T> {
  return Object.fromEntries(LESION_CODES.map((code, index) => [code, make(code, index)])) as Record<LesionCode, T>;
}

function indicesOf(values: ArrayLike<number>, wanted: number): number[] {
  return Array.from(values).flatMap((value, row) => (value === wanted ? [row] : []));
}

function calibration(file: Safetensors, name: string): Float32Array {
  const data = file.tensors[name]?.data;
  return data instanceof Float32Array ? data : new Float32Array();
}
