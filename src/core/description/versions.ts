/** How images are described: a bundle's file of reference images says by which version, and samples are described alike. */
import { BAND_NAMES } from './bands';
import { BLOCK_NAMES } from './blockSteps';
import { TEXTURE_NAMES } from './texture';

/**
 * 1: the region of the manifest's context, texture at 64 px. 2: a square of the frame (`./frame`), texture at the encoder's size, and three bands
 * of wavelengths inside the mask against around it. A file that says nothing is of version 1.
 */
export const DESCRIPTION_VERSIONS = [1, 2] as const;
export type DescriptionVersion = (typeof DESCRIPTION_VERSIONS)[number];

const FIRST: readonly string[] = [...TEXTURE_NAMES, ...BLOCK_NAMES];
const SECOND: readonly string[] = [...FIRST, ...BAND_NAMES];

/** What each measured number is, in order; those of version 1 stand first in version 2. */
export function measuredNames(version: DescriptionVersion): readonly string[] {
  return version === 1 ? FIRST : SECOND;
}

/** The version that measures so many numbers; null where none does. */
export function versionMeasuring(count: number): DescriptionVersion | null {
  return DESCRIPTION_VERSIONS.find((version) => measuredNames(version).length === count) ?? null;
}
