/** Which model runs where: the bundle in use, the device that was chosen and why, room on the disk, offline readiness. */
import { createStore } from 'zustand/vanilla';
import type { OpenedDevice } from '../bridge/inferenceClient';
import { BUNDLE_PATHS, maskModelSchema, type BundleManifest, type MaskModel } from '../contracts/bundle';
import type { Failure, Outcome } from '../contracts/failure';
import type { DeviceAttempt } from '../contracts/inference';
import type { Environment } from '../contracts/sample';
import type { StorageReport } from '../contracts/storage';
import type { StudioDependencies } from './dependencies';
import type { Notices } from './noticeStore';

export const SHIPPED_BUNDLE_ID = 'inlay-ham10000';

export type ModelState =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'loading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly phase: 'starting' }
  | { readonly phase: 'ready'; readonly environment: Environment }
  | { readonly phase: 'failed'; readonly failure: Failure };

export interface SessionState {
  readonly model: ModelState;
  readonly manifest: BundleManifest | null;
  readonly manifestSha256: string;
  readonly card: string;
  readonly maskModel: MaskModel | null;
  readonly attempts: readonly DeviceAttempt[];
  readonly imported: readonly BundleManifest[];
  readonly storage: StorageReport | null;
  readonly offline: 'unknown' | 'preparing' | 'ready';
}

export function createSession(dependencies: StudioDependencies, notices: Notices) {
  const { storage, inference, baseUrl, appVersion } = dependencies;
  const store = createStore<SessionState>(() => ({
    model: { phase: 'waiting' },
    manifest: null,
    manifestSha256: '',
    card: '',
    maskModel: null,
    attempts: [],
    imported: [],
    storage: null,
    offline: 'unknown',
  }));

  function failed(failure: Failure): void {
    store.setState({ model: { phase: 'failed', failure } });
    notices.report(failure);
  }

  /** Reads a bundle, checks it, and opens it on the first device that gives the right numbers. */
  async function useBundle(id: string): Promise<boolean> {
    store.setState({ model: { phase: 'loading', doneBytes: 0, totalBytes: 0 }, attempts: [] });
    const onProgress = (doneBytes: number, totalBytes: number): void =>
      store.setState({ model: { phase: 'loading', doneBytes, totalBytes } });
    const shippedUrl = new URL(`models/${SHIPPED_BUNDLE_ID}`, baseUrl).href;
    const read = await (id === SHIPPED_BUNDLE_ID
      ? storage.readShippedBundle(shippedUrl, onProgress)
      : storage.readBundle(id));
    if (!read.ok) {
      failed(read.failure);
      return false;
    }
    const { manifest, manifestSha256, files } = read.value;
    store.setState({
      model: { phase: 'starting' },
      manifest,
      manifestSha256,
      card: decodeText(files[BUNDLE_PATHS.card]),
      maskModel: readMaskModel(files[BUNDLE_PATHS.masks]),
    });
    const opened = await inference.open({ manifest, manifestSha256, files, appVersion });
    if (!opened.ok) {
      failed(opened.failure);
      return false;
    }
    setDevice(opened.value);
    return true;
  }

  function setDevice({ report, attempts }: OpenedDevice): void {
    store.setState({ model: { phase: 'ready', environment: report.environment }, attempts });
  }

  /** Opens the chosen bundle, or the shipped one when that fails: the studio always starts with a model. */
  async function start(imported: readonly BundleManifest[], activeId: string | null): Promise<void> {
    store.setState({ imported });
    const wanted = imported.some(({ id }) => id === activeId) && activeId !== null ? activeId : SHIPPED_BUNDLE_ID;
    if ((await useBundle(wanted)) || wanted === SHIPPED_BUNDLE_ID) return;
    notices.inform(
      'The chosen bundle could not be opened, so the shipped one is used.',
      'Import the bundle again on the Models screen.',
    );
    await useBundle(SHIPPED_BUNDLE_ID);
  }

  async function choose(id: string): Promise<void> {
    if (await useBundle(id)) {
      const saved = await storage.setActiveBundle(id === SHIPPED_BUNDLE_ID ? null : id);
      if (!saved.ok) notices.report(saved.failure);
    } else {
      await useBundle(previousOr(store.getState().imported, id));
    }
  }

  /** Imports a bundle and opens it. A refused one changes nothing. */
  async function importBundle(read: () => Promise<Outcome<BundleManifest>>): Promise<void> {
    const outcome = await read();
    if (!outcome.ok) {
      notices.report(outcome.failure);
      return;
    }
    const manifest = outcome.value;
    store.setState(({ imported }) => ({ imported: [...imported.filter(({ id }) => id !== manifest.id), manifest] }));
    notices.inform(`${manifest.name} was imported; every file matches its hash.`);
    await choose(manifest.id);
  }

  async function refreshStorage(): Promise<void> {
    const report = await storage.report();
    if (report.ok) store.setState({ storage: report.value });
  }

  return {
    store,
    start,
    choose,
    setDevice,
    refreshStorage,
    setOffline: (offline: SessionState['offline']): void => store.setState({ offline }),
    importZip: (zip: Blob): Promise<void> => importBundle(() => storage.importBundleZip(zip)),
    importFolder: (files: readonly { readonly path: string; readonly file: Blob }[]): Promise<void> =>
      importBundle(() => storage.importBundleFolder(files)),
  };
}

export type Session = ReturnType<typeof createSession>;

function previousOr(imported: readonly BundleManifest[], failedId: string): string {
  return imported.find(({ id }) => id !== failedId)?.id ?? SHIPPED_BUNDLE_ID;
}

function decodeText(bytes: Uint8Array | undefined): string {
  return bytes ? new TextDecoder().decode(bytes) : '';
}

function readMaskModel(bytes: Uint8Array | undefined): MaskModel | null {
  try {
    return maskModelSchema.parse(JSON.parse(decodeText(bytes)));
  } catch {
    return null; // masks are painted by hand then
  }
}
