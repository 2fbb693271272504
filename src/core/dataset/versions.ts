/** The same images a second time: a folder all of whose files bear numbers of the ISIC Archive that are in another folder too. */
import { stem } from './paths';
import { splitOfFolders } from './names';
import { folderLabel } from './labelSources';
import type { Meanings } from './labels';

/** The archive gives each image a number of its own: two files of one number are one image, smaller or cut. */
const NUMBER = /^isic_\d{7}(_downsampled)?$/i;
/** Fewer may bear such names by chance, or in an example. */
const MIN_FILES = 20;

export interface Versions {
  readonly images: readonly string[];
  /** Files of images that are here already, from a folder that holds as many or more. */
  readonly others: readonly string[];
}

/** Folders of different classes, or splits, are never versions of each other. */
export function setVersionsAside(images: readonly string[], meaningOf: Meanings): Versions {
  const folders = new Map<string, string[]>();
  for (const path of images) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const own = folders.get(folder);
    if (own) own.push(path);
    else folders.set(folder, [path]);
  }
  const numbered = (folders.size < 2 ? [] : [...folders])
    .filter(([, paths]) => paths.length >= MIN_FILES && paths.every((path) => NUMBER.test(stem(path))))
    .map(([folder, paths]) => {
      const [first = ''] = paths;
      const names = new Set(paths.map((path) => stem(path).toLowerCase()));
      return { folder, names, kind: `${meaningOf(folderLabel(first)) ?? ''}/${splitOfFolders(first) ?? ''}` };
    })
    .toSorted((a, b) => b.names.size - a.names.size);
  const aside = new Set<string>();
  for (const [at, { folder, names, kind }] of numbered.entries()) {
    const larger = numbered.slice(0, at).filter((other) => other.kind === kind && !aside.has(other.folder));
    if (larger.some((other) => [...names].every((name) => other.names.has(name)))) aside.add(folder);
  }
  if (aside.size === 0) return { images, others: [] };
  const isAside = (path: string): boolean => aside.has(path.slice(0, path.lastIndexOf('/') + 1));
  return { images: images.filter((path) => !isAside(path)), others: images.filter(isAside) };
}
