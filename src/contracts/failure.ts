/** Expected failures as data: every one says what happened, what was kept and what to do. Exceptions are for bugs. */
import { z } from 'zod';

export const FAILURE_CODES = [
  'bundle-hash-mismatch',
  'bundle-file-missing',
  'bundle-manifest-invalid',
  'bundle-graph-invalid',
  'bundle-unsafe-archive',
  'dataset-empty',
  'dataset-not-readable',
  'dataset-unsafe-archive',
  'dataset-file-missing',
  'dataset-permission',
  'dataset-busy',
  'fit-too-few',
  'fit-damaged',
  'evaluate-no-labels',
  'evaluate-one-class',
  'evaluate-no-samples',
  'evaluate-other-encoder',
  'image-not-an-image',
  'image-too-small',
  'image-too-large',
  'compose-no-background',
  'mask-empty',
  'mask-too-large',
  'lesion-not-found',
  'plan-no-background',
  'plan-no-outline',
  'plan-no-class',
  'plan-no-lesion',
  'plan-dataset-not-scanned',
  'plan-other-background',
  'storage-full',
  'storage-failed',
  'device-unavailable',
  'device-lost',
  'device-wrong-numbers',
  'worker-died',
  'network-unavailable',
  'export-empty',
  'export-verification-failed',
  'export-not-readable',
  'cancelled',
  'unexpected',
] as const;

export const failureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  /** What happened, in one sentence for the person. */
  message: z.string().min(1),
  /** What was kept and what to do next, in one sentence. */
  advice: z.string(),
  /** For the log: never shown first. */
  detail: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;
export type FailureCode = Failure['code'];

/** A result that crosses a thread: exceptions lose their class there, results do not. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail(
  code: FailureCode,
  message: string,
  advice: string,
  detail?: string,
): { ok: false; failure: Failure } {
  return { ok: false, failure: detail === undefined ? { code, message, advice } : { code, message, advice, detail } };
}
