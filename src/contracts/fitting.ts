/** What the fitting worker offers: it keeps how the person's real images were described, and fits the gates on them. */
import * as z from 'zod/mini';
import { lesionCodeSchema, type ClassCode } from './classes';
import type { Outcome } from './failure';
import type { DescribedRows } from './evaluation';
import type { GateFiles, RealDescription } from './inference';
import { sha256Schema } from './recipe';

const fittedClassSchema = z.object({
  class: lesionCodeSchema,
  images: z.int().check(z.nonnegative()),
  /** Images that a p-value of this class is counted among; with fewer than 99 no level of 1 % can be promised. */
  countedAmong: z.int().check(z.nonnegative()),
  /** The classes that are counted together, this one among them. */
  together: z.array(lesionCodeSchema),
});

/** About a finished fit. */
export const fittedSchema = z.object({
  schema: z.literal(1),
  /** Of the file of described images: its name everywhere. */
  sha256: sha256Schema,
  encoderSha256: sha256Schema,
  /** Of the data set that was described. */
  dataset: z.string(),
  images: z.int().check(z.positive()),
  calibration: z.enum(['held-out', 'leave-out', 'small-leave-out']),
  classes: z.array(fittedClassSchema),
  when: z.iso.datetime(),
});
export type Fitted = z.infer<typeof fittedSchema>;

/** What was done with an image so far, by its place in the data set. */
export const DESCRIBED = ['not-yet', 'described', 'no-lesion'] as const;

/** The images to be fitted on, a row each. */
export interface FitRequest {
  readonly dataset: string;
  /** Places in the data set. */
  readonly images: Int32Array<ArrayBuffer>;
  /** Names that say nothing about the person's files. */
  readonly ids: readonly string[];
  /** What labels are places in. */
  readonly classes: readonly ClassCode[];
  /** What the encoder's classifier reads. */
  readonly encoderClasses: readonly ClassCode[];
  readonly labels: Int32Array<ArrayBuffer>;
  readonly lesions: Int32Array<ArrayBuffer>;
  readonly splits: readonly ('train' | 'calibration')[];
  /** Whether the bundle's encoder was trained on these images: then only held-out ones tell anything. */
  readonly isKnownToEncoder: boolean;
  readonly when: string;
}

export interface FittingApi {
  /** Opens what was described of a data set with an encoder, and leaves the descriptions of others. @returns a place in DESCRIBED for each image */
  begin(token: string, encoderSha256: string, images: number): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** The same without leaving anything: where nothing was described with this encoder, all are `not-yet`. */
  look(token: string, encoderSha256: string, images: number): Promise<Outcome<Uint8Array<ArrayBuffer>>>;
  /** Null: no lesion is seen in it. */
  keep(image: number, description: RealDescription | null): Promise<Outcome<null>>;
  /** What was described of these images: the rows' places in the data set, and their features. */
  described(images: Int32Array): Promise<Outcome<Omit<DescribedRows, 'labels'> & { readonly images: Int32Array }>>;
  /** Fits the gates on the described ones of these images, and keeps the fit in place of another one. Fails with fit-too-few, fit-damaged, storage-full; a fit before it stays. */
  fit(request: FitRequest): Promise<Outcome<Fitted>>;
  /** The fit that was kept, if it is of this encoder. */
  load(encoderSha256: string): Promise<Outcome<{ readonly about: Fitted; readonly files: GateFiles } | null>>;
  /** Forgets the fit; the descriptions stay, and its files until `purge`. */
  forget(): Promise<Outcome<null>>;
  /** The fit that was forgotten is kept again. */
  takeBack(about: Fitted): Promise<Outcome<null>>;
  /** Removes the files of a fit that was forgotten. */
  purge(): Promise<Outcome<null>>;
}
