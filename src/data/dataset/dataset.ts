/** The dataset worker's service: one open data set, its images, and what the scan found of them. */
import type {
  DatasetApi,
  DatasetSource,
  OpenedDataset,
  OtherDataset,
  Scene,
  SourceState,
} from '../../contracts/dataset';
import type { LesionClass } from '../../contracts/classes';
import { fail, succeed, type Outcome } from '../../contracts/failure';
import { SHAPE_PX } from '../../contracts/library';
import { sortFiles } from '../../core/dataset/paths';
import { shrinkMask } from '../../core/mask/placeMask';
import { encodeRle } from '../../core/mask/rle';
import { guarded } from '../guard';
import { list, remove } from '../opfs';
import type { Place } from '../place';
import { isWithdrawn, permissionOf, reading, takeWriterLock, unreachable } from './access';
import { forgetKept, keep, readKept, tokenOf, type KeptDataset } from './kept';
import { startLooking } from './looking';
import { createMaskNotes } from './maskNotes';
import { MAX_IMAGE_BYTES, scanOf, startScan, type Scan, type ScanStore, type ScannedImages } from './scanning';
import { openScans, openScansToShow } from './scanStore';
import { readDataset } from './readTables';
import { lesionToPaintOver, readOutline, readScene, skinBeside, smallScene } from './scene';
import { openSource, type OpenSource } from './source';
import { stoppable } from './stoppable';

/** Hexadecimal digits of a hash that tell two files apart. */
const FINGERPRINT = 12;

interface Open {
  readonly kept: KeptDataset;
  readonly store: ScanStore;
  readonly scanned: ScannedImages;
  source: OpenSource | null;
  state: SourceState;
}

