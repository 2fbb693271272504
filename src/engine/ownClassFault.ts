/** Whether classes of a person's own can be told to what is open. */
import { fail, type Failed } from '../contracts/failure';
import type { GenerateJob } from '../contracts/inference';
import type { OpenBundle } from './bundleGraphs';
import type { Opened } from './opened';

/** Whether classes can be shown to a bundle and taught to it. */
export function takesOwnClasses({ manifest, pipeline }: OpenBundle): boolean {
  return pipeline.blocks !== null && manifest.teaching !== undefined;
}

/** A class of the person's own is told to the network that it was made with, and to no other; null where nothing speaks against the job. */
export function ownClassFault({ bundle, manifestSha256 }: Opened, { own }: GenerateJob): Failed | null {
  if (!own) return null;
  if (!bundle.pipeline.blocks) return fail('own-class-other-model');
  const { id, version } = own.bundle;
  return own.bundle.sha256 === manifestSha256 ? null : fail('own-class-other-bundle', { class: own.code, id, version });
}
