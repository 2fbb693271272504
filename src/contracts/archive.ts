/** What the archive worker offers: the export zip, written as a stream to OPFS, read back and checked before it is handed out. */
import type { Outcome } from './failure';

/** `all`: rejected and undecided samples too, each with its verdict and decision. */
export const EXPORT_SCOPES = ['accepted', 'all'] as const;
export type ExportScope = (typeof EXPORT_SCOPES)[number];

export interface ExportRequest {
  /** Used for the file name and the data set card; letters, digits, dash and underscore. */
  readonly name: string;
  readonly appVersion: string;
  readonly scope: ExportScope;
}

export type ExportProgress =
  | { readonly phase: 'writing'; readonly done: number; readonly total: number }
  | { readonly phase: 'checking'; readonly done: number; readonly total: number };

export interface ExportResult {
  readonly fileName: string;
  readonly bytes: number;
  readonly samples: number;
  readonly checkedFiles: number;
  /** Samples that could not be read and are not in it, a sentence each. */
  readonly leftOut: readonly string[];
  /** On the disk, not in memory; null where it was written to a file that the person chose. */
  readonly file: Blob | null;
}

export interface ArchiveApi {
  /**
   * Exports samples from storage. Fails with export-empty, export-verification-failed, storage-full, cancelled.
   * @param target a file that the person chose; null: the studio's own storage
   */
  exportSamples(
    request: ExportRequest,
    target: FileSystemFileHandle | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<Outcome<ExportResult>>;
  cancel(): void;
}