export function createDataset({ project, database, folder: home }: Place): DatasetApi {
  const datasets = `${home}/dataset`;
  let open: Open | null = null;
  /** It can still be opened again. */
  let closed: Open | null = null;
  /** What one leaves is removed by the next one that opens. */
  let isOpening = false;
  /** The person wants nothing of what is being opened. */
  let isStopped = false;
  let scanning: Scan | null = null;
  const notes = createMaskNotes();
  const maskOf = (image: number): string => open?.kept.images[image]?.mask ?? '';

  const shown = ({ kept, state }: Open): OpenedDataset => ({ summary: kept.summary, source: state });

  async function stopScan(): Promise<void> {
    scanning?.stop();
    await scanning?.done.catch(() => undefined); // whoever began it is told
  }

  async function leaveClosed(): Promise<void> {
    const left = closed;
    closed = null;
    left?.store.close();
    await left?.source?.close();
  }

  async function install(kept: KeptDataset, source: OpenSource | null, state: SourceState): Promise<Open> {
    open?.store.close();
    open = null;
    const folder = `${datasets}/${kept.token}`;
    const store = await (state.kind === 'other-tab' ? openScansToShow : openScans)(folder, kept.files.length);
    const installed: Open = { kept, store, scanned: scanOf(kept, store), source, state };
    open = installed;
    return installed;
  }

  async function replace(
    source: OpenSource,
    from: DatasetSource,
    classes: readonly LesionClass[],
  ): Promise<Outcome<OpenedDataset | OtherDataset>> {
    const files = sortFiles(source.paths);
    if (files.images.length === 0) return fail('dataset-empty', { name: source.name });
    const before = open?.kept ?? (await readKept(database));
    const token = await tokenOf(source.name, files.images);
    // A folder to which images were added is the same data set.
    if (before && before.token !== token && before.summary.name !== source.name) {
      await source.close();
      return succeed({ name: source.name, token });
    }
    const stopped = stoppable(source, () => isStopped);
    const corrected = before?.token === token ? before.summary.reading : null;
    const read = await readDataset(stopped, files, corrected, classes);
    const handle = from.kind === 'files' ? null : from.handle;
    const kept: KeptDataset = { schema: 1, ...read, files: files.images, token, handle };
    await keep(database, kept);
    await leaveClosed();
    await open?.source?.close();
    const opened = await install(kept, source, { kind: 'open' });
    for (const other of await list(datasets)) if (other !== token) await remove(`${datasets}/${other}`);
    return succeed(shown(opened));
  }

  /** Reaches the files of what was kept, if the browser lets it. */
  async function reconnect(current: Open): Promise<Outcome<OpenedDataset>> {
    const { handle } = current.kept;
    if (current.source || current.state.kind === 'other-tab') return succeed(shown(current));
    try {
      if (!handle) current.state = { kind: 'gone' };
      else if ((await permissionOf(handle)) !== 'granted') current.state = { kind: 'ask', handle };
      else {
        const source = await openSource(await sourceOf(handle), () => undefined);
        if (!source.ok) return source;
        current.source = source.value;
        current.state = { kind: 'open' };
      }
    } catch {
      current.state = { kind: 'gone' };
    }
    return succeed(shown(current));
  }

  async function readOne(path: string | undefined): Promise<Outcome<Blob>> {
    if (path === undefined || !open?.source) return fail('dataset-not-reached');
    try {
      return succeed(await open.source.read(path, MAX_IMAGE_BYTES));
    } catch (error) {
      if (isWithdrawn(error)) {
        withdraw(open);
        return unreachable(error);
      }
      return fail('dataset-file-missing', { path }, String(error));
    }
  }

  async function outlineFile(image: number): Promise<Outcome<Blob | null>> {
    const found = open?.kept.images[image];
    return found?.mask === null ? succeed(null) : readOne(found?.mask);
  }

  async function sceneOf(image: number): Promise<Outcome<Scene | null>> {
    const file = await readOne(open?.kept.images[image]?.path);
    if (!file.ok) return file;
    const outline = await outlineFile(image);
    if (!outline.ok) return outline;
    const scene = await readScene(file.value, outline.value);
    return typeof scene === 'string' ? notes.refused(maskOf(image), scene) : succeed(notes.read(scene));
  }

  return {
    restore: () =>
      guarded('dataset', async () => {
        if (open) return shown(open);
        const kept = await readKept(database);
        if (!kept) return null;
        const isWriter = await takeWriterLock(project);
        const opened = await install(kept, null, { kind: isWriter ? 'gone' : 'other-tab' });
        await reconnect(opened);
        return shown(opened);
      }),
    async open(from, classes, onListed) {
      if (!(await takeWriterLock(project))) return fail('dataset-busy');
      await stopScan();
      isOpening = true;
      isStopped = false;
      try {
        const source = await openSource(from, onListed, () => isStopped);
        if (!source.ok) return source;
        return await reading('dataset', () => replace(source.value, from, classes));
      } finally {
        isOpening = false;
      }
    },
    stopOpening() {
      isStopped = true;
    },
    async read(wanted, classes) {
      await stopScan();
      const current = open;
      if (!current?.source) return fail('dataset-not-reached');
      const { source, kept, state } = current;
      return reading('dataset', async () => {
        const read = await readDataset(source, sortFiles(source.paths), wanted, classes);
        await keep(database, { ...kept, ...read });
        return succeed(shown(await install({ ...kept, ...read }, source, state)));
      });
    },
    reconnect: async () => (open ? reconnect(open) : fail('dataset-not-reached')),
    images: (from, count) => Promise.resolve(succeed(open?.kept.images.slice(from, from + count) ?? [])),
    scanned() {
      if (!open) return Promise.resolve(fail('dataset-not-reached'));
      return Promise.resolve(succeed(open.scanned.batch(Int32Array.from(open.kept.images.keys()))));
    },
    async scan(onScanned) {
      const current = open;
      if (!current?.source) return fail('dataset-not-reached');
      const { kept, store, scanned, source } = current;
      await stopScan();
      const started = startScan(kept.images, store, scanned, source, onScanned);
      scanning = started;
      const outcome = await reading('thumbnails', () => started.done.then(() => succeed(null)));
      if (scanning === started) scanning = null;
      if (!outcome.ok && outcome.failure.code === 'dataset-permission') {
        withdraw(current);
      }
      return outcome;
    },
    async look(onLooked) {
      const current = open;
      if (!current) return fail('dataset-not-reached');
      if (current.state.kind === 'other-tab') return succeed(null);
      await stopScan();
      const started = startLooking(current.store, current.scanned, onLooked);
      scanning = started;
      const outcome = await guarded('thumbnails', () => started.done.then(() => null));
      if (scanning === started) scanning = null;
      return outcome;
    },
    async pause() {
      await stopScan();
      return succeed(null);
    },
    thumbnails: (images) =>
      guarded('thumbnails', async () => {
        const current = open;
        if (!current) return images.map(() => null);
        return Promise.all(images.map((image) => current.store.thumbnail(current.scanned.files[image] ?? 0)));
      }),
    fingerprints() {
      if (!open) return Promise.resolve(fail('dataset-not-reached'));
      const { store, scanned } = open;
      return Promise.resolve(
        succeed(Array.from(scanned.files, (file) => store.sha256(file)?.slice(0, FINGERPRINT) ?? '')),
      );
    },
    async skin(image) {
      const scene = await sceneOf(image);
      return scene.ok ? succeed(scene.value ? await skinBeside(scene.value) : []) : scene;
    },
    async lesion(image) {
      const scene = await sceneOf(image);
      return scene.ok ? succeed(scene.value && (await lesionToPaintOver(scene.value))) : scene;
    },
    async scene(image) {
      const scene = await sceneOf(image);
      return scene.ok ? succeed(scene.value && (await smallScene(scene.value))) : scene;
    },
    async outline(image) {
      const file = await outlineFile(image);
      if (!file.ok || !file.value) return file.ok ? succeed(null) : file;
      const drawn = await readOutline(file.value);
      if (typeof drawn === 'string') return notes.refused(maskOf(image), drawn);
      return succeed(encodeRle(shrinkMask(notes.read(drawn).mask, SHAPE_PX)));
    },
    file: (image) => readOne(open?.kept.images[image]?.path),
    mask: outlineFile,
    maskNotes: () => Promise.resolve(succeed(notes.take())),
    close: () =>
      guarded('dataset', async () => {
        if (!(await takeWriterLock(project))) return null;
        await stopScan();
        await forgetKept(database);
        await leaveClosed();
        closed = open;
        open = null;
        return null;
      }),
    reopen: () =>
      guarded('dataset', async () => {
        if (!closed || open) return null;
        await keep(database, closed.kept);
        open = closed;
        closed = null;
        return shown(open);
      }),
    purge: () =>
      guarded('dataset', async () => {
        if (isOpening) return null;
        await leaveClosed();
        if (!open) await remove(datasets);
        return null;
      }),
  };
}

/** The browser no longer lets its files be read. */
function withdraw(current: Open): void {
  const { handle } = current.kept;
  current.source = null;
  current.state = handle ? { kind: 'ask', handle } : { kind: 'gone' };
}

async function sourceOf(handle: FileSystemHandle): Promise<DatasetSource> {
  if (handle instanceof FileSystemDirectoryHandle) return { kind: 'folder', handle };
  if (handle instanceof FileSystemFileHandle) return { kind: 'zip', file: await handle.getFile(), handle };
  throw new TypeError(`A ${handle.kind} cannot be opened.`);
}
