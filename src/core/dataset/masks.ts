/** Which mask is of which image: by name, and where names repeat by the folders that both lie in. Where that leaves several, none is taken. */
import { best, indexImages, type ImageIndex } from './imageIndex';
import { fieldOf, type OwnRow, type Said } from './imageRows';
import { folderKeys, splitOfFolders } from './names';
import type { OddityList } from './oddities';
import { maskedStem, type FoundFiles } from './paths';

/** Whether images of one name are one and the same file, so that a row or a mask is of all of them. @param images at least two */
export type AreCopies = (images: readonly number[]) => boolean;

interface Claim {
  readonly mask: string;
  readonly affinity: number;
}

interface MatchedMasks {
  /** Image -> its mask. */
  readonly masks: ReadonlyMap<number, string>;
  /** Masks that fit several images equally well; they are of all of them where those are one and the same file. */
  readonly unclear: readonly { readonly mask: string; readonly images: readonly number[] }[];
}

function matchMasks(paths: readonly string[], index: ImageIndex, odd: OddityList): MatchedMasks {
  const claims = new Map<number, Claim[]>();
  const unclear: { mask: string; images: readonly number[] }[] = [];
  for (const mask of paths) {
    const named = index.named(maskedStem(mask));
    const keys = folderKeys(mask);
    const fitting = named.filter((image) => !contradicts(mask, image, index));
    const affinityTo = (image: number): number => affinity(keys, index.keysOf(image));
    const nearest = best(fitting, affinityTo);
    const [image, ...more] = nearest;
    if (image === undefined) odd.add('mask-without-image', mask);
    else if (more.length > 0) unclear.push({ mask, images: nearest });
    else {
      const claim = { mask, affinity: affinityTo(image) };
      const others = claims.get(image);
      if (others) others.push(claim);
      else claims.set(image, [claim]);
    }
  }
  const masks = new Map<number, string>();
  for (const [image, [first, ...others]] of claims) {
    if (!first) continue;
    const all = [first, ...others];
    const highest = Math.max(...all.map((claim) => claim.affinity));
    const nearest = all.filter((claim) => claim.affinity === highest);
    const [taken] = nearest;
    if (taken && nearest.length === 1) masks.set(image, taken.mask);
    else odd.add('ambiguous-mask', `${index.paths[image] ?? ''}: ${nearest.map(({ mask }) => mask).join(', ')}`);
    for (const claim of all) if (claim.affinity < highest) odd.add('mask-without-image', claim.mask);
  }
  return { masks, unclear };
}

/** The mask lies in a folder, or in a split, that is another image's here. */
function contradicts(mask: string, image: number, index: ImageIndex): boolean {
  const inner = folderKeys(mask).at(-1);
  if (inner !== undefined && index.hasFolder(inner) && !index.keysOf(image).includes(inner)) return true;
  const [ofMask, ofImage] = [splitOfFolders(mask), index.splitOf(image)];
  return ofMask !== null && ofImage !== null && ofMask !== ofImage;
}

/** How many folders both lie in, from the file outwards and from the root inwards; one more where they lie in the same ones. */
function affinity(mask: readonly string[], image: readonly string[]): number {
  const shorter = Math.min(mask.length, image.length);
  let [inner, outer] = [0, 0];
  while (inner < shorter && mask.at(-1 - inner) === image.at(-1 - inner)) inner += 1;
  while (outer < shorter - inner && mask[outer] === image[outer]) outer += 1;
  return inner + outer + Number(inner === mask.length && inner === image.length);
}

/** Masks by their names and by what tables say. Files that a table calls masks are no images. */
export function masksOf(
  files: FoundFiles,
  index: ImageIndex,
  said: readonly Said[],
  rows: readonly (readonly OwnRow[])[],
  areCopies: AreCopies,
  odd: OddityList,
) {
  const isSaid = said.some(({ places }) => places.mask.length > 0);
  const pictures = !isSaid ? null : indexImages([...files.masks, ...files.images]);
  const ofTables = new Map<number, string>();
  const named = new Set<string>();
  if (pictures)
    for (const [image, own] of rows.entries()) {
      const cell = fieldOf(own, 'mask');
      const from = own.find((row) => row.said.places.mask.length > 0)?.said.table.path ?? '';
      const [found, ...more] = cell === '' ? [] : pictures.find(cell, { from }).images;
      const path = found === undefined ? undefined : pictures.paths[found];
      if (path === undefined || path === files.images[image]) continue;
      if (more.length > 0) odd.add('ambiguous-mask', `${from}: ${cell}`);
      else {
        ofTables.set(image, path);
        named.add(path);
      }
    }
  const { masks, unclear } = matchMasks(
    files.masks.filter((path) => !named.has(path)),
    index,
    odd,
  );
  const found = new Map([...masks, ...ofTables]);
  for (const { mask, images } of unclear)
    if (areCopies(images)) {
      for (const image of images) if (!found.has(image)) found.set(image, mask);
    } else odd.add('ambiguous-mask', mask);
  return { of: found, named };
}
