/** A data set of real images: how its files and tables are read, and what one image is. */
import * as z from 'zod/mini';
import { lesionCodeSchema, type LesionClass } from './classes';
import type { Outcome } from './failure';
import type { Mask, RgbaImage } from './image';
import { reasonSchema } from './readingReason';
import type { SkinFacts } from './library';
import type { Rle } from './recipe';

/** Of a set whose tables are of no published layout, or that has none. */
export const OWN_LAYOUT = 'imagefolder';

const OWN_SPLITS = ['train', 'validation', 'test'] as const;
export type OwnSplit = (typeof OWN_SPLITS)[number];
export const SPLIT_NAMES = ['train', 'calibration', 'test'] as const;

/** Where an image's label is written. */
const labelSourceSchema = z.discriminatedUnion('kind', [
  /** A column a class, 1 in the one that holds. */
  z.object({ kind: z.literal('one-hot'), table: z.string(), also: z.optional(z.array(z.string())) }),
  /** The first of these columns that says something. */
  z.object({
    kind: z.literal('column'),
    table: z.string(),
    columns: z.array(z.string()).check(z.minLength(1)),
    /** Further tables with the same columns: a table a split. */
    also: z.optional(z.array(z.string())),
  }),
  /** The name of the folder that the image lies in. */
  z.object({ kind: z.literal('folder') }),
]);
export type LabelSource = z.infer<typeof labelSourceSchema>;

/** How a data set is read: found by the studio, corrected by the person. */
const readingSchema = z.object({
  /** Id of a published layout (core/dataset/layouts), or OWN_LAYOUT. */
  layout: z.string(),
  /** Tables that say something about images, and the column in which each names them. */
  tables: z.array(z.object({ path: z.string(), key: z.string() })),
  label: labelSourceSchema,
  /** What a label as written means; null where it is none of the classes. */
  classes: z.record(z.string(), z.nullable(lesionCodeSchema)),
  /** Labels that the person has said are none of the classes; of the others without a class nobody has said anything. */
  noClass: z.optional(z.array(z.string())),
});
export type Reading = z.infer<typeof readingSchema>;

export const datasetImageSchema = z.object({
  /** Unique in the data set: the file's name without its ending, or its path where names repeat. */
  id: z.string().check(z.minLength(1)),
  path: z.string().check(z.minLength(1)),
  label: z.string(),
  class: z.nullable(lesionCodeSchema),
  /** Images of one lesion belong to one split; null where the data set does not say. */
  lesion: z.nullable(z.string()),
  /** Images of one patient belong to one split. */
  patient: z._default(z.nullable(z.string()), null),
  /** The split that the data set itself says. */
  ownSplit: z._default(z.nullable(z.enum(OWN_SPLITS)), null),
  mask: z.nullable(z.string()),
  ageYears: z.nullable(z.number()),
  sex: z.nullable(z.enum(['female', 'male'])),
  site: z.nullable(z.string()),
  /** Fitzpatrick's skin type. */
  skinType: z.nullable(z.int().check(z.minimum(1), z.maximum(6))),
  split: z.enum(SPLIT_NAMES),
});
export type DatasetImage = z.infer<typeof datasetImageSchema>;

export const ODDITIES = [
  'row-without-file',
  'file-without-row',
  'no-label',
  'unknown-label',
  'two-labels',
  'labels-disagree',
  'tables-disagree',
  'duplicate-row',
  'duplicate-name',
  'ambiguous-row',
  'near-name',
  'broken-row',
  'unknown-column',
  'column-twice',
  'lesion-of-two-classes',
  'group-in-two-splits',
  'mask-without-image',
  'ambiguous-mask',
  'unreadable-table',
  'unused-table',
  'zip-inside',
  'zip-unpacked',
  'zip-packing',
  'path-outside',
  'unreadable-image',
  'image-over-limit',
  'duplicate-image',
] as const;

/** Something odd that was found, never fatal. */
const odditySchema = z.object({
  kind: z.enum(ODDITIES),
  count: z.int().check(z.positive()),
  /** A few of them, by id, path or name. */
  examples: z.array(z.string()),
});
export type Oddity = z.infer<typeof odditySchema>;

