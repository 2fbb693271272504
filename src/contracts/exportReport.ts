/** What the check of an export found: three words with three meanings. */
import type { Failure } from './failure';

/** Who signed it: the holder of a key, whoever that is. */
export type Signed =
  | { readonly kind: 'nobody' }
  /** The signature is of these files. @param key 64 digits */
  | { readonly kind: 'signed'; readonly key: string };

export interface ExportReport {
  /** Files of the payload. */
  readonly files: number;
  readonly samples: number;
  /** Why it is not *intact*: files that are not those of the hashes. */
  readonly damages: readonly Failure[];
  /** Why it is not *consistent*: facts that contradict each other, of the first ones each by name. */
  readonly contradictions: readonly Failure[];
  /** Contradictions beyond those. */
  readonly more: number;
  /** What cannot be checked here. */
  readonly unchecked: readonly Failure[];
  readonly signed: Signed;
}
