/** What the archive worker offers: the export zip, written as a stream to OPFS, read back and checked before it is handed out. */
import type { ClassCode, ClassList } from './classes';
import type { ExportReport } from './exportReport';
import type { Failure, Outcome } from './failure';
import type { RgbaImage } from './image';
import type { ExecutionProvider, SampleId, SampleRecord } from './sample';

/** `all`: rejected and undecided samples too, each with its verdict and decision. */
export type ExportScope = 'accepted' | 'all';

export interface ExportRequest {
  /** Used for the file name and the data set card; letters, digits, dash and underscore. */
  readonly name: string;
  readonly appVersion: string;
  readonly scope: ExportScope;
  /** Of the project. A class that samples have and the list has not is added by its code. */
  readonly classes: ClassList;
  /** What the person calls source images, by their keys (core/export/sources); a source without a name is named by its key. Absent: none has one. */
  readonly sourceNames?: Readonly<Record<string, string>>;
  /** With the key of this device. */
  readonly isSigned?: boolean;
  /** Id of the layout (core/export/presets); absent: the bag, which has all and is checked. */
  readonly preset?: string;
  /** For a layout that holds the person's real training images too. */
  readonly real?: RealPart;
}

/** The training part of the person's data set. */
export interface RealPart {
  readonly images: readonly RealImage[];
  /** Keys (core/export/sources) of skin that may be trained on: samples on other skin are left out. */
  readonly skins: readonly string[];
}

/** A real image of the person's that is to be in a set. */
export interface RealImage {
  /** In the data set's list. */
  readonly place: number;
  readonly id: string;
  readonly path: string;
  readonly class: ClassCode;
  readonly lesion: string | null;
  readonly patient: string | null;
}

export type ExportProgress =
  | { readonly phase: 'writing'; readonly done: number; readonly total: number }
  | { readonly phase: 'checking'; readonly done: number; readonly total: number };

export interface ExportResult {
  readonly fileName: string;
  readonly bytes: number;
  readonly samples: number;
  /** Null for a layout that has no hashes to check. */
  readonly checkedFiles: number | null;
  /** Source images of its skin, and how many of them are not named by what the person calls them. */
  readonly sources: number;
  readonly unnamedSources: number;
  /** Samples that are not in it, and why. */
  readonly leftOut: readonly Failure[];
  /** Where records say two things, in the words that whoever checks the export will read. */
  readonly contradictions: readonly Failure[];
  /** Public key that it was signed with; null where it was not to be. */
  readonly signedWith: string | null;
  /** On the disk, not in memory; null where it was written to a file that the person chose. */
  readonly file: Blob | null;
}

/** What the list of an opened export needs of a sample. */
export interface SetSample {
  readonly id: SampleId;
  readonly class: ClassCode;
  /** Its id. */
  readonly background: string;
  readonly madeOn: ExecutionProvider;
}

/** An export that was handed in. */
export interface OpenedSet {
  readonly name: string;
  readonly samples: readonly SetSample[];
  readonly report: ExportReport;
  /** Whose key signed it, as the person has named it here; `own`: this device's. Null where nobody's did, or it is not known here. */
  readonly signer: KnownKey | null;
}

/** A public key that the person keeps, and what she calls its holder. */
export interface KnownKey {
  readonly key: string;
  readonly name: string;
  readonly isOwn: boolean;
}

/** Characters of a holder's name. */
export const KEY_NAME_LIMIT = 80;

/** A sample of an export, to be made again. */
export interface ReplayedFrom {
  readonly record: SampleRecord;
  readonly image: RgbaImage;
}

export interface ArchiveApi {
  /**
   * Exports samples from storage. Fails with export-empty, export-no-samples, export-verification-failed, storage-full, export-cancelled.
   * @param target a file that the person chose; null: the studio's own storage
   * @param readReal the file of a real image, by its place
   */
  exportSamples(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (progress: ExportProgress) => void,
    readReal?: (place: number) => Promise<Outcome<Blob>>,
  ): Promise<Outcome<ExportResult>>;
  cancel(): void;
  /** Keeps a public key under a name; without a name it is forgotten. Fails with storage-*. */
  nameKey(key: string, name: string): Promise<Outcome<null>>;
}
