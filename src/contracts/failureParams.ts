/**
 * Every failure's code with what its words name; the compiler compares that with the English words (src/messages/failures.ts), a test with
 * those of the other languages. A code means one cause. Numbers are rounded where they are found.
 */
import type { BundleFailures } from './bundleFailures';
import type { Failure } from './failure';
import type {
  AtLine,
  AtPath,
  Because,
  Contradicted,
  Fact,
  Least,
  Misfit,
  Most,
  Named,
  None,
  WithId,
} from './failureShapes';
import type { LimitFailures } from './limitFailures';
import type { OutlineFailures } from './outlineFailures';
import type { OwnClassFailures } from './ownClassFailures';

/** What is kept in the browser's storage; its words are `things` of the messages. */
export const THINGS = [
  'background',
  'bundle',
  'bundle-choice',
  'compose',
  'classes',
  'dataset',
  'decision',
  'decisions',
  'descriptions',
  'evaluation',
  'export',
  'fit',
  'outlines',
  'own-class',
  'plan',
  'project',
  'queue',
  'sample',
  'samples',
  'selection',
  'strokes',
  'study',
  'tags',
  'thumbnails',
  'work',
] as const;
export type Thing = (typeof THINGS)[number];

/** What was in work when a device or a worker was lost. */
export type Work = 'sample' | 'preview' | 'image' | 'lesson';

/** Names of the parameters of a code. */
export type ParamOf<Code extends keyof FailureParams> = string extends keyof FailureParams[Code]
  ? never
  : keyof FailureParams[Code];

export interface FailureParams extends BundleFailures, LimitFailures, OutlineFailures, OwnClassFailures {
  cancelled: None;
  unexpected: None;

  // What stands in a JSON file and may not.
  'misfit-type': { readonly expected: string };
  'misfit-value': { readonly values: readonly string[] };
  'misfit-small': Least;
  'misfit-large': Most;
  'misfit-keys': { readonly keys: readonly string[] };
  'misfit-other': None;
  'rule-attempts': None;
  'rule-candidates': None;
  'rule-counterparts': None;
  'rule-mask-size': None;
  'rule-runs': None;
  'rule-class-code': None;
  'rule-class-reserved': None;
  'rule-class-twice': None;
  'rule-scene': None;
  'rule-repaint': None;
  'rule-falling': None;
  'rule-lesion': None;
  'rule-graphs': None;
  'rule-square': None;

  // Zips that nobody has vouched for.
  'zip-damaged': None;
  'zip-encrypted': None;
  'zip-packing': { readonly method: string };
  'zip-path-outside': AtPath;
  'zip-path-twice': AtPath;
  'zip-too-many-files': Most;

  // The device and its worker.
  'device-unavailable': { readonly tried: readonly Failure[] };
  'device-left-webgpu': Because;
  'device-left-wasm': Because & { readonly count: number };
  'device-no-bundle': None;
  'device-no-webgpu': None;
  'device-no-adapter': None;
  'device-no-threads': None;
  'device-software-only': Named;
  'device-refuses-model': None;
  'device-wrong-numbers': { readonly difference: string };
  'device-not-finite-trial': None;
  'device-not-finite': None;
  'device-lost': None;
  'device-not-ready': None;
  'worker-died': { readonly worker: string };
  'worker-silent': { readonly worker: string };
  'worker-empty': None;
  'work-restarted': Because & { readonly work: Work };
  'work-moved': Because & { readonly work: Work };
  'network-unavailable': None;
  'page-file-missing': AtPath;
  'page-file-differs': AtPath;
  'page-not-kept': None;

  // Images, masks and outlines.
  'image-not-an-image': None;
  'image-damaged': None;
  'image-too-small': { readonly width: number; readonly height: number } & Least;
  'image-too-large': { readonly width: number; readonly height: number; readonly megapixels: number } & Most;
  'image-not-described': None;
  'coco-unfit': None;
  'coco-image-incomplete': { readonly number: number };
  'coco-image-twice': { readonly number: number; readonly id: string };
  'coco-annotation-numbered': Because & { readonly number: number };
  'coco-annotation-named': Because & WithId;
  'coco-no-image': None;
  'coco-image-missing': WithId;
  'coco-image-too-large': { readonly width: number; readonly height: number; readonly millions: number };
  'coco-segmentation-unknown': None;
  'coco-segmentation-size': {
    readonly width: number;
    readonly height: number;
    readonly imageWidth: number;
    readonly imageHeight: number;
  };
  'coco-polygon-points': None;
  'coco-polygon-large': None;
  'coco-runs-damaged': None;
  'coco-runs-length': { readonly found: number; readonly wanted: number };
  'coco-mask-empty': None;
  'coco-mask-full': None;

  // A data set.
  'dataset-empty': Named;
  'dataset-not-readable': None;
  'dataset-not-reached': None;
  'dataset-too-many-files': Most;
  'dataset-unsafe-archive': Because;
  'dataset-file-missing': AtPath;
  'dataset-permission': None;
  'dataset-busy': None;
  'thumbnail-missing': None;
  'fit-too-few': Least;
  'fit-damaged': None;
  'fit-other-bundle': None;
  'evaluate-no-labels': None;
  'evaluate-one-class': None;
  'evaluate-few-lesions': Least;
  'evaluate-no-samples': None;
  'evaluate-same-image': None;
  'evaluate-other-encoder': None;
  'map-too-few': Least;
  'map-damaged': None;

