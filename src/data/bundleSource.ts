/** Where a bundle's files come from: the studio's own origin, a folder, or a zip that nobody has vouched for. */
import { fail, InlayError, succeed, type Outcome } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { MAX_FILE_BYTES, type ListedFile } from '../core/bundle/exportLayout';

export interface BundleSource {
  /** What is there, before any of it is read; empty where that cannot be told. */
  readonly listed: readonly ListedFile[];
  /** Whether it can be read from another time. */
  readonly stays: boolean;
  /** Bytes of a file, or null when it is not there. */
  read(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  close(): Promise<void>;
}

const MAX_BYTES = LIMITS.bundle.bytes;
const nothing = (): Promise<void> => Promise.resolve();

/** A transfer that breaks off is tried this often before the network is called unavailable. */
const TRIES = 3;

/** Files under a URL of this origin. Throws InlayError of network-unavailable. */
export function fetchSource(baseUrl: string): BundleSource {
  return {
    listed: [],
    stays: true,
    async read(path) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const response = await fetch(`${baseUrl}/${path}`);
          if (response.status === 404) return null;
          if (response.ok) return new Uint8Array(await response.arrayBuffer());
          throw new Error(`status ${response.status}`);
        } catch (error) {
          if (attempt === TRIES) throw new InlayError('network-unavailable', {}, `${path}: ${String(error)}`);
        }
      }
    },
    close: nothing,
  };
}

/**
 * Files that the person picked; the uppermost folder that holds a manifest.json or a model_index.json is the bundle. Throws InlayError of
 * bundle-file-too-large.
 */
export function folderSource(files: readonly { readonly path: string; readonly file: Blob }[]): BundleSource {
  const byPath = new Map(files.map(({ path, file }) => [path.replaceAll('\\', '/'), file]));
  const root = rootOf([...byPath.keys()]);
  return {
    listed: [...byPath].flatMap(([path, { size }]) => below(root, path, size)),
    stays: false,
    async read(path) {
      const file = byPath.get(root + path);
      if (file) refuseTooLarge({ path, bytes: file.size });
      return file ? new Uint8Array(await file.arrayBuffer()) : null;
    },
    close: nothing,
  };
}

/**
 * Files of a zip, checked before any is read; the bytes are counted while they are unpacked, because the sizes that a zip declares
 * may lie. Fails with bundle-unsafe-archive or bundle-too-large.
 */
export async function zipSource(zip: Blob): Promise<Outcome<BundleSource>> {
  const { openZip, unpack } = await import('./safeZip'); // most people never open a zip
  const opened = await openZip(zip, LIMITS.bundle.entries);
  if ('fault' in opened) return fail('bundle-unsafe-archive', { fault: opened.fault }, opened.fault.detail);
  const { files } = opened;
  const declared = [...files.values()].reduce((sum, { size }) => sum + size, 0);
  if (declared > MAX_BYTES) {
    await opened.close();
    return fail('bundle-too-large', { most: MAX_BYTES / 1024 ** 3 });
  }
  const root = rootOf([...files.keys()]);
  let left = MAX_BYTES;
  return succeed({
    listed: [...files].flatMap(([path, entry]) => below(root, path, entry.size)),
    stays: false,
    async read(path) {
      if (!files.has(root + path)) return null;
      const bytes = await unpack(opened, root + path, left);
      left -= bytes.byteLength;
      return bytes;
    },
    close: () => opened.close(),
  });
}

function below(root: string, path: string, bytes: number): ListedFile[] {
  return path.startsWith(root) ? [{ path: path.slice(root.length), bytes }] : [];
}

/** Throws InlayError of bundle-file-too-large. */
export function refuseTooLarge({ path, bytes }: ListedFile): void {
  if (bytes > MAX_FILE_BYTES)
    throw new InlayError('bundle-file-too-large', { path, gigabytes: (bytes / 1e9).toFixed(1) });
}

/** Path of the folder that holds the uppermost manifest.json or model_index.json, with a slash at its end; empty for the top. */
function rootOf(paths: readonly string[]): string {
  const roots = paths.flatMap((path) => /^(.*\/)?(?:manifest|model_index)\.json$/.exec(path)?.[1] ?? []);
  const top = paths.includes('manifest.json') || paths.includes('model_index.json');
  return top ? '' : (roots.sort((a, b) => a.length - b.length)[0] ?? '');
}
