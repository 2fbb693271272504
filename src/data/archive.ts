/** The archive worker's service: writes the export, reads it back, and only then hands it out. */
import type { ArchiveApi, ExportProgress, ExportRequest } from '../contracts/archive';
import { fail, failureIn, failureOf, InlayError, succeed, type Failure, type Outcome } from '../contracts/failure';
import { backgroundSchema, type Background } from '../contracts/library';
import type { ExportFacts } from '../core/export/facts';
import { skinSource } from '../core/export/sources';
import { CancelledError, EmptyExportError, writeExport, type ExportSource } from './exportZip';
import { guarded } from './guard';
import { BACKGROUNDS } from './keys';
import { lastEvaluation } from './lastEvaluation';
import { openFile, openSink, remove } from './opfs';
import { paced } from './paced';
import { entriesOf, type Place } from './place';
import type { KeptSample } from './keptSample';
import type { RealFiles } from './presetZip';
import { createSamples } from './samples';
import type { Signer } from './signing';
import { buffered, SPOOL_BYTES, type Sink, type Spool } from './sink';

/** Where the zip goes. */
interface Target {
  readonly sink: Sink;
  /** Throws away what was written. */
  readonly discard: () => Promise<void>;
  readonly open: () => Promise<File>;
}

export function createArchive(place: Place): ArchiveApi {
  const home = `${place.folder}/export`;
  const rows = `${home}/rows`;
  let cancelled = false;

  /** Writes to the end, or says why not; what was written until then is the target's to throw away. */
  function write(
    { signer, ...request }: ExportRequest & Pick<ExportSource, 'signer'>,
    { sink, open }: Target,
    damaged: ReadonlySet<string>,
    leftOut: Failure[],
    onSample: (done: number, total: number) => void,
    readReal: RealReader,
  ): Promise<Outcome<ExportFacts>> {
    return guarded('export', async () => {
      const { source, closeAll } = await sourceOf(place, rows, damaged, leftOut);
      let bytes = 0;
      const counted: Sink = {
        ...sink,
        write(chunk) {
          bytes += chunk.byteLength;
          return sink.write(chunk);
        },
      };
      try {
        const isCancelled = (): boolean => cancelled;
        const facts =
          request.preset === undefined
            ? await writeExport(counted, { ...source, signer }, request, onSample, isCancelled)
            : await writeSet(counted, source, request, onSample, isCancelled, filesOf(readReal, leftOut));
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
        await closeAll(); // an open file cannot be removed
        await remove(rows);
      }
    }).then((outcome) => (outcome.ok ? outcome.value : outcome));
  }

  async function check(target: Target, onFile: (done: number, total: number) => void) {
    const file = await target.open();
    const [{ checkExport }, { blobSource }] = await Promise.all([import('./exportCheck'), import('./blockSource')]);
    try {
      return succeed({ file, checked: await checkExport(blobSource(file), onFile) });
    } catch (error) {
      await target.discard();
      const fault = failureIn(error);
      return fail('export-verification-failed', { fault }, fault.detail);
    }
  }

  return {
    cancel() {
      cancelled = true;
    },
    nameKey: (key, name) => guarded('export', async () => (await import('./knownKeys')).nameKey(key, name)),
    async exportSamples(request, chosen, onProgress, readReal = nobodys) {
      cancelled = false;
      const fileName = chosen?.name ?? `${request.name}.zip`;
      const leftOut: Failure[] = [];
      const signing = await signerFor(request);
      if (!signing.ok) return signing;
      const signer = signing.value;
      const attempt = async (damaged: ReadonlySet<string>) => {
        const opened = await guarded('export', async () => {
          await remove(home);
          return chosen ? fileTarget(chosen) : ownTarget(`${home}/${fileName}`);
        });
        if (!opened.ok) return opened;
        const target = opened.value;
        const written = await write(
          { ...request, signer },
          target,
          damaged,
          leftOut,
          said('writing', onProgress),
          readReal,
        );
        if (written.ok) return succeed({ target, facts: written.value });
        await target.discard();
        await remove(home);
        return written;
      };
      let made = await attempt(new Set());
      // The export goes on without damaged images. Its counts stand before they are read, so it begins anew once all of them are known.
      if (!made.ok && made.failure.code === 'sample-damaged') made = await attempt(await damagedSamples(place));
      if (!made.ok) return made;
      const { target, facts } = made.value;
      const isBag = request.preset === undefined;
      const checked = isBag ? await check(target, said('checking', onProgress)) : succeed(await unchecked(target));
      if (!checked.ok) return checked;
      const { file, checked: found } = checked.value;
      const { samples, sources, unnamedSources } = facts;
      const result = {
        fileName,
        bytes: file.size,
        samples,
        sources: sources.length,
        unnamedSources,
        checkedFiles: found?.files ?? null,
        leftOut,
        contradictions: found?.ofRecords ?? [],
        signedWith: signer?.key ?? null,
      };
      return succeed({ ...result, file: chosen ? null : file });
    },
  };
}

