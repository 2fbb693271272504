/** From the files of a data set to its images: detects the layout, reads the tables, assigns the splits. */
import type { DatasetImage, Detection, DatasetSummary, Reading } from '../../contracts/dataset';
import type { LesionClass } from '../../contracts/classes';
import { InlayError } from '../../contracts/failure';
import { LIMITS } from '../../contracts/limits';
import { assemble, collectRows, uniqueImages, type Table, type UnsplitImage } from '../../core/dataset/assemble';
import { detect, type TableHead } from '../../core/dataset/detect';
import { oddityList, type OddityList } from '../../core/dataset/oddities';
import type { FoundFiles } from '../../core/dataset/paths';
import { splitLesions } from '../../core/dataset/split';
import { isWithdrawn } from './access';
import { tokenOf } from './kept';
import type { OpenSource } from './source';
import { readColumns, readRows, type RowSink } from './textRows';

const HEAD_BYTES = 64 * 1024;
const isJson = (path: string): boolean => /\.jsonl$/i.test(path);

export async function detectLayout(
  source: OpenSource,
  files: FoundFiles,
  classes: readonly LesionClass[],
): Promise<Detection> {
  const heads: TableHead[] = [];
  for (const path of files.tables) {
    try {
      const table = await source.read(path, LIMITS.table.bytes, HEAD_BYTES);
      heads.push({ path, columns: await readColumns(table.slice(0, HEAD_BYTES), isJson(path)) });
    } catch (error) {
      if (isForAll(error)) throw error; // a table that cannot be read is told when the rows are wanted
    }
  }
  return detect(
    files,
    heads,
    classes.map(({ code }) => code),
  );
}

export interface ReadDataset {
  readonly summary: DatasetSummary;
  readonly images: readonly DatasetImage[];
}

export async function readTables(
  source: OpenSource,
  files: FoundFiles,
  detection: Detection,
  reading: Reading,
  classes: readonly LesionClass[],
): Promise<ReadDataset> {
  const odd = oddityList();
  const ids = uniqueImages(files.images, reading, odd);
  const tables: Table[] = [];
  for (const { path, key } of reading.tables) {
    const table = await readTable(source, path, key, ids, odd);
    if (table) tables.push(table);
  }
  for (const path of files.tables)
    if (!reading.tables.some((used) => used.path === path)) odd.add('unused-table', path);
  const { images, labels, oddities, reading: filled } = assemble(files, ids, tables, reading, classes, odd);
  const token = await tokenOf(
    source.name,
    images.map(({ path }) => path),
  );
  const summary = { name: source.name, token, reading: filled, detection, images: images.length, labels: [...labels] };
  return { summary: { ...summary, oddities: [...oddities] }, images: await split(images, classes) };
}

async function readTable(
  source: OpenSource,
  path: string,
  key: string,
  ids: ReadonlyMap<string, string>,
  odd: OddityList,
): Promise<Table | null> {
  const rows = collectRows(path, key, ids, odd);
  let columns: readonly string[] = [];
  try {
    const sink: RowSink = {
      onColumns: (found) => (columns = found),
      onRow: (row) => rows.add(row),
      onBroken: (what) => odd.add('broken-row', `${path}, ${what}`),
    };
    await readRows(await source.read(path, LIMITS.table.bytes), isJson(path), sink, path);
  } catch (error) {
    if (isForAll(error)) throw error;
    odd.add('unreadable-table', path);
    if (columns.length === 0) return null;
  }
  return { path, columns, rows: rows.finish() };
}

/** A limit is told as it is: what is left of a table would say something else of the images. */
function isForAll(error: unknown): boolean {
  return isWithdrawn(error) || error instanceof InlayError;
}

/** By lesion, class by class; an image that no lesion is known of is a lesion of its own. */
async function split(images: readonly UnsplitImage[], classes: readonly LesionClass[]): Promise<DatasetImage[]> {
  const lesionOf = ({ lesion, id }: UnsplitImage): string => lesion ?? id;
  const classOf = new Map<string, number>();
  for (const image of images) {
    const place = image.class === null ? classes.length : classes.findIndex(({ code }) => code === image.class);
    if (!classOf.has(lesionOf(image))) classOf.set(lesionOf(image), place);
  }
  const splits = await splitLesions(classOf);
  return images.map((image) => ({ ...image, split: splits.get(lesionOf(image)) ?? 'train' }));
}
