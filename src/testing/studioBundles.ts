/** For tests: skin and bundles of the studio in memory. */
import type { BundleManifest, CheckedBundle } from '../contracts/bundle';
import { ISIC_CODES, SKIN as SKIN_CODE } from '../contracts/classes';
import type { Background } from '../contracts/library';

export const SKIN: Background = {
  id: 'skin-01',
  sha256: '0'.repeat(64),
  licence: 'CC-BY-NC-SA-4.0',
  name: 'Skin 1',
  origin: 'shipped',
  width: 64,
  height: 48,
  notices: [],
};
export const MANIFEST = {
  id: 'inlay-ham10000',
  version: '0.1.0',
  name: 'Model',
  licence: 'X',
  files: [],
  classes: [...ISIC_CODES, SKIN_CODE].map((code, index) => ({ code, name: code, index })),
  defaults: { steps: 16, guidance: 2 },
};
/** What sets a bundle apart from the shipped one. */
const BUNDLES: Readonly<Record<string, Partial<BundleManifest>>> = {
  mine: { defaults: { steps: 24, guidance: 3.5 } },
  fast: { pipeline: 'InlayInpaintPipeline', student: { path: 'unet/student_fp16.onnx', steps: 4, guidance: 2.5 } },
};

export function checked(id: string): CheckedBundle {
  return {
    manifest: { ...MANIFEST, ...BUNDLES[id], id },
    manifestSha256: '0'.repeat(64),
    files: {},
  } as unknown as CheckedBundle;
}
