/** Names of files and folders as people write them: what is the same name, and what a folder says beside its class. */
import type { OwnSplit } from '../../contracts/dataset';
import { foldersOf } from './paths';

/** Says nothing but that images, masks or tables lie there. */
const NEUTRAL = new Set(
  'image images img imgs photo photos picture pictures data dataset set input inputs mask masks seg segs segmentation segmentations gt ground truth groundtruth annotation annotations binary lesion jpg jpeg jpgs jpegs png pngs bmp tif tiff raw original originals all zip'.split(
    ' ',
  ),
);
const PLAIN = /^[\x20-\x7e]*$/;

const SPLIT_WORDS: ReadonlyMap<string, OwnSplit> = new Map([
  ...(['train', 'training', 'trainset'] as const).map((word) => [word, 'train'] as const),
  ...(['val', 'valid', 'validation', 'dev'] as const).map((word) => [word, 'validation'] as const),
  ...(['test', 'testing', 'testset'] as const).map((word) => [word, 'test'] as const),
]);

/** The same for names that differ in case or in how their accents are composed. */
export function folded(name: string): string {
  return (PLAIN.test(name) ? name : name.normalize('NFC')).toLowerCase();
}

/** The same, too, where leading zeros or "_downsampled" were lost, and for a number that a program wrote as 12.0. */
export function loose(name: string): string {
  return folded(name)
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/_downsampled(?=$|[_-])/, '')
    .replace(/(^|\D)0+(?=\d)/g, '$1');
}

/** What is left of a folder's name without words that say nothing: "train_masks" and "Train images" are both "train". */
export function folderKey(folder: string): string {
  return folded(folder)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !NEUTRAL.has(word))
    .join(' ');
}

/** Keys of the folders of a path, the outermost first, without those of which nothing is left. */
export function folderKeys(path: string): string[] {
  return foldersOf(path)
    .map(folderKey)
    .filter((key) => key !== '');
}

/** The split of which a name speaks: "ISIC_2019_Test_Input" is of the test split. Null where it speaks of none, or of several. */
export function splitIn(name: string): OwnSplit | null {
  const found = new Set(
    name
      .toLowerCase()
      .split(/[^a-z]+/)
      .flatMap((word) => SPLIT_WORDS.get(word) ?? []),
  );
  const [first = null] = found;
  return found.size === 1 ? first : null;
}

/** The split of the innermost folder that speaks of one. */
export function splitOfFolders(path: string): OwnSplit | null {
  const folders = foldersOf(path);
  for (let at = folders.length - 1; at >= 0; at -= 1) {
    const split = splitIn(folders[at] ?? '');
    if (split !== null) return split;
  }
  return null;
}

/** What a cell says when it holds nothing but the name of a split. */
export function splitCell(cell: string): OwnSplit | null {
  return SPLIT_WORDS.get(cell.trim().toLowerCase()) ?? null;
}
