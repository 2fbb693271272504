/** Which real images the gates compare with: those of the bundle, or the person's own. */
import type { GateFiles } from '../contracts/inference';
import type { Environment } from '../contracts/sample';
import { openGates, type Gates } from '../core/gates/gates';
import { sha256Hex } from '../core/provenance/digest';
import { readFit, type OpenBundle } from './bundleGraphs';

/** The person's own real images, in place of the bundle's. */
export interface Own {
  readonly gates: Gates;
  readonly about: NonNullable<Environment['comparedWith']>;
}

/** Throws where the files are not of the bundle's encoder. */
export async function readOwn({ manifest, describing }: OpenBundle, files: GateFiles): Promise<Own> {
  const sha256 = await sha256Hex(files.images);
  const read = readFit(files, sha256, manifest);
  if (read === 'other-version' || read.reference.description !== describing.version) {
    throw new RangeError('The images were described by another version of the studio.');
  }
  return { gates: openGates(read.reference, read.fit), about: { sha256, images: read.reference.ids.length } };
}