  // Making samples.
  'model-not-ready': None;
  'model-not-loaded': None;
  'sample-not-made': None;
  'sample-student-missing': Named;
  'sample-chain-long': Most;
  'sample-on-held-out': WithId;
  'sample-exists': WithId;
  'batch-stopped': None;
  'compose-no-background': None;
  'background-missing': WithId;
  'plan-no-background': None;
  'plan-no-skin-like-it': None;
  'plan-no-outline': None;
  'plan-no-class': None;
  'plan-no-lesion': { readonly classes: readonly string[] };
  'plan-dataset-not-scanned': None;
  'plan-other-background': { readonly classes: readonly string[] };
  'plan-lesions-stopped': None;
  'plan-other-bundle': WithId & { readonly version: string };
  'plan-unfit': Misfit;
  'plan-not-json': None;
  'queue-stopped': None;
  'queue-samples-unread': None;
  'queue-quota': { readonly percent: number };
  'replay-not-ready': None;
  'replay-other-bundle': WithId & { readonly bundle: string; readonly version: string };
  'replay-no-skin': WithId & { readonly skin: string };

  // What is kept in this browser.
  'storage-full': { readonly what: Thing };
  'storage-failed': { readonly what: Thing };
  'storage-unmeasured': None;
  /** A tab of the version from before there were projects is open. */
  'store-earlier-tab': None;
  /** Nothing can be kept at all. */
  'store-insecure': None;
  'store-forbidden': None;
  'store-silent': None;
  'store-browser-old': None;
  'project-not-readable': Because;
  'kept-compose-unreadable': None;
  'kept-selection-unreadable': None;
  'kept-study-unreadable': None;
  'kept-classes-unreadable': None;
  'class-list-full': { readonly most: number };
  'class-code-unfit': { readonly code: string };
  'class-code-taken': { readonly code: string };
  'class-has-samples': { readonly code: string };
  'class-in-queue': { readonly code: string };
  'tag-unfit': Most;
  'tags-too-many': Most;
  'kept-record-unreadable': WithId;
  'sample-damaged': WithId;
  'sample-other-pixels': WithId;
  'kept-background-unreadable': WithId;
  'kept-decision-unreadable': WithId;
  'kept-tags-unreadable': WithId;
  'kept-draft-unreadable': None;
  'kept-outline-unreadable': WithId;
  'kept-own-class-unreadable': WithId;
  'kept-mask-damaged': Named;
  'kept-bundle-unreadable': WithId;
  'shipped-skin-missing': None;

  // An export, written or handed in.
  'export-empty': None;
  'export-no-samples': None;
  'export-cancelled': None;
  'export-verification-failed': Because;
  'export-not-readable': Because;
  'export-closed': None;
  'export-foreign': None;
  'export-later-version': { readonly software: string };
  'export-path-twice': AtPath;
  'export-encrypted': AtPath;
  'export-file-missing': AtPath;
  'export-file-damaged': AtPath;
  'export-file-too-large': AtPath;
  'export-line-too-long': AtPath;
  'export-line-unreadable': AtPath;
  'export-file-unlisted': AtPath;
  'export-file-hash': AtPath;
  'export-record-unlisted': AtPath;
  'export-record-hash': AtPath;
  'export-record-inside': AtPath & { readonly records: string };
  'export-record-recipe': WithId;
  'export-recipe-missing': WithId;
  'export-recipe-changed': { readonly sha256: string };
  'export-pixels': AtPath;
  'export-mask': AtPath;
  'export-rows': AtPath & { readonly records: string };
  'export-class': AtPath & WithId;
  'export-list-missing': AtPath & WithId;
  'export-list-other': AtPath & WithId;
  'export-class-unlisted': WithId & { readonly class: string; readonly list: string };
  'export-zip-ambiguous': None;
  'export-zip-twice': Fact;
  'export-zip-gap': AtPath;
  'export-name-unseen': AtPath;
  'export-name-path': AtPath;
  'export-name-windows': AtPath;
  'export-name-alike': AtPath & { readonly other: string };
  'export-payload-extra': AtPath;
  'export-png-extra': Fact;
  /** Of a sample, against its record. */
  'export-says': Fact & WithId & Contradicted;
  /** Of the set, against all records. */
  'export-set-says': Fact & Contradicted;
  /** A record against what follows from it. */
  'export-record-says': WithId & Contradicted & { readonly fact: string };
  'export-dates': WithId & { readonly earlier: string; readonly later: string };
  'export-fact-unknown': Fact;
  'export-fact-missing': Fact;
  'export-line': AtLine;
  'export-line-missing': AtLine;
  'export-decision-missing': AtPath & WithId;
  'export-decision-extra': AtPath & WithId;
  'export-signature-wrong': AtPath;
  'export-unchecked-outside': { readonly count: number; readonly ids: readonly string[] };
  'export-unchecked-gate': { readonly fact: string };
  'export-unchecked-evaluation': AtPath;
}
