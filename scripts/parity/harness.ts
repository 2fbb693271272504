/** The browser's half of `npm run parity`: fetches a bundle and measures one execution provider. */
import { bundleManifestSchema, BUNDLE_PATHS, type BundleFiles } from '../../src/contracts/bundle';
import type { DeviceCandidate } from '../../src/contracts/inference';
import { openWebRuntime } from '../../src/engine/webRuntime';
import { measure, type Measurement } from './measure';

declare global {
  interface Window {
    /** @param folder where the bundle is served @param half whether its U-Net computes in fp16 */
    parity?: (folder: string, candidate: DeviceCandidate, half: boolean) => Promise<Measurement>;
  }
}

async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

window.parity = async (folder, candidate, half) => {
  const manifest = bundleManifestSchema.parse(
    JSON.parse(new TextDecoder().decode(await read(`${folder}/manifest.json`))),
  );
  const files: Record<string, BundleFiles[string]> = {};
  for (const { path } of manifest.files) files[path] = await read(`${folder}/${path}`);
  if (half) files[BUNDLE_PATHS.unet] = await read(`${folder}/half.onnx`);
  const runtime = await openWebRuntime(candidate, true);
  if (!runtime.ok) throw new Error(runtime.failure.message);
  return measure(runtime.value, manifest, files);
};
