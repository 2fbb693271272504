/** Which model runs where: the bundle in use, the device that was chosen and why, storage, offline readiness. */
import { createStore } from 'zustand/vanilla';
import type { OpenedDevice } from '../../bridge/inferenceClient';
import {
  BUNDLE_PATHS,
  maskModelSchema,
  type BundleManifest,
  type CheckedBundle,
  type MaskModel,
} from '../../contracts/bundle';
import { failureOf, type Failure, type Outcome } from '../../contracts/failure';
import { gatePanelSchema, type GatePanel } from '../../contracts/gatePanel';
import type { DeviceAttempt } from '../../contracts/inference';
import type { Environment } from '../../contracts/sample';
import type { StorageReport } from '../../contracts/projects';
import type { OnRead, Reader } from '../../contracts/reading';
import { createTurns } from '../../core/turns';
import { t } from '../../messages';
import type { SharedDependencies } from '../base/dependencies';
import type { Notices } from '../base/noticeStore';

export const SHIPPED_BUNDLE_ID = 'inlay-ham10000';

type ModelState =
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
  /** Null where the bundle does not say how its gates were tested. */
  readonly panel: GatePanel | null;
  readonly attempts: readonly DeviceAttempt[];
  /** Whether samples may begin with what lies under the mask. */
  readonly takesStrength: boolean;
  /** Whether classes can be shown to the model and taught to it. */
  readonly takesOwnClasses: boolean;
  /** When the start under way began, by `performance.now()`, and what a start took the last time; null where nobody knows. */
  readonly startedMs: number;
  readonly usualStartMs: number | null;
  readonly imported: readonly BundleManifest[];
  readonly storage: StorageReport | null;
  readonly offline: 'unknown' | 'preparing' | 'ready';
}

/** How long a start took. */
const START_KEY = 'inlay-start-ms';

