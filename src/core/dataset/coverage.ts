/** How many images of each class there are of each skin tone, hair and size: where a data set is thin. */
import type { ClassCode } from '../../contracts/classes';
import type { DatasetImage } from '../../contracts/dataset';
import { TONES } from '../colour/skinTone';
import { HAIR_GROUPS, SIZE_GROUPS } from './looks';
import { counts, hairAt, sizeAt, toneAt, UNKNOWN, type ScanColumns } from './tally';

/** What a class may be thin in; the values of each, in order. */
export const COVERAGE_AXES = {
  tone: TONES.map(({ name }) => name),
  hair: HAIR_GROUPS,
  size: SIZE_GROUPS,
} as const satisfies Record<string, readonly string[]>;
export type CoverageAxis = keyof typeof COVERAGE_AXES;
/** `all`, or a value, of each axis. */
export type Likeness = Readonly<Record<CoverageAxis, string>>;
export const AXIS_NAMES = ['tone', 'hair', 'size'] as const satisfies readonly CoverageAxis[];

/** Fewer images than this are few to learn from: a cell of the table is called thin. */
export const THIN = 10;

/** What of an image lies on each axis. */
const GROUP_AT: Record<CoverageAxis, (scan: ScanColumns, at: number) => string> = {
  tone: toneAt,
  hair: hairAt,
  size: sizeAt,
};

export function isLike(scan: ScanColumns, at: number, wanted: Likeness): boolean {
  return AXIS_NAMES.every((axis) => wanted[axis] === 'all' || GROUP_AT[axis](scan, at) === wanted[axis]);
}

export interface CoverageRow {
  readonly class: ClassCode;
  /** Images of each value of the axis, in order. */
  readonly images: readonly number[];
  /** Images of which it is not known. */
  readonly unknown: number;
}

/** The row of every class along one axis, of the images that fit what is chosen on the other two; in the order of `classes`. */
export function coverageOf(
  images: readonly DatasetImage[],
  scan: ScanColumns,
  classes: readonly ClassCode[],
  axis: CoverageAxis,
  chosen: Likeness,
): CoverageRow[] {
  const values: readonly string[] = COVERAGE_AXES[axis];
  const rows = new Map(classes.map((code) => [code, { class: code, images: values.map(() => 0), unknown: 0 }]));
  const others = { ...chosen, [axis]: 'all' };
  images.forEach((image, at) => {
    const row = image.class === null ? undefined : rows.get(image.class);
    if (!row || !counts(image, at, scan) || !isLike(scan, at, others)) return;
    const group = GROUP_AT[axis](scan, at);
    if (group === UNKNOWN) row.unknown += 1;
    else row.images[values.indexOf(group)] = (row.images[values.indexOf(group)] ?? 0) + 1;
  });
  return [...rows.values()];
}
