/** Failures of classes that a person shows or teaches, with what their words name. */
import type { AtPath, None } from './failureShapes';

export interface OwnClassFailures {
  'bundle-teaching-unreadable': AtPath;
  'own-class-unreadable': None;
  'own-class-unfit': { readonly class: string };
  'own-class-other-model': None;
  'own-class-other-bundle': { readonly class: string; readonly id: string; readonly version: string };
  'own-class-changed-model': None;
  'own-class-missing': { readonly class: string };
  'own-class-no-dataset': None;
  'own-class-few-lesions': { readonly class: string; readonly found: number; readonly wanted: number };
  'own-class-few': { readonly found: number; readonly wanted: number };
  'teaching-diverged': { readonly step: number };
}
