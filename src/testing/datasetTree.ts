/** For tests: a data set that is drawn in memory, read as the studio reads one. */
import { ISIC_2019, type LesionClass } from '../contracts/classes';
import type { DatasetImage, Oddity, TableUse, Detection } from '../contracts/dataset';
import { InlayError } from '../contracts/failure';
import { sortFiles } from '../core/dataset/paths';
import { readDataset } from '../data/dataset/readTables';
import { filesSource, zipSource, type OpenSource } from '../data/dataset/source';

type Body = string | Uint8Array<ArrayBuffer>;

export interface ReadTree {
  readonly images: readonly DatasetImage[];
  /** Path -> its image. */
  readonly at: (path: string) => DatasetImage | undefined;
  /** Path -> what is asked of its image, in the order of the paths. */
  readonly each: <T>(ask: (image: DatasetImage) => T) => Record<string, T>;
  readonly oddity: (kind: Oddity['kind']) => Oddity | undefined;
  readonly kinds: readonly string[];
  readonly tables: readonly TableUse[];
  readonly layout: string;
  readonly why: Detection['why'];
}

/** @param tree path -> what the file holds; images may hold anything */
export async function readTree(
  tree: Readonly<Record<string, Body>>,
  classes: readonly LesionClass[] = ISIC_2019.classes,
): Promise<ReadTree> {
  const files = new Map(Object.entries(tree).map(([path, body]) => [path, new Blob([body])]));
  const opened = await filesSource('set', files);
  if (!opened.ok) throw InlayError.of(opened.failure);
  return readSource(opened.value, classes);
}

/** Throws InlayError where the zip cannot be opened. */
export async function readZip(zip: Blob, classes: readonly LesionClass[] = ISIC_2019.classes): Promise<ReadTree> {
  const opened = await zipSource('set.zip', zip, () => undefined);
  if (!opened.ok) throw InlayError.of(opened.failure);
  return readSource(opened.value, classes);
}

async function readSource(source: OpenSource, classes: readonly LesionClass[]): Promise<ReadTree> {
  const { images, summary } = await readDataset(source, sortFiles(source.paths), null, classes);
  return {
    images,
    at: (path) => images.find((image) => image.path === path),
    each: (ask) => Object.fromEntries(images.map((image) => [image.path, ask(image)])),
    oddity: (kind) => summary.oddities.find((odd) => odd.kind === kind),
    kinds: summary.oddities.map(({ kind }) => kind),
    tables: summary.tables,
    layout: summary.reading.layout,
    why: summary.detection.why,
  };
}