/** The ways to read what was found. */
const detectionSchema = z.object({
  /** The most likely first. */
  candidates: z.array(readingSchema),
  /** Why the first one: an earlier version has kept a sentence. Null where nothing is offered. */
  why: z.nullable(z.union([reasonSchema, z.string()])),
});
export type Detection = z.infer<typeof detectionSchema>;

const labelCountSchema = z.object({
  label: z.string(),
  class: z.nullable(lesionCodeSchema),
  images: z.int().check(z.positive()),
});
export type LabelCount = z.infer<typeof labelCountSchema>;

const TABLE_SAYS = ['label', 'lesion', 'patient', 'age', 'sex', 'site', 'skinType', 'mask', 'split'] as const;
/** What one table says, and of how many images. */
const tableUseSchema = z.object({
  path: z.string(),
  /** The column in which images, or lesions or patients, are named. */
  key: z.nullable(z.string()),
  images: z.int().check(z.nonnegative()),
  /** What is read from it. */
  says: z.array(z.enum(TABLE_SAYS)),
});
export type TableUse = z.infer<typeof tableUseSchema>;

/** What is known about a data set before any image is scanned. */
export const datasetSummarySchema = z.object({
  name: z.string(),
  /** Stands for the list of images: the same name and paths in the same order. */
  token: z.string(),
  reading: readingSchema,
  detection: detectionSchema,
  images: z.int().check(z.nonnegative()),
  labels: z.array(labelCountSchema),
  /** Every table that was found. */
  tables: z._default(z.array(tableUseSchema), []),
  oddities: z.array(odditySchema),
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

/** Where a data set is read from. A handle can be kept and asked again after a reload; a list of files and a zip without one cannot. */
export type DatasetSource =
  | { readonly kind: 'folder'; readonly handle: FileSystemDirectoryHandle }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly PathedFile[] }
  | { readonly kind: 'zip'; readonly file: File; readonly handle: FileSystemFileHandle | null };

export interface PathedFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly file: File;
}

