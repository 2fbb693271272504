/** What an engine has open, and what its parts need of it. */
import type { Gates } from '../core/gates/gates';
import type { OpenBundle } from './bundleGraphs';
import type { Decoded, Eyes } from './describe';
import type { Own } from './ownImages';
import type { Runtime } from './runtime';

export interface Opened {
  readonly runtime: Runtime;
  readonly bundle: OpenBundle;
  /** Of its manifest.json. */
  readonly manifestSha256: string;
  own: Own | null;
}

export interface Desk {
  readonly opened: Opened | null;
  /** An image file as it is shown, or a mask; null where it cannot be read. */
  readonly decode: (file: Blob, as: 'image' | 'mask') => Promise<Decoded | null>;
  /** Work on the device, one after another. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export async function release({ pipeline, encoder, outliner }: OpenBundle): Promise<void> {
  await pipeline.release();
  await encoder?.release();
  await outliner?.release();
}

export function eyesOf({ bundle: { encoder, outliner } }: Opened): Eyes | null {
  return encoder && { encoder, outliner };
}

export function gatesOf({ bundle, own }: Opened): Gates | null {
  return own?.gates ?? bundle.gates;
}
