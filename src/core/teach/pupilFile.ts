/** A pupil in the middle of its lessons, as it is kept: safetensors. */
import {
  parseSafetensors,
  SafetensorsError,
  writeSafetensors,
  type Tensor,
  type Writable,
} from '../tensor/safetensors';
import type { Pupil } from './pupil';

/** A pupil, and the best that it has been on held-out lesions. */
export interface Kept {
  readonly pupil: Pupil;
  readonly best: Best | null;
  /** Error on held-out lesions before the first step; null without any. */
  readonly before: number | null;
  /** Of views, times and noise: what comes is what would have come. */
  readonly seed: number;
  /** Of the manifest.json of the bundle whose network it is told to. */
  readonly bundleSha256: string;
}

export interface Best {
  readonly step: number;
  readonly error: number;
  readonly vector: Float32Array<ArrayBuffer>;
  readonly in: Float32Array<ArrayBuffer>;
  readonly out: Float32Array<ArrayBuffer>;
}

export function writePupil({ pupil, best, before, seed, bundleSha256 }: Kept): Uint8Array<ArrayBuffer> {
  const { vector, lowRank, moments, step } = pupil;
  const parts: Record<string, Float32Array> = {
    vector,
    in: lowRank.in,
    out: lowRank.out,
    vector_first: moments.vector.first,
    vector_second: moments.vector.second,
    in_first: moments.in.first,
    in_second: moments.in.second,
    out_first: moments.out.first,
    out_second: moments.out.second,
    ...(best && { best_vector: best.vector, best_in: best.in, best_out: best.out }),
  };
  const tensors = Object.entries(parts).map(([name, data]): [string, Writable] => [
    name,
    { dtype: 'F32', shape: [data.length], data },
  ]);
  return writeSafetensors(Object.fromEntries(tensors), {
    step: String(step),
    rank: String(lowRank.rank),
    seed: String(seed),
    bundleSha256,
    ...(best && { bestStep: String(best.step), bestError: String(best.error) }),
    ...(before !== null && { before: String(before) }),
  });
}

/** Throws SafetensorsError for a damaged file. */
export function readPupil(bytes: Uint8Array): Kept {
  const { tensors, metadata } = parseSafetensors(bytes);
  const part = (name: string): Float32Array<ArrayBuffer> => floats(tensors[name], name);
  const moments = (name: string) => ({ first: part(`${name}_first`), second: part(`${name}_second`) });
  const number = (name: string): number => {
    const value = Number(metadata[name]);
    if (!Number.isFinite(value)) throw new SafetensorsError(`${name} is no number.`);
    return value;
  };
  const best = metadata['bestStep'] !== undefined;
  return {
    pupil: {
      step: number('step'),
      vector: part('vector'),
      lowRank: { rank: number('rank'), in: part('in'), out: part('out') },
      moments: { vector: moments('vector'), in: moments('in'), out: moments('out') },
    },
    best: best
      ? {
          step: number('bestStep'),
          error: number('bestError'),
          vector: part('best_vector'),
          in: part('best_in'),
          out: part('best_out'),
        }
      : null,
    before: metadata['before'] === undefined ? null : number('before'),
    seed: number('seed'),
    bundleSha256: metadata['bundleSha256'] ?? '',
  };
}

function floats(tensor: Tensor | undefined, name: string): Float32Array<ArrayBuffer> {
  const data = tensor?.data;
  if (!(data instanceof Float32Array) || !data.every(Number.isFinite))
    throw new SafetensorsError(`Tensor ${name} is no row of numbers.`);
  return Float32Array.from(data);
}
