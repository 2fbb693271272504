/** What is kept of the data set that a project is about. */
import { del, get, set, type UseStore } from 'idb-keyval';
import * as z from 'zod/mini';
import { sha256Hex } from '../../core/provenance/digest';
import {
  datasetImageSchema,
  datasetSummarySchema,
  type DatasetImage,
  type DatasetSummary,
} from '../../contracts/dataset';
import { DATASET_KEY } from '../keys';

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

/** Null where there is none, or one that this version cannot read. */
export async function readKept(database: UseStore): Promise<KeptDataset | null> {
  const parsed = keptSchema.safeParse(await get<unknown>(DATASET_KEY, database));
  return parsed.success ? parsed.data : null;
}

/** All or nothing, in one transaction. */
export function keep(database: UseStore, dataset: KeptDataset): Promise<void> {
  return set(DATASET_KEY, dataset, database);
}

/** The same name and the same paths have the same token: what was scanned of them is not scanned again. */
export async function tokenOf(name: string, files: readonly string[]): Promise<string> {
  const hash = await sha256Hex(new TextEncoder().encode([name, ...files].join('\n')));
  return hash.slice(0, 16);
}

export function forgetKept(database: UseStore): Promise<void> {
  return del(DATASET_KEY, database);
}