export function createSession(dependencies: SharedDependencies, notices: Notices) {
  const { projects, inference, memory, baseUrl, appVersion } = dependencies;
  const store = createStore<SessionState>(() => ({
    model: { phase: 'waiting' },
    manifest: null,
    manifestSha256: '',
    card: '',
    maskModel: null,
    panel: null,
    attempts: [],
    takesStrength: false,
    takesOwnClasses: false,
    startedMs: performance.now(),
    usualStartMs: readNumber(memory.recall(START_KEY, 'browser')),
    imported: [],
    storage: null,
    offline: 'unknown',
  }));

  /** Of two bundles that are opened at once, the slower one would win. */
  const inTurn = createTurns();

  const choiceListeners = new Set<(manifest: BundleManifest) => void>();
  const readyListeners = new Set<() => void>();

  /** @returns a function that ends it */
  function follow<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function failed(failure: Failure): void {
    store.setState({ model: { phase: 'failed', failure } });
    notices.report(failure);
  }

  /** Reads a kept bundle or the shipped one, checks it, and opens it; `settle` as in openBundle. */
  async function useBundle(id: string, settle?: () => Promise<void>): Promise<boolean> {
    const startedMs = performance.now();
    store.setState({ model: { phase: 'loading', doneBytes: 0, totalBytes: 0 }, attempts: [], startedMs });
    const onProgress = (doneBytes: number, totalBytes: number): void =>
      store.setState({ model: { phase: 'loading', doneBytes, totalBytes } });
    const shippedUrl = new URL(`models/${SHIPPED_BUNDLE_ID}`, baseUrl).href;
    const read = await (id === SHIPPED_BUNDLE_ID
      ? projects.readShippedBundle(shippedUrl, onProgress)
      : projects.readBundle(id));
    if (read.ok) return openBundle(read.value, settle);
    failed(read.failure);
    return false;
  }

  /**
   * Opens a checked bundle on the first device that gives the right numbers; only then it is the one in use.
   * @param settle writes down what a reload must find; the bundle is shown as the one in use only after it
   */
  async function openBundle(
    { manifest, manifestSha256, files }: CheckedBundle,
    settle: () => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    store.setState({ model: { phase: 'starting' }, attempts: [] });
    const opened = await inference.open({ manifest, manifestSha256, files, appVersion });
    if (!opened.ok) {
      failed(opened.failure);
      return false;
    }
    await settle();
    store.setState({
      manifest,
      manifestSha256,
      card: decodeText(files[BUNDLE_PATHS.card]),
      maskModel: readJson(files[BUNDLE_PATHS.masks], maskModelSchema), // without it masks are painted by hand
      panel: readJson(files[BUNDLE_PATHS.panel], gatePanelSchema),
    });
    setDevice(opened.value);
    const usualStartMs = Math.round(performance.now() - store.getState().startedMs);
    memory.remember(START_KEY, String(usualStartMs), 'browser');
    store.setState({ usualStartMs });
    return true;
  }

  function setDevice({ report, attempts }: OpenedDevice): void {
    notices.solved('device-', 'worker-', 'model-', 'network-', 'replay-not-ready');
    const { environment, takesStrength, takesOwnClasses } = report;
    store.setState({ model: { phase: 'ready', environment }, attempts, takesStrength, takesOwnClasses });
    readyListeners.forEach((listener) => listener());
  }

  /** Opens the chosen bundle, or the shipped one when that fails: the studio always starts with a model. */
  async function startNow(imported: readonly BundleManifest[], activeId: string | null): Promise<void> {
    store.setState({ imported });
    const wanted = imported.some(({ id }) => id === activeId) && activeId !== null ? activeId : SHIPPED_BUNDLE_ID;
    if ((await useBundle(wanted)) || wanted === SHIPPED_BUNDLE_ID) return;
    notices.inform(t('state.shippedInstead'), t('state.importAgain'));
    await useBundle(SHIPPED_BUNDLE_ID);
  }

  async function makeActive(id: string): Promise<void> {
    const saved = await projects.setActiveBundle(id === SHIPPED_BUNDLE_ID ? null : id);
    if (!saved.ok) notices.report(saved.failure);
  }

  /** Changes to a kept bundle or the shipped one; when it cannot be opened, the one before is opened again. */
  async function chooseNow(id: string): Promise<void> {
    const before = store.getState().manifest?.id ?? SHIPPED_BUNDLE_ID;
    if (await useBundle(id, () => makeActive(id))) announceChoice();
    else await useBundle(before);
  }

  /** Checks a bundle, opens it, and keeps it only then. A refused one changes nothing. */
  async function importNow(
    what: Blob | string,
    check: (reader: Reader, onRead: OnRead) => Promise<Outcome<CheckedBundle>>,
  ): Promise<void> {
    const { readOutside } = await import('../base/readOutside');
    const checked = await readOutside(dependencies, notices, what, check);
    if (!checked.ok) {
      notices.report(checked.failure);
      return;
    }
    const before = store.getState().manifest?.id ?? SHIPPED_BUNDLE_ID;
    if (await openBundle(checked.value, () => keep(checked.value))) announceChoice();
    else await useBundle(before);
  }

  function announceChoice(): void {
    const { manifest } = store.getState();
    if (manifest) choiceListeners.forEach((listener) => listener(manifest));
  }

  async function keep(bundle: CheckedBundle): Promise<void> {
    const { manifest } = bundle;
    const kept = await projects.keepBundle(bundle);
    if (!kept.ok) {
      notices.report(failureOf('bundle-not-saved', { fault: kept.failure }, kept.failure.detail));
      return;
    }
    store.setState(({ imported }) => ({ imported: [...imported.filter(({ id }) => id !== manifest.id), manifest] }));
    await makeActive(manifest.id);
    notices.inform(
      manifest.derived
        ? t('state.importedUnvouched', { name: manifest.name })
        : t('state.imported', { name: manifest.name }),
    );
  }

  async function refreshStorage(): Promise<void> {
    const report = await projects.report();
    if (report.ok) store.setState({ storage: report.value });
  }

  return {
    store,
    start: (imported: readonly BundleManifest[], activeId: string | null): Promise<void> =>
      inTurn(() => startNow(imported, activeId)),
    choose: (id: string): Promise<void> => inTurn(() => chooseNow(id)),
    setDevice,
    /** The same bundle once more, after it could not be opened or its device was lost. */
    startAgain: (): Promise<void> =>
      inTurn(async () => {
        await useBundle(store.getState().manifest?.id ?? SHIPPED_BUNDLE_ID);
      }),
    /** Called when the person has put another bundle into use, by import or by choice; not when one is opened again at a reload. */
    onChoice: (listener: (manifest: BundleManifest) => void): (() => void) => follow(choiceListeners, listener),
    /** Called whenever a bundle is open on a device, the first time and after each change. */
    onReady: (listener: () => void): (() => void) => follow(readyListeners, listener),
    /** Runs something once a bundle is open on a device. @returns as onReady */
    whenReady: (action: () => void): (() => void) => {
      if (store.getState().model.phase !== 'ready') {
        const end = follow(readyListeners, () => {
          end();
          action();
        });
        return end;
      }
      action();
      return () => undefined;
    },
    refreshStorage,
    setOffline: (offline: SessionState['offline']): void => store.setState({ offline }),
    importZip: (zip: Blob): Promise<void> =>
      inTurn(() => importNow(zip, (reader, onRead) => reader.checkBundleZip(zip, onRead))),
    importFolder: (files: readonly { readonly path: string; readonly file: Blob }[]): Promise<void> =>
      inTurn(() =>
        importNow(files[0]?.path.split('/')[0] ?? '', (reader, onRead) => reader.checkBundleFolder(files, onRead)),
      ),
  };
}

export type Session = ReturnType<typeof createSession>;

/** The session as one project sees it: what follows it ends with the project. */
export function sessionOfProject(session: Session): { readonly session: Session; readonly release: () => void } {
  const ends: (() => void)[] = [];
  const noted = (end: () => void): (() => void) => {
    ends.push(end);
    return end;
  };
  const { store } = session;
  return {
    session: {
      ...session,
      store: { ...store, subscribe: (listener) => noted(store.subscribe(listener)) },
      onChoice: (listener) => noted(session.onChoice(listener)),
      onReady: (listener) => noted(session.onReady(listener)),
      whenReady: (action) => noted(session.whenReady(action)),
    },
    release: () => ends.splice(0).forEach((end) => end()),
  };
}

function decodeText(bytes: Uint8Array | undefined): string {
  return bytes ? new TextDecoder().decode(bytes) : '';
}

function readNumber(text: string | null): number | null {
  const value = Number(text ?? NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** Null where the file is missing or not what the schema says. */
function readJson<T>(bytes: Uint8Array | undefined, schema: { parse(value: unknown): T }): T | null {
  try {
    return schema.parse(JSON.parse(decodeText(bytes)));
  } catch {
    return null;
  }
}
