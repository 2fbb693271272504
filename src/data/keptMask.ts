/** A mask as its entries hold it: a whole one, or a stroke, each with its hash. */
import { sha256 } from '@noble/hashes/sha2.js';
import * as z from 'zod/mini';
import { sha256Schema } from '../contracts/recipe';
import { savedMaskSchema, strokeSchema, type SavedMask, type Stroke } from '../contracts/strokes';
import { toHex } from '../core/provenance/digest';

/**
 * @param upTo number of the last stroke that is in it
 * @param sha256 of all of it, checked when it is read; absent where it was kept before there were hashes
 */
const keptMaskSchema = z.extend(savedMaskSchema, { upTo: z.int(), sha256: z.optional(sha256Schema) });
type KeptMask = z.infer<typeof keptMaskSchema>;
const keptStrokeSchema = z.extend(strokeSchema, { sha256: z.optional(sha256Schema) });

/** What is written of a mask. @param upTo number of the last stroke that is in it; -1: none */
export function keptMask(mask: SavedMask, upTo: number): KeptMask {
  const kept = { ...mask, upTo };
  return { ...kept, sha256: hashOfMask(kept) };
}

/** What is written of a stroke. */
export function keptStroke(stroke: Stroke): z.infer<typeof keptStrokeSchema> {
  return { ...stroke, sha256: hashOfStroke(stroke) };
}

/** Null where there is none, or it is not what was written. */
export function wholeMask(value: unknown): KeptMask | null {
  const { success, data } = keptMaskSchema.safeParse(value);
  return success && (data.sha256 === undefined || data.sha256 === hashOfMask(data)) ? data : null;
}

export function wholeStroke(value: unknown): Stroke | null {
  const { success, data } = keptStrokeSchema.safeParse(value);
  return success && (data.sha256 === undefined || data.sha256 === hashOfStroke(data)) ? data : null;
}

function hashOfMask({ rle, past, future, upTo }: KeptMask): string {
  return hashOf([rle.size, rle.counts, past.map(numbers), future.map(numbers), upTo]);
}

function hashOfStroke({ size, change }: Stroke): string {
  return hashOf([size, change.kind, numbers(change.painted), numbers(change.cleared)]);
}

/** At once, not by WebCrypto: a transaction ends while another promise is waited for. */
function hashOf(parts: readonly unknown[]): string {
  return toHex(sha256(new TextEncoder().encode(JSON.stringify(parts))));
}

function numbers(runs: Uint32Array): number[] {
  return Array.from(runs);
}
