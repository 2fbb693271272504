/** A class that a person has shown to the model, or taught it on her device: what the network is told in place of a row of its table. */
import type { ClassCode } from './classes';
import type { BundleRef } from './recipe';

export const OWN_CLASS_WAYS = ['shown', 'taught'] as const;
export type OwnClassWay = (typeof OWN_CLASS_WAYS)[number];

/** As many pictures, each of another lesion, are needed; and as many are taken at most. */
export const OWN_CLASS_LIMITS = { shown: 3, taught: 10, pictures: 100 } as const;

export interface OwnClass {
  readonly code: ClassCode;
  readonly way: OwnClassWay;
  /** The bundle whose network it is told to; no other one understands it. */
  readonly bundle: BundleRef;
  readonly madeAt: string;
  /** How many pictures and lesions it comes from. */
  readonly images: number;
  readonly lesions: number;
  /** In place of the row of the table of classes, [E]. */
  readonly vector: Float32Array<ArrayBuffer>;
  /** Descriptions of its lesions, [D] each; a sample is told a mixture of two. */
  readonly examples: readonly Float32Array<ArrayBuffer>[];
  /** Change of the network's modulations; null where it was shown. */
  readonly lowRank: LowRank | null;
}

/** As a project holds it. */
export interface KeptOwnClass {
  /** Of its file: its name in recipes. */
  readonly sha256: string;
  readonly own: OwnClass;
  /** False where it was shown or taught anew, or dropped: samples that were made with it can still be made again. */
  readonly isInUse: boolean;
}

export interface LowRank {
  readonly rank: number;
  /** [R,embedding] */
  readonly in: Float32Array<ArrayBuffer>;
  /** [M,R] */
  readonly out: Float32Array<ArrayBuffer>;
}
