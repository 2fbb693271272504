/** A script of this folder for a page or a worker, in one piece. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** @returns its JavaScript, with all that it imports. Throws where it cannot be built. */
export async function bundledScript(entry: URL): Promise<string> {
  const built = await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    build: { write: false, lib: { entry: fileURLToPath(entry), formats: ['es'], fileName: 'script' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (!('output' in first)) throw new Error(`${entry.pathname} could not be built.`);
  return first.output[0].code;
}
