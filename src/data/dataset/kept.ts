/** What is kept of the open data set, in a database of its own: it is large, and only this worker reads it. */
import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { sha256Hex } from '../../core/provenance/digest';
import {
  datasetImageSchema,
  datasetSummarySchema,
  type DatasetImage,
  type DatasetSummary,
} from '../../contracts/dataset';

const KEY = 'dataset';

const keptSchema = z.object({
  schema: z.literal(1),
  summary: datasetSummarySchema,
  images: z.array(datasetImageSchema),
  /** Every image file in order; what was scanned is kept under these places, in the folder of this token. */
  files: z.array(z.string()),
  token: z.string(),
  handle: z.nullable(z.custom<FileSystemHandle>((value) => value instanceof FileSystemHandle)),
});

export interface KeptDataset {
  readonly schema: 1;
  readonly summary: DatasetSummary;
  readonly images: readonly DatasetImage[];
  readonly files: readonly string[];
  readonly token: string;
  readonly handle: FileSystemHandle | null;
}

let store: UseStore | null = null;

function database(): UseStore {
  store ??= createStore('inlay-dataset', 'keyval');
  return store;
}

/** Null where there is none, or one that this version cannot read. */
export async function readKept(): Promise<KeptDataset | null> {
  const parsed = keptSchema.safeParse(await get<unknown>(KEY, database()));
  return parsed.success ? parsed.data : null;
}

/** All or nothing, in one transaction. */
export function keep(dataset: KeptDataset): Promise<void> {
  return set(KEY, dataset, database());
}

/** The same name and the same paths have the same token: what was scanned of them is not scanned again. */
export async function tokenOf(name: string, files: readonly string[]): Promise<string> {
  const hash = await sha256Hex(new TextEncoder().encode([name, ...files].join('\n')));
  return hash.slice(0, 16);
}

export function forgetKept(): Promise<void> {
  return del(KEY, database());
}
