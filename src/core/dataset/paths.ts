/** What the paths of a data set tell: which are images, which are masks, which are tables. */

const ENDING = /\.(jpe?g|png|webp|bmp|gif|avif|tiff?)$/i;
const TABLE = /\.(csv|tsv|tab|txt|jsonl|ndjson)$/i;
const MASK_NAME = /[ _.-](segmentation|seg|mask)(?=\.[^./]+$)/i;
/** Masks only where the image is there that they are named after. */
const WEAK_MASK_NAME = /[ _.-](lesion|gt|ground_?truth|contour)(?=\.[^./]+$)/i;
const MASK_FOLDER = /^(masks?|segs?|segmentations?|.*[_ -]segmentations?([_ -].*)?|.*[_ -]masks?|.*ground_?truths?)$/i;
const IMAGE_FOLDER = /^(images?|imgs?|photos?|jpe?gs?|input|.*_input)$/i;
/** Superpixels and maps of attributes of the ISIC challenges, regions of PH2: neither images nor outlines of a lesion. */
const NO_IMAGE = /(_superpixels|_attribute_[a-z_]+)\.[^./]+$|_roi\//i;

export interface FoundFiles {
  /** In the order of their paths. */
  readonly images: readonly string[];
  readonly masks: readonly string[];
  readonly tables: readonly string[];
}

/** "a/b/ISIC_1.tar.jpg" -> "ISIC_1.tar" */
export function stem(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** The folders of a path, the outermost first. A zip that lies among the files is one of them, by its name without the ending. */
export function foldersOf(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  return path.includes('.zip/') ? folders.map((folder) => folder.replace(/\.zip$/i, '')) : folders;
}

export function hasImageEnding(name: string): boolean {
  return ENDING.test(name);
}

/** The name of the image that a mask belongs to, as far as its own name tells. "a/ISIC_1_segmentation.png" -> "ISIC_1" */
export function maskedStem(path: string): string {
  return stem(path.replace(MASK_NAME, '').replace(WEAK_MASK_NAME, ''));
}

/** @param paths relative, with forward slashes; hidden files and what archivers leave behind are passed over */
export function sortFiles(paths: readonly string[]): FoundFiles {
  const pictures: string[] = [];
  const tables: string[] = [];
  for (const path of [...paths].sort((a, b) => (a < b ? -1 : 1))) {
    if (/(^|\/)(\.|__MACOSX\/)/.test(path)) continue;
    if (TABLE.test(path)) tables.push(path);
    else if (ENDING.test(path) && !NO_IMAGE.test(path)) pictures.push(path);
  }
  const inMaskFolder = maskFolders(pictures);
  let masks = pictures.filter((path) => MASK_NAME.test(path) || inMaskFolder(path));
  // A set that lies in a folder called "masks" is no set of masks.
  if (masks.length === pictures.length) masks = pictures.filter((path) => MASK_NAME.test(path));
  const strong = new Set(masks);
  const weak = pictures.filter((path) => !strong.has(path) && WEAK_MASK_NAME.test(path));
  const stems = new Set(weak.length === 0 ? [] : pictures.filter((path) => !strong.has(path)).map(stem));
  for (const path of weak) if (stems.has(maskedStem(path))) strong.add(path);
  return {
    images: strong.size === 0 ? pictures : pictures.filter((path) => !strong.has(path)),
    masks: strong.size === 0 ? [] : pictures.filter((path) => strong.has(path)),
    tables,
  };
}

/** Whether a path lies in a folder of masks: the innermost folder that says so, or that it holds images, counts. */
function maskFolders(paths: readonly string[]): (path: string) => boolean {
  const kinds = new Map<string, boolean>();
  /** Of a folder by its whole path. */
  const isMaskFolder = (folder: string): boolean => {
    const known = kinds.get(folder);
    if (known !== undefined) return known;
    const name = baseName(folder);
    const says = MASK_FOLDER.test(name.replace(/\.zip$/i, ''));
    const parent = folder.slice(0, Math.max(0, folder.length - name.length - 1));
    const found = says || (!IMAGE_FOLDER.test(name) && parent !== '' && isMaskFolder(parent));
    kinds.set(folder, found);
    return found;
  };
  // "ham_with_masks" that holds "masks" holds images too.
  const outer = new Set<string>();
  const places = new Map(paths.map((path) => [path.slice(0, path.lastIndexOf('/') + 1), path]));
  for (const path of places.values()) {
    const folders = path.split('/').slice(0, -1);
    const inner = folders.findLastIndex((name) => MASK_FOLDER.test(name));
    for (let at = 0; at < inner; at += 1)
      if (MASK_FOLDER.test(folders[at] ?? '')) outer.add(folders.slice(0, at + 1).join('/'));
  }
  for (const folder of outer) kinds.set(folder, false);
  return (path) => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    return folder !== '' && isMaskFolder(folder);
  };
}