/** Whether an image was scanned. `unreadable`: empty or damaged; `over-limit`: more than LIMITS.image allows. */
export const SCAN_STATES = ['not-yet', 'scanned', 'unreadable', 'over-limit'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** What the scan found in some images, column by column; `images` are places in the data set's list. */
export interface ScanBatch {
  readonly images: Int32Array<ArrayBuffer>;
  /** Place in LOOKS. */
  readonly state: Uint8Array<ArrayBuffer>;
  /** Individual typology angle of the skin at the border, in degrees; NaN where none could be told. */
  readonly itaDeg: Float32Array<ArrayBuffer>;
  /** Share of the skin beside the lesion that lies on hairs; NaN where nobody has looked yet. */
  readonly hairShare: Float32Array<ArrayBuffer>;
  /** Diameter of the lesion over the frame's shorter side; NaN where nobody has looked yet, or none was found. */
  readonly diameter: Float32Array<ArrayBuffer>;
  /** An earlier image with the same bytes; -1 where there is none. */
  readonly duplicateOf: Int32Array<ArrayBuffer>;
}

/** Whether the images themselves can be reached. */
export type SourceState =
  | { readonly kind: 'open' }
  /** The browser wants to be asked again, by a press of a button. */
  | { readonly kind: 'ask'; readonly handle: FileSystemHandle }
  /** It has to be chosen again. */
  | { readonly kind: 'gone' }
  /** Another tab has the data set open: this one shows what is there. */
  | { readonly kind: 'other-tab' };

export interface OpenedDataset {
  readonly summary: DatasetSummary;
  readonly source: SourceState;
}

/** A real image with the outline of its lesion. */
export interface Scene {
  readonly image: RgbaImage;
  /** Of the image's size. */
  readonly lesion: Mask;
  /** Somebody has drawn the outline; else it was found by a rule. */
  readonly isDrawn: boolean;
}

/** A real image in which a sample is painted over the lesion. */
export interface FoundLesion {
  readonly png: Uint8Array<ArrayBuffer>;
  /** Of the pixels. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** With a rim, on the frame of the image. */
  readonly lesion: Rle;
}

/** Lesion-free skin that was cut out of a real image. */
export interface FoundSkin {
  readonly png: Uint8Array<ArrayBuffer>;
  /** Of the pixels. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly facts: SkinFacts;
}

/** A data set that is not the one that the project is about. */
export interface OtherDataset {
  readonly name: string;
  /** The same for the same name and files. */
  readonly token: string;
}

/** What happened to masks that somebody has drawn: put right, or not used (core/mask/drawnMask). */
export const MASK_NOTES = ['scaled', 'turned', 'inverted', 'size', 'classes', 'flat', 'unreadable'] as const;
export type MaskNote = (typeof MASK_NOTES)[number];

export interface DatasetApi {
  /** The data set that was opened before, from what was kept of it; null where there was none. */
  restore(): Promise<Outcome<OpenedDataset | null>>;
  /** Stops the opening under way, which fails with cancelled; what was open stays. */
  stopOpening(): void;
  /**
   * Lists the files, detects the layout, reads the tables. Nothing is opened where the project is about a data set of another name and other files.
   * Fails with dataset-*.
   * @param classes what labels can mean
   * @param onListed number of files found so far
   */
  open(
    source: DatasetSource,
    classes: readonly LesionClass[],
    onListed: (files: number) => void,
  ): Promise<Outcome<OpenedDataset | OtherDataset>>;
  /** The same files, read another way. */
  read(reading: Reading, classes: readonly LesionClass[]): Promise<Outcome<OpenedDataset>>;
  /** After the person allowed it. */
  reconnect(): Promise<Outcome<OpenedDataset>>;
  images(from: number, count: number): Promise<Outcome<readonly DatasetImage[]>>;
  /** Everything scanned so far. */
  scanned(): Promise<Outcome<ScanBatch>>;
  /**
   * Scans every image that was not scanned: thumbnail, skin tone, hash. Resolves when all are scanned or it was paused. Resumable:
   * what was scanned is kept. Fails with dataset-permission, storage-full; what was scanned before is kept.
   */
  scan(onScanned: (batch: ScanBatch) => void): Promise<Outcome<null>>;
  /**
   * Looks at the thumbnail of every scanned image for hair and the lesion's size. Resolves when all were looked at or it was paused.
   * What was seen is kept. Fails with storage-full.
   */
  look(onLooked: (batch: ScanBatch) => void): Promise<Outcome<null>>;
  pause(): Promise<Outcome<null>>;
  /** JPEG thumbnails, null for those that have none. */
  thumbnails(images: readonly number[]): Promise<Outcome<readonly (Uint8Array<ArrayBuffer> | null)[]>>;
  /** The first 12 hexadecimal digits of each file's SHA-256; empty where it was not scanned. */
  fingerprints(): Promise<Outcome<readonly string[]>>;
  /** The file of an image's mask as it is; null where it has none. Fails as `file`. */
  mask(image: number): Promise<Outcome<Blob | null>>;
  /** Squares of skin beside the lesion of an image; none where there is no room, or it cannot be read. Fails as `file`. */
  skin(image: number): Promise<Outcome<readonly FoundSkin[]>>;
  /**
   * The image, at most 512 pixels long, with its lesion as somebody would paint over it; null where it cannot be read, shows no lesion, or
   * the lesion leaves too little skin. Fails as `file`, and with mask-*.
   */
  lesion(image: number): Promise<Outcome<FoundLesion | null>>;
  /** The image, at most 512 pixels long, with its lesion's outline; null where it cannot be read or shows no lesion. Fails as `lesion`. */
  scene(image: number): Promise<Outcome<Scene | null>>;
  /** The outline that somebody has drawn of an image's lesion, at most 256 pixels long; null where nobody has. Fails as `lesion`. */
  outline(image: number): Promise<Outcome<Rle | null>>;
  /** How many masks were put right, or could not be used, in `skin`, `lesion`, `scene` and `outline` since this was last asked. */
  maskNotes(): Promise<Outcome<Partial<Record<MaskNote, number>>>>;
  /** The file of an image as it is. Fails with dataset-permission, dataset-file-missing. */
  file(image: number): Promise<Outcome<Blob>>;
  /** Forgets the data set; the person's files stay as they are, and what was seen in them until `purge`. */
  close(): Promise<Outcome<null>>;
  /** The data set that was closed last is open again; null where none is left. */
  reopen(): Promise<Outcome<OpenedDataset | null>>;
  /** Removes what was seen in the images of the data set that was closed last. */
  purge(): Promise<Outcome<null>>;
}
