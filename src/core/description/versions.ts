/** How images are described: a bundle's file of reference images says by which version, and samples are described alike. */
import { BAND_NAMES } from './bands';
import { BLOCK_NAMES } from './blockSteps';
import { TEXTURE_NAMES } from './texture';

/**
 * 1: the region of the manifest's context, texture at 64 px. 2: a square of the frame (`./frame`), texture at the encoder's size, and three bands
 * of wavelengths inside the mask against around it. 3: with an outliner, also how much lesion lies outside the mask.
 * A file that says nothing is of version 1.
 */
export const DESCRIPTION_VERSIONS = [1, 2, 3] as const;
export type DescriptionVersion = (typeof DESCRIPTION_VERSIONS)[number];

const FIRST: readonly string[] = [...TEXTURE_NAMES, ...BLOCK_NAMES];
const SECOND: readonly string[] = [...FIRST, ...BAND_NAMES];

export const OUTSIDE_NAME = 'lesion outside the mask';
const NAMES: Readonly<Record<DescriptionVersion, readonly string[]>> = {
  1: FIRST,
  2: SECOND,
  3: [...SECOND, OUTSIDE_NAME],
};

/** What each measured number is, in order; those of a version stand first in the next one. */
export function measuredNames(version: DescriptionVersion): readonly string[] {
  return NAMES[version];
}

/** The version that measures so many numbers; null where none does. */
export function versionMeasuring(count: number): DescriptionVersion | null {
  return DESCRIPTION_VERSIONS.find((version) => measuredNames(version).length === count) ?? null;
}
