/** Reads and writes safetensors files (header length, JSON header, raw little-endian data); refuses anything that does not add up. */
import * as z from 'zod/mini';
import { floatToHalf, halfToFloat } from './half';

export class SafetensorsError extends Error {}

export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface Safetensors {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const BYTES = { F32: 4, F16: 2, I8: 1, I32: 4, I64: 8 } as const;
type Dtype = keyof typeof BYTES;
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

const entrySchema = z.object({
  dtype: z.enum(['F32', 'F16', 'I8', 'I32', 'I64']),
  shape: z.array(z.int().check(z.nonnegative())),
  data_offsets: z.tuple([z.int().check(z.nonnegative()), z.int().check(z.nonnegative())]),
});

/** Parses a file held in memory. F16 becomes single precision, I8 and I64 become 32-bit. Throws SafetensorsError. */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.byteLength < 8) throw new SafetensorsError('The file is too short.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > bytes.byteLength) {
    throw new SafetensorsError('The header is longer than the file.');
  }
  const { __metadata__: rawMetadata, ...entries } = parseHeader(bytes.subarray(8, 8 + headerBytes));
  const metadata = z.record(z.string(), z.string()).safeParse(rawMetadata ?? {});
  if (!metadata.success) throw new SafetensorsError('The metadata are not text.');
  const body = bytes.subarray(8 + headerBytes);
  const tensors: Record<string, Tensor> = {};
  for (const [name, raw] of Object.entries(entries)) tensors[name] = readTensor(name, raw, body);
  return { tensors, metadata: metadata.data };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return z.record(z.string(), z.unknown()).parse(header);
  } catch {
    throw new SafetensorsError('The header is not JSON.');
  }
}

function readTensor(name: string, raw: unknown, body: Uint8Array): Tensor {
  const entry = entrySchema.safeParse(raw);
  if (!entry.success) throw new SafetensorsError(`Tensor ${name} has an unknown type or shape.`);
  const { dtype, shape, data_offsets: offsets } = entry.data;
  const [start, end] = offsets;
  const count = shape.reduce((product, size) => product * size, 1);
  if (end > body.byteLength || end - start !== count * BYTES[dtype]) {
    throw new SafetensorsError(`Tensor ${name} does not fit the file.`);
  }
  const copy = body.slice(start, end).buffer; // aligned, and free of the file's buffer
  return { dtype, shape, data: decode(name, dtype, copy) };
}

function decode(name: string, dtype: Tensor['dtype'], buffer: ArrayBuffer): Tensor['data'] {
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F16') return halfToFloat(new Uint16Array(buffer));
  if (dtype === 'I8') return Int32Array.from(new Int8Array(buffer));
  if (dtype === 'I32') return new Int32Array(buffer);
  return Int32Array.from(new BigInt64Array(buffer), (value) => {
    const number = Number(value);
    if (number !== (number | 0)) throw new SafetensorsError(`Tensor ${name} holds a number beyond 32 bits.`);
    return number;
  });
}

/** A tensor to be written: F32 and F16 from floats, I8 and I32 from integers. */
export type Writable =
  | { readonly dtype: 'F32' | 'F16'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'I8' | 'I32'; readonly shape: readonly number[]; readonly data: Int32Array };

/** Throws SafetensorsError where a shape does not fit its data. */
export function writeSafetensors(
  tensors: Readonly<Record<string, Writable>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let end = 0;
  // wide types first, so that every tensor starts at a multiple of its own size
  const entries = Object.entries(tensors).sort(([, a], [, b]) => BYTES[b.dtype] - BYTES[a.dtype]);
  for (const [name, { dtype, shape, data }] of entries) {
    if (shape.reduce((product, size) => product * size, 1) !== data.length) {
      throw new SafetensorsError(`Tensor ${name} has another shape than its data.`);
    }
    const raw = dtype === 'F16' ? floatToHalf(data) : dtype === 'I8' ? Int8Array.from(data) : data;
    const bytes = new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength);
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
    parts.push(bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
