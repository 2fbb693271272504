/** Images by their names: what a cell of a table, or the name of a mask, means among them. Where several fit, nothing is guessed. */
import type { OwnSplit } from '../../contracts/dataset';
import { folded, folderKey, folderKeys, loose, splitIn, splitOfFolders } from './names';
import { baseName, foldersOf, hasImageEnding, stem, withoutEnding } from './paths';

/** Where a reference stands, and what else is said beside it. */
interface Asking {
  /** Path of the table; empty where none says it. */
  readonly from: string;
  /** Other words of the row that may name a folder; asked only where the name alone fits several images. */
  readonly hints?: () => readonly string[];
}

interface Found {
  /** Places of the images that fit equally well: none, the one that is meant, or several of which nothing tells which. */
  readonly images: readonly number[];
  /** Folders that both know, and how exact the name is. A row that fits better is the one about an image. */
  readonly quality: number;
  /** The names differ in more than case: leading zeros, "_downsampled". */
  readonly isLoose: boolean;
}

export interface ImageIndex {
  readonly paths: readonly string[];
  find(reference: string, asking: Asking): Found;
  /** The only image whose name without ending is exactly this; undefined where there is none, or several. */
  only(name: string): number | undefined;
  /** Whether there is an image of this name at all. */
  knows(reference: string): boolean;
  /** Images of a name without ending: by the exact name, else whatever its case, else loosely. */
  named(name: string): readonly number[];
  /** What the folders of an image are called, without words that say nothing. */
  keysOf(image: number): readonly string[];
  splitOf(image: number): OwnSplit | null;
  /** Whether some image lies in a folder of that key. */
  hasFolder(key: string): boolean;
}

const NOTHING: Found = { images: [], quality: 0, isLoose: false };
const DEPTH = 10;
/** Of a name that is exact, where no folder is said. */
export const EXACT = 3;

interface Reference {
  readonly folders: readonly string[];
  /** With the ending, where it has one that images have. */
  readonly name: string;
  readonly stem: string;
}