/** Not a bag: it has no hashes that could be compared. */
async function unchecked(target: Target) {
  return { file: await target.open(), checked: null };
}

type RealReader = (place: number) => Promise<Outcome<Blob>>;

const nobodys: RealReader = () => Promise.resolve(fail('dataset-not-reached'));

/** Most exports are bags: what writes other layouts is loaded when it is needed. Throws as writePreset. */
async function writeSet(
  sink: Sink,
  source: ExportSource<KeptSample>,
  request: ExportRequest,
  ...rest: [onSample: (done: number, total: number) => void, isCancelled: () => boolean, files: RealFiles]
): Promise<ExportFacts> {
  const [{ presetOf }, { writePreset }] = await Promise.all([
    import('../core/export/presets/list'),
    import('./presetZip'),
  ]);
  const preset = presetOf(request.preset ?? '');
  if (!preset) throw new RangeError(`There is no layout ${request.preset}.`);
  return writePreset(sink, source, request, preset, ...rest);
}

function filesOf(readReal: RealReader, leftOut: Failure[]): RealFiles {
  return {
    async read({ place }) {
      const file = await readReal(place);
      if (!file.ok) throw InlayError.of(file.failure);
      return file.value;
    },
    leftOut: (id) => leftOut.push(failureOf('sample-on-held-out', { id })),
  };
}

/** Null where the export is not to be signed. */
function signerFor({ isSigned = false, preset }: ExportRequest): Promise<Outcome<Signer | undefined>> {
  const signs = isSigned && preset === undefined; // only a bag has what a signature covers
  return guarded('export', async () => (signs ? (await import('./knownKeys')).deviceSigner() : undefined));
}

function said(
  phase: ExportProgress['phase'],
  onProgress: (progress: ExportProgress) => void,
): (done: number, total: number) => void {
  return paced((done, total) => onProgress({ phase, done, total }));
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

/** Ids of samples whose images are not what was written. */
async function damagedSamples(place: Place): Promise<ReadonlySet<string>> {
  const samples = createSamples(place);
  const damaged = new Set<string>();
  for await (const { record, image } of samples.each([]))
    await samples.readImage(record.id, image).catch(() => damaged.add(record.id));
  return damaged;
}

async function sourceOf(
  place: Place,
  rows: string,
  damaged: ReadonlySet<string>,
  leftOut: Failure[],
): Promise<{ readonly source: ExportSource<KeptSample>; readonly closeAll: () => Promise<void> }> {
  const backgrounds = await backgroundsOf(place);
  const samples = createSamples(place);
  const letGo = await samples.hold();
  const spools: Sink[] = [];
  const whole = new Set<string>();
  const source: ExportSource<KeptSample> = {
    async *samples(): AsyncGenerator<KeptSample> {
      leftOut.length = 0; // it is asked for twice
      for await (const sample of samples.each(leftOut, whole)) {
        const { id } = sample.record;
        if (damaged.has(id)) leftOut.push(failureOf('sample-damaged', { id }));
        else yield sample;
      }
    },
    readPng: ({ record, image }) => samples.readImage(record.id, image),
    groupOf: ({ background: { sha256 } }) => backgrounds.get(sha256)?.from ?? sha256,
    skinOf: ({ background }) => skinSource(background, backgrounds.get(background.sha256)),
    evaluation: () => lastEvaluation(place.database),
    async openSpool(name): Promise<Spool> {
      const path = `${rows}/${name}`;
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
    async closeAll() {
      for (const spool of spools) await closeQuietly(spool);
      await letGo();
    },
  };
}

/** Backgrounds that are kept, by the hash of their pixels; of shipped ones those of which something was changed. */
async function backgroundsOf({ database }: Place): Promise<Map<string, Background>> {
  const found = new Map<string, Background>();
  for await (const [, value] of entriesOf(database, BACKGROUNDS)) {
    const { data } = backgroundSchema.safeParse(value);
    if (data) found.set(data.sha256, data);
  }
  return found;
}
