/** From the files of a data set to its images: reads the tables, finds out how they belong together, assigns the splits. */
import type { DatasetImage, DatasetSummary, Reading } from '../../contracts/dataset';
import type { LesionClass } from '../../contracts/classes';
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { assemble } from '../../core/dataset/assemble';
import { indexImages, type ImageIndex } from '../../core/dataset/imageIndex';
import { meaningsOf } from '../../core/dataset/labels';
import { oddityList, type OddityList } from '../../core/dataset/oddities';
import type { FoundFiles } from '../../core/dataset/paths';
import { assignSplits } from '../../core/dataset/splits';
import { collectTable, type CollectedTable, type Row } from '../../core/dataset/tableRows';
import { setVersionsAside } from '../../core/dataset/versions';
import { isWithdrawn } from './access';
import { findCopies } from './copies';
import { looksLikeTable } from './csvDialect';
import { tokenOf } from './kept';
import type { OpenSource } from './source';
import { createTextDecoder } from './textDecoding';
import { readRows } from './textRows';

/** Of a text file, to see whether it is a table. */
const HEAD_BYTES = 8 * 1024;
const isJson = (path: string): boolean => /\.(jsonl|ndjson)$/i.test(path);

export interface ReadDataset {
  readonly summary: DatasetSummary;
  readonly images: readonly DatasetImage[];
}

/** @param corrected how the person wants it read; null: as it is found */
export async function readDataset(
  source: OpenSource,
  found: FoundFiles,
  corrected: Reading | null,
  classes: readonly LesionClass[],
): Promise<ReadDataset> {
  const odd = oddityList();
  odd.addAll(source.oddities);
  const { images: pictures, others } = setVersionsAside(found.images, meaningsOf(classes));
  for (const path of others) odd.add('duplicate-name', path);
  const files = { ...found, images: pictures };
  const index = indexImages(files.images);
  const tables: CollectedTable[] = [];
  for (const path of files.tables) {
    const table = await readTable(source, path, index, odd);
    if (table) tables.push(table);
  }
  const areCopies = await findCopies(source, files, index, tables);
  const read = assemble(files, index, tables, { classes, corrected, areCopies }, odd);
  const token = await tokenOf(
    source.name,
    read.images.map(({ path }) => path),
  );
  const images = await assignSplits(read.images, classes, odd);
  const { reading, detection, labels } = read;
  const summary = { name: source.name, token, reading, detection, images: images.length, labels: [...labels] };
  return { summary: { ...summary, tables: [...read.tables], oddities: odd.all() }, images };
}

/** Null where it is no table. */
async function readTable(
  source: OpenSource,
  path: string,
  index: ImageIndex,
  odd: OddityList,
): Promise<CollectedTable | null> {
  const rows = collectTable(path, index);
  try {
    const table = await source.read(path, LIMITS.table.bytes);
    if (/\.txt$/i.test(path) && !(await isTable(table))) return null;
    const sink = {
      onColumns: (names: readonly string[]) => rows.columns(names),
      onRow: (cells: Row) => rows.row(cells),
      onBroken: (where: string) => rows.broken(where),
    };
    await readRows(table, isJson(path), sink, path);
  } catch (error) {
    if (isForAll(error)) throw error;
    odd.add('unreadable-table', path);
  }
  return rows.finish();
}

/** Licences and credits lie beside data sets too. */
async function isTable(text: Blob): Promise<boolean> {
  const decoder = createTextDecoder();
  const start = decoder.push(new Uint8Array(await text.slice(0, HEAD_BYTES).arrayBuffer()));
  return looksLikeTable(text.size > HEAD_BYTES ? start : start + decoder.end());
}

/** A limit is told as it is: what is left of a table would say something else of the images. */
function isForAll(error: unknown): boolean {
  return isWithdrawn(error) || error instanceof InlayError;
}
