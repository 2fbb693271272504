/** Failures of outlines and masks, with what their words name. */
import type { Failure } from './failure';
import type { AtPath, None } from './failureShapes';

export interface OutlineFailures {
  'mask-empty': None;
  'mask-too-large': { readonly percent: number };
  'mask-not-drawn': None;
  'lesion-not-found': None;
  'outlines-none': { readonly problems: readonly Failure[] };
  'outlines-not-json': None;
  'outline-image-flat': None;
  'outline-image-classes': None;
  'outline-image-inverted': None;
  'mask-size': AtPath;
  'mask-classes': AtPath;
  'mask-flat': AtPath;
  'mask-unreadable': AtPath;
}
