/** What the archive worker offers: the export zip, written as a stream to OPFS, read back and checked before it is handed out. */
import type { Outcome } from './failure';

export interface ExportRequest {
  /** Used for the file name and the data set card; letters, digits, dash and underscore. */
  readonly name: string;
  readonly appVersion: string;
}

export type ExportProgress =
  | { readonly phase: 'writing'; readonly done: number; readonly total: number }
  | { readonly phase: 'checking'; readonly done: number; readonly total: number };

export interface ExportResult {
  readonly fileName: string;
  readonly bytes: number;
  readonly samples: number;
  readonly checkedFiles: number;
  /** Backed by OPFS, not by memory. */
  readonly file: Blob;
}

export interface ArchiveApi {
  /** Exports the accepted samples from storage. Fails with export-empty, export-verification-failed, storage-full, cancelled. */
  exportAccepted(
    request: ExportRequest,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<Outcome<ExportResult>>;
  cancel(): void;
}
