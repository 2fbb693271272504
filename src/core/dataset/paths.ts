/** What the paths of a data set tell: which are images, which are masks, which are tables. */

const IMAGE = /\.(jpe?g|png|webp|bmp|gif|avif|tiff?)$/i;
const TABLE = /\.(csv|tsv|jsonl)$/i;
const MASK_NAME = /[_-](segmentation|seg|mask)$/i;
const MASK_FOLDER = /^(masks?|segmentations?|.*_segmentations?(_.*)?|.*_masks?)$/i;
const NO_IMAGE = /_superpixels$/i;

export interface FoundFiles {
  /** In the order of their paths. */
  readonly images: readonly string[];
  /** Stem of the image -> path of its mask. */
  readonly masks: ReadonlyMap<string, string>;
  readonly tables: readonly string[];
}

/** "a/b/ISIC_1.tar.jpg" -> "ISIC_1.tar" */
export function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** The folders of a path, the outermost first. */
export function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

/** @param paths relative, with forward slashes; hidden files and what archivers leave behind are passed over */
export function sortFiles(paths: readonly string[]): FoundFiles {
  const images: string[] = [];
  const masks = new Map<string, string>();
  const tables: string[] = [];
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1))) {
    const parts = path.split('/');
    if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) continue;
    if (TABLE.test(path)) tables.push(path);
    else if (IMAGE.test(path)) {
      const name = stem(path);
      if (NO_IMAGE.test(name)) continue;
      const inMaskFolder = parts.slice(0, -1).some((part) => MASK_FOLDER.test(part));
      if (MASK_NAME.test(name) || inMaskFolder) masks.set(name.replace(MASK_NAME, ''), path);
      else images.push(path);
    }
  }
  return { images, masks, tables };
}
