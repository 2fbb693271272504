/** What is refused because it is over a limit (./limits.ts); `name` is the file or the sample. */
import type { Most, Named } from './failureShapes';

export interface LimitFailures {
  /** `most` in millions. */
  'limit-pixels': Named & Most & { readonly width: number; readonly height: number };
  'limit-side': Named & Most & { readonly width: number; readonly height: number };
  /** `most` in megabytes, as in all that follow but where it is said. */
  'limit-chunk': Named & Most & { readonly chunk: string };
  'limit-pixel-data': Named;
  'limit-bytes': Named & Most;
  'limit-unpacked': Named & Most;
  /** `most`: times the packed size. */
  'limit-ratio': Named & Most;
  /** `most` in rows. */
  'limit-rows': Named & Most;
  /** `most` in columns. */
  'limit-columns': Named & Most;
  /** `most` in characters. */
  'limit-line': Named & Most;
  /** `most` in levels. */
  'limit-depth': Named & Most;
  /** `most` in values. */
  'limit-values': Named & Most;
  /** `most` in images or annotations. */
  'limit-annotations': Named & Most;
  /** `most` in candidates. */
  'limit-candidates': Most & { readonly wanted: number };
  /** `most` in characters and folders. */
  'limit-path': Named & Most;
}
