/** What a data set holds, class by class: the long tail, by images and by lesions, and how skin, sites and ages are spread. */
import type { ClassCode } from '../../contracts/classes';
import { SCAN_STATES, SPLIT_NAMES, type DatasetImage, type ScanBatch } from '../../contracts/dataset';
import { TONES, toneOf, type Tone } from '../colour/skinTone';
import { hairGroupOf, sizeGroupOf, type HairGroup, type SizeGroup } from './looks';

/** What the scan found, a value an image. */
export type ScanColumns = Omit<ScanBatch, 'images'>;

/** Head: at least this share of the largest class's images. */
export const HEAD_SHARE = 1 / 3;
/** Tail: less than this share. */
export const TAIL_SHARE = 1 / 10;
type Part = 'head' | 'medium' | 'tail';

export interface ClassTally {
  readonly class: ClassCode;
  readonly images: number;
  readonly lesions: number;
  /** Images in each split, as SPLIT_NAMES. */
  readonly bySplit: readonly number[];
  /** Null where the class has no image. */
  readonly part: Part | null;
}

const NOT_YET = SCAN_STATES.indexOf('not-yet');
const LEFT_OUT = new Set([SCAN_STATES.indexOf('unreadable'), SCAN_STATES.indexOf('over-limit')]);

export function nothingScanned(images: number): ScanColumns {
  return {
    state: new Uint8Array(images),
    itaDeg: new Float32Array(images).fill(NaN),
    hairShare: new Float32Array(images).fill(NaN),
    diameter: new Float32Array(images).fill(NaN),
    duplicateOf: new Int32Array(images).fill(-1),
  };
}

/** The columns with a batch put in; those before stay as they are. */
export function withBatch(columns: ScanColumns, batch: ScanBatch): ScanColumns {
  const { state, itaDeg, hairShare, diameter, duplicateOf } = columns;
  const next = {
    state: state.slice(),
    itaDeg: itaDeg.slice(),
    hairShare: hairShare.slice(),
    diameter: diameter.slice(),
    duplicateOf: duplicateOf.slice(),
  };
  batch.images.forEach((image, at) => {
    next.state[image] = batch.state[at] ?? NOT_YET;
    next.itaDeg[image] = batch.itaDeg[at] ?? NaN;
    next.hairShare[image] = batch.hairShare[at] ?? NaN;
    next.diameter[image] = batch.diameter[at] ?? NaN;
    next.duplicateOf[image] = batch.duplicateOf[at] ?? -1;
  });
  return next;
}

export function countScanned({ state }: ScanColumns): number {
  return state.reduce((sum, value) => sum + (value === NOT_YET ? 0 : 1), 0);
}

/** An image counts when it has a class, was not found unreadable or over a limit, and is not the copy of an earlier file. */
export function counts(image: DatasetImage, at: number, scan: ScanColumns): boolean {
  return image.class !== null && !LEFT_OUT.has(scan.state[at] ?? NOT_YET) && (scan.duplicateOf[at] ?? -1) < 0;
}

/** Every class, the largest first. */
export function tallyClasses(
  images: readonly DatasetImage[],
  scan: ScanColumns,
  classes: readonly ClassCode[],
): ClassTally[] {
  const lesions = new Map(classes.map((code) => [code, new Set<string>()]));
  const bySplit = new Map(classes.map((code) => [code, SPLIT_NAMES.map(() => 0)]));
  images.forEach((image, at) => {
    if (image.class === null || !counts(image, at, scan)) return;
    lesions.get(image.class)?.add(image.lesion ?? image.id);
    const splits = bySplit.get(image.class);
    const split = SPLIT_NAMES.indexOf(image.split);
    if (splits) splits[split] = (splits[split] ?? 0) + 1;
  });
  const sizes = classes.map((code) => {
    const splits = bySplit.get(code) ?? [];
    return { class: code, images: sum(splits), lesions: lesions.get(code)?.size ?? 0, bySplit: splits };
  });
  const largest = Math.max(...sizes.map(({ images: count }) => count));
  return sizes
    .map((size) => ({ ...size, part: partOf(size.images, largest) }))
    .sort((a, b) => b.images - a.images || classes.indexOf(a.class) - classes.indexOf(b.class));
}

/** @param largest images of the largest class @returns null where there is no image */
export function partOf(images: number, largest: number): Part | null {
  if (images === 0) return null;
  if (images >= HEAD_SHARE * largest) return 'head';
  return images < TAIL_SHARE * largest ? 'tail' : 'medium';
}

export const UNKNOWN = 'unknown';

/** A name and how many images have it. */
export interface Share {
  /** May be UNKNOWN. */
  readonly name: string;
  readonly images: number;
}

export function tallyTones(images: readonly DatasetImage[], scan: ScanColumns): Share[] {
  return tallyBy(
    images,
    scan,
    (_, at) => toneAt(scan, at),
    TONES.map(({ name }) => name),
  );
}

/** The tone that was measured; UNKNOWN where none could be told, or not yet. */
export function toneAt({ itaDeg }: ScanColumns, at: number): Tone | typeof UNKNOWN {
  const ita = itaDeg[at] ?? NaN;
  return Number.isNaN(ita) ? UNKNOWN : toneOf(ita);
}

export function hairAt({ hairShare }: ScanColumns, at: number): HairGroup | typeof UNKNOWN {
  const share = hairShare[at] ?? NaN;
  return Number.isNaN(share) ? UNKNOWN : hairGroupOf(share);
}

export function sizeAt({ diameter }: ScanColumns, at: number): SizeGroup | typeof UNKNOWN {
  const found = diameter[at] ?? NaN;
  return Number.isNaN(found) ? UNKNOWN : sizeGroupOf(found);
}

/** The commonest first. */
export function tallySites(images: readonly DatasetImage[], scan: ScanColumns): Share[] {
  return tallyBy(images, scan, siteOf);
}

export function siteOf({ site }: DatasetImage): string {
  return site ?? UNKNOWN;
}

export const AGE_GROUPS = ['0 to 19', '20 to 39', '40 to 59', '60 to 79', '80 and older'] as const;
const YEARS_A_GROUP = 20;

export function ageGroupOf({ ageYears }: DatasetImage): string {
  if (ageYears === null) return UNKNOWN;
  return AGE_GROUPS[Math.min(AGE_GROUPS.length - 1, Math.floor(ageYears / YEARS_A_GROUP))] ?? UNKNOWN;
}

export function tallyAges(images: readonly DatasetImage[], scan: ScanColumns): Share[] {
  return tallyBy(images, scan, ageGroupOf, AGE_GROUPS);
}

/** @param order of the names; the commonest first where there is none. The unknown ones are last. */
function tallyBy(
  images: readonly DatasetImage[],
  scan: ScanColumns,
  nameOf: (image: DatasetImage, at: number) => string,
  order?: readonly string[],
): Share[] {
  const found = new Map<string, number>((order ?? []).map((name) => [name, 0]));
  images.forEach((image, at) => {
    if (!counts(image, at, scan)) return;
    const name = nameOf(image, at);
    found.set(name, (found.get(name) ?? 0) + 1);
  });
  const shares = [...found].map(([name, count]) => ({ name, images: count }));
  const named = shares.filter(({ name }) => name !== UNKNOWN);
  if (!order) named.sort((a, b) => b.images - a.images);
  return [...named, ...shares.filter(({ name, images: count }) => name === UNKNOWN && count > 0)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
