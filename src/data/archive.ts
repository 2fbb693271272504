/** The archive worker's service: writes the export, reads it back, and only then hands it out. */
import type { ArchiveApi, ExportProgress, ExportRequest } from '../contracts/archive';
import { fail, failureIn, succeed, type Failure, type Outcome } from '../contracts/failure';
import { backgroundSchema } from '../contracts/library';
import type { SavedSample } from '../contracts/storage';
import type { ExportFacts } from '../core/export/facts';
import { CancelledError, EmptyExportError, writeExport, type ExportSource } from './exportZip';
import { guarded } from './guard';
import { entriesOf, SAMPLES_FOLDER } from './keys';
import { lastEvaluation } from './lastEvaluation';
import { readEachSample } from './load';
import type { createOpenedExport } from './openedExport';
import { openFolder, openFile, openSink, remove } from './opfs';
import { buffered, SPOOL_BYTES, type Sink, type Spool } from './sink';

const FOLDER = 'export';
const ROWS = `${FOLDER}/rows`;

const PROGRESS_MS = 100;

/** Where the zip goes. */
interface Target {
  readonly sink: Sink;
  /** Throws away what was written. */
  readonly discard: () => Promise<void>;
  readonly open: () => Promise<File>;
}

export function createArchive(): ArchiveApi {
  let cancelled = false;
  /** Of others; what reads a zip is loaded when there is one to be read. */
  let others: Promise<ReturnType<typeof createOpenedExport>> | null = null;
  const opener = () => (others ??= import('./openedExport').then((reader) => reader.createOpenedExport()));

  /** Writes to the end, or says why not; what was written until then is the target's to throw away. */
  function write(
    request: ExportRequest,
    { sink, open }: Target,
    leftOut: Failure[],
    onSample: (done: number, total: number) => void,
  ): Promise<Outcome<ExportFacts>> {
    return guarded('export', async () => {
      const { source, closeSpools } = await sourceOf(leftOut);
      let bytes = 0;
      const counted: Sink = {
        ...sink,
        write(chunk) {
          bytes += chunk.byteLength;
          return sink.write(chunk);
        },
      };
      try {
        const facts = await writeExport(counted, source, request, onSample, () => cancelled);
        await sink.close();
        // Where the disk is full a browser may take bytes and not keep them.
        if ((await open()).size < bytes)
          throw new DOMException('The file is shorter than it was written.', 'QuotaExceededError');
        return succeed(facts);
      } catch (error) {
        if (error instanceof EmptyExportError)
          return fail(request.scope === 'all' ? 'export-no-samples' : 'export-empty');
        if (!(error instanceof CancelledError)) throw error;
        return fail('export-cancelled');
      } finally {
        await closeSpools(); // an open file cannot be removed
        await remove(ROWS);
      }
    }).then((outcome) => (outcome.ok ? outcome.value : outcome));
  }

  async function check(target: Target, onFile: (done: number, total: number) => void) {
    const file = await target.open();
    const [{ checkExport }, { blobSource }] = await Promise.all([import('./exportCheck'), import('./blockSource')]);
    try {
      return succeed({ file, checkedFiles: await checkExport(blobSource(file), onFile) });
    } catch (error) {
      await target.discard();
      const fault = failureIn(error);
      return fail('export-verification-failed', { fault }, fault.detail);
    }
  }

  return {
    openExport: async (file, onProgress) => (await opener()).open(file, paced('checking', onProgress)),
    exportedSample: async (id) => (await opener()).sample(id),
    cancel() {
      cancelled = true;
    },
    async exportSamples(request, chosen, onProgress) {
      cancelled = false;
      const fileName = chosen?.name ?? `${request.name}.zip`;
      const opened = await guarded('export', async () => {
        await remove(FOLDER);
        return chosen ? fileTarget(chosen) : ownTarget(`${FOLDER}/${fileName}`);
      });
      if (!opened.ok) return opened;
      const target = opened.value;
      const leftOut: Failure[] = [];
      const written = await write(request, target, leftOut, paced('writing', onProgress));
      if (!written.ok) {
        await target.discard();
        await remove(FOLDER);
        return written;
      }
      const checked = await check(target, paced('checking', onProgress));
      if (!checked.ok) return checked;
      const { file, checkedFiles } = checked.value;
      const result = { fileName, bytes: file.size, samples: written.value.samples, checkedFiles, leftOut };
      return succeed({ ...result, file: chosen ? null : file });
    },
  };
}

/** Not more often than eyes can follow: what the page has to draw, the export has to wait for. */
function paced(
  phase: ExportProgress['phase'],
  onProgress: (progress: ExportProgress) => void,
): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - last < PROGRESS_MS) return;
    last = now;
    onProgress({ phase, done, total });
  };
}

/** In the studio's own storage, to be saved from there. */
async function ownTarget(path: string): Promise<Target> {
  const sink = buffered(await openSink(path));
  return {
    sink,
    open: () => openFile(path),
    async discard() {
      await closeQuietly(sink);
      await remove(path);
    },
  };
}

/** A file of the person's: the browser writes beside it and puts it in place when it is closed. */
async function fileTarget(handle: FileSystemFileHandle): Promise<Target> {
  const stream = await handle.createWritable();
  let isOpen = true;
  return {
    sink: buffered({
      write: (bytes) => stream.write(bytes),
      async close() {
        await stream.close();
        isOpen = false;
      },
    }),
    open: () => handle.getFile(),
    async discard() {
      if (isOpen) await stream.abort();
      else await handle.createWritable().then((empty) => empty.close()); // an empty file is no export
    },
  };
}

/** What is thrown away need not be written to its end: the disk may be full. */
async function closeQuietly(sink: Sink): Promise<void> {
  try {
    await sink.close();
  } catch {
    // it is closed all the same
  }
}

async function sourceOf(
  leftOut: Failure[],
): Promise<{ readonly source: ExportSource; readonly closeSpools: () => Promise<void> }> {
  const origins = await originsOfBackgrounds();
  const spools: Sink[] = [];
  const source: ExportSource = {
    async *samples(): AsyncGenerator<SavedSample> {
      leftOut.length = 0; // it is asked for twice
      yield* readEachSample(leftOut);
    },
    readPng: await openFolder(SAMPLES_FOLDER, (id) => `${id}.png`),
    groupOf: ({ background: { sha256 } }) => origins.get(sha256) ?? sha256,
    evaluation: lastEvaluation,
    async openSpool(name): Promise<Spool> {
      const path = `${ROWS}/${name}`;
      const sink = buffered(await openSink(path), SPOOL_BYTES);
      spools.push(sink);
      return {
        ...sink,
        async read() {
          await sink.close();
          return (await openFile(path)).stream();
        },
      };
    },
  };
  return {
    source,
    async closeSpools() {
      for (const spool of spools) await closeQuietly(spool);
    },
  };
}

/** Hash of a background -> the real image that it was cut from. */
async function originsOfBackgrounds(): Promise<Map<string, string>> {
  const origins = new Map<string, string>();
  for await (const [, value] of entriesOf('background:')) {
    const { data } = backgroundSchema.safeParse(value);
    if (data?.from !== undefined) origins.set(data.sha256, data.from);
  }
  return origins;
}