/** "C:\set\NV\1.jpg", "./NV/1.jpg" and "https://host/NV/1.jpg?x" all lie in NV. */
function parse(cell: string): Reference {
  const path = cell
    .replaceAll('\\', '/')
    .replace(/^[a-z]+:\/\/[^/]*\//i, '')
    .replace(/\?.*$/, '');
  const name = baseName(path);
  const folders = foldersOf(path).filter((folder) => folder !== '' && folder !== '.' && !/^[a-z]:$/i.test(folder));
  return { folders, name, stem: hasImageEnding(name) ? stem(name) : name };
}

export function indexImages(paths: readonly string[]): ImageIndex {
  const byStem = grouped(paths, stem);
  /** Made when they are needed: the names of most tables are exact. */
  const later = <T>(make: () => T): (() => T) => {
    let made: T | undefined;
    return () => (made ??= make());
  };
  const byFolded = later(() => grouped(paths, (path) => folded(stem(path))));
  const byLoose = later(() => grouped(paths, (path) => loose(stem(path))));
  const places = later(() => byFolder(paths));
  const folders = later(() => new Set([...new Set(places())].flatMap(({ keys }) => keys)));

  const keysOf = (image: number): readonly string[] => places()[image]?.keys ?? [];
  const splitOf = (image: number): OwnSplit | null => places()[image]?.split ?? null;
  const only = (name: string): number | undefined => {
    const named = byStem.get(name);
    return named?.length === 1 ? named[0] : undefined;
  };

  /** Folders in which the row and the image both lie, from the file outwards. */
  function depthOf(image: number, full: readonly string[]): number {
    const own = foldersOf(paths[image] ?? '').map(folded);
    let depth = 0;
    while (depth < Math.min(own.length, full.length) && own.at(-1 - depth) === full.at(-1 - depth)) depth += 1;
    return depth === own.length && depth === full.length ? depth + 1 : depth;
  }

  /** The row speaks of a folder, or of a split, that is another one's here. */
  function contradicts(image: number, { folders: said }: Reference): boolean {
    const inner = said.map(folderKey).findLast((key) => key !== '');
    if (inner !== undefined && folders().has(inner) && !keysOf(image).includes(inner)) return true;
    const split = said.map(splitIn).findLast((word) => word !== null) ?? null;
    return split !== null && splitOf(image) !== null && splitOf(image) !== split;
  }

  function narrowed(fitting: readonly number[], reference: Reference, { from, hints }: Asking): readonly number[] {
    const around = foldersOf(from).map(folded);
    const full = [...around, ...reference.folders.map(folded)];
    let left = best(fitting, (image) => depthOf(image, full));
    left = best(left, (image) => Number(baseName(paths[image] ?? '') === reference.name));
    left = best(left, (image) => leading(foldersOf(paths[image] ?? '').map(folded), around));
    const split = splitIn(stem(from)) ?? splitOfFolders(from);
    if (left.length > 1 && split !== null) left = best(left, (image) => Number(splitOf(image) === split));
    if (left.length > 1 && hints) {
      const words = hints();
      const said = new Set(words.map(folderKey).filter((key) => key !== ''));
      const saidSplits = new Set(words.map(splitIn).filter((word) => word !== null));
      left = best(left, (image) => {
        const isOfSplit = saidSplits.size === 1 && saidSplits.has(splitOf(image) ?? 'train') && splitOf(image) !== null;
        return keysOf(image).filter((key) => said.has(key)).length + Number(isOfSplit);
      });
    }
    if (left.length > 1) left = best(left, (image) => Number(keysOf(image).includes(folderKey(stem(from)))));
    return left;
  }

  const tiers = [
    (name: string) => byStem.get(name),
    (name: string) => byFolded().get(folded(name)),
    (name: string) => byLoose().get(loose(name)),
  ];

  return {
    paths,
    only,
    keysOf,
    splitOf,
    hasFolder: (key) => folders().has(key),
    find(cell, asking) {
      const text = cell.trim();
      if (text === '') return NOTHING;
      const single = only(text);
      if (single !== undefined) return { images: [single], quality: EXACT, isLoose: false };
      const reference = parse(text);
      for (const [tier, look] of tiers.entries()) {
        const named = look(reference.stem) ?? (reference.name === reference.stem ? undefined : look(reference.name));
        const fitting =
          named?.filter((image) => reference.folders.length === 0 || !contradicts(image, reference)) ?? [];
        if (fitting.length === 0) continue;
        const images = fitting.length === 1 ? fitting : narrowed(fitting, reference, asking);
        const depth = depthOf(images[0] ?? 0, [...foldersOf(asking.from), ...reference.folders].map(folded));
        return { images, quality: depth * DEPTH + EXACT - tier, isLoose: tier === tiers.length - 1 };
      }
      return NOTHING;
    },
    knows(cell) {
      const { stem: name } = parse(cell.trim());
      return name !== '' && (byStem.has(name) || byFolded().has(folded(name)));
    },
    named: (name) => tiers.map((look) => look(name)).find((fitting) => fitting !== undefined) ?? [],
  };
}

interface Folder {
  readonly keys: readonly string[];
  readonly split: OwnSplit | null;
}

/** What its folder says of each image, found out once a folder. */
function byFolder(paths: readonly string[]): readonly Folder[] {
  const known = new Map<string, Folder>();
  return paths.map((path) => {
    const name = path.slice(0, path.lastIndexOf('/') + 1);
    const folder = known.get(name) ?? { keys: folderKeys(path), split: splitOfFolders(path) };
    known.set(name, folder);
    return folder;
  });
}

function grouped(paths: readonly string[], keyOf: (path: string) => string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [place, path] of paths.entries()) {
    const key = keyOf(path);
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  return groups;
}

/** Those with the highest score; all of them where none has any. */
export function best(images: readonly number[], scoreOf: (image: number) => number): readonly number[] {
  if (images.length < 2) return images;
  const scores = images.map(scoreOf);
  const highest = Math.max(...scores);
  return images.filter((_, at) => scores[at] === highest);
}

/** How many names two lists begin with. */
function leading(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1;
  return same;
}

/** Names that are unique among the images: without folder and ending where that is enough, else with them. */
export function idsOf(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const bare = paths.map(withoutEnding);
  const stems = paths.map(stem);
  for (const name of stems) count(name);
  for (const [at, path] of bare.entries()) if (path !== stems[at]) count(path);
  const whole = new Set(paths);
  const isFree = (name: string): boolean => name !== '' && counts.get(name) === 1 && !whole.has(name);
  return paths.map((path, at) => [stems[at] ?? '', bare[at] ?? ''].find(isFree) ?? path);
}
