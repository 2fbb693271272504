/** Writes an export in the layout of a preset (core/export/presets), as a stream like the bag: one image in memory at a time. */
import { makeZip } from 'client-zip';
import type { ExportRequest, RealImage } from '../contracts/archive';
import type { SampleId, SampleRecord } from '../contracts/sample';
import type { SavedSample } from '../contracts/storage';
import type { ExportFacts } from '../core/export/facts';
import type { Preset } from '../core/export/presets/preset';
import { decodeRle } from '../core/mask/rle';
import { embedRecord } from '../core/provenance/embed';
import { encodeMaskPng } from '../core/provenance/png';
import { ahead } from './ahead';
import {
  CancelledError,
  chunksOf,
  EmptyExportError,
  LAST_MODIFIED,
  READ_AHEAD,
  readSourceFacts,
  tagFile,
  type ExportSource,
  type ZipEntry,
} from './exportZip';
import type { Sink } from './sink';
import { openTable, type SpooledFile } from './spooledTable';

/** How the files of real images are read, and who is told of what is not in the set. */
export interface RealFiles {
  /** Throws InlayError where it cannot be read. */
  read(image: RealImage): Promise<Blob>;
  /** A sample on skin of an image that is not for training, or is not known any more. */
  leftOut(id: SampleId): void;
}

/**
 * Writes what was asked for. Throws as writeExport does.
 * @param files where the layout holds real images too
 */
export async function writePreset<Sample extends SavedSample>(
  sink: Sink,
  source: ExportSource<Sample>,
  request: ExportRequest,
  preset: Preset,
  onSample: (done: number, total: number) => void,
  isCancelled: () => boolean,
  files?: RealFiles,
): Promise<ExportFacts> {
  const real = preset.realPlaces && request.real ? request.real.images : [];
  const skins = preset.realPlaces && request.real ? new Set(request.real.skins) : null;
  const isAsked = (record: SampleRecord): boolean =>
    preset.takes(record) && (request.scope === 'all' || record.decision?.outcome === 'accepted');
  const isForTraining = (record: SampleRecord): boolean => {
    const { key, shows } = source.skinOf(record);
    return skins === null || shows === 'made-whole' || skins.has(key);
  };
  const isWanted = (record: SampleRecord): boolean => isAsked(record) && isForTraining(record);
  const { facts, rowOf } = await readSourceFacts(source, request, isWanted);
  if (facts.samples === 0) throw new EmptyExportError();
  const total = facts.samples + real.length;

  async function make(sample: Sample): Promise<readonly (readonly [path: string, bytes: Uint8Array<ArrayBuffer>])[]> {
    const { record } = sample;
    if (!isWanted(record)) {
      if (isAsked(record)) files?.leftOut(record.id);
      return [];
    }
    const { image, mask } = preset.placeOf(rowOf(sample));
    const { width, height, data } = decodeRle(record.mask);
    const png = embedRecord(await source.readPng(sample), record);
    return mask === null
      ? [[image, png]]
      : [
          [image, png],
          [mask, encodeMaskPng(width, height, data)],
        ];
  }

  async function* entries(): AsyncGenerator<ZipEntry> {
    const tables = await Promise.all(
      preset
        .tables(facts, real)
        .map((table, i) => openTable(source, { ...table, path: `${i}-${table.path.replaceAll('/', '-')}` })),
    );
    const paths = preset.tables(facts, real).map(({ path }) => path);
    let done = 0;
    for await (const { item: sample, value } of ahead(source.samples(), READ_AHEAD, make)) {
      if (isCancelled()) throw new CancelledError();
      const made = await value;
      for (const [path, bytes] of made) yield tagFile(path, bytes);
      if (made.length === 0) continue;
      for (const table of tables) await table.write(rowOf(sample), done);
      onSample((done += 1), total);
    }
    const places = preset.realPlaces?.(real) ?? [];
    for (const [i, image] of real.entries()) {
      if (isCancelled()) throw new CancelledError();
      const file = await files?.read(image);
      if (file) yield { name: places[i] ?? image.path, lastModified: LAST_MODIFIED, input: chunksOf(file.stream()) };
      onSample((done += 1), total);
    }
    for (const [i, table] of tables.entries()) {
      await table.end();
      const path = paths[i] ?? '';
      yield { name: path, lastModified: LAST_MODIFIED, input: rowsOf(table) };
    }
    for (const { path, text } of preset.texts(facts, real)) yield tagFile(path, new TextEncoder().encode(text));
  }

  for await (const chunk of chunksOf(makeZip(entries()))) await sink.write(new Uint8Array(chunk));
  return facts;
}

async function* rowsOf({ spools }: SpooledFile): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const spool of spools) for await (const chunk of chunksOf(await spool.read())) yield chunk;
}
