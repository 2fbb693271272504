/** Writes an export in the layout of a preset (core/export/presets), as a stream like the bag: one image in memory at a time. */
import { makeZip } from 'client-zip';
import type { ExportRequest } from '../contracts/archive';
import type { SampleRecord } from '../contracts/sample';
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

/** Writes what was asked for. Throws as writeExport does. */
export async function writePreset<Sample extends SavedSample>(
  sink: Sink,
  source: ExportSource<Sample>,
  request: ExportRequest,
  preset: Preset,
  onSample: (done: number, total: number) => void,
  isCancelled: () => boolean,
): Promise<ExportFacts> {
  const isWanted = (record: SampleRecord): boolean =>
    preset.takes(record) && (request.scope === 'all' || record.decision?.outcome === 'accepted');
  const { facts, rowOf } = await readSourceFacts(source, request, isWanted);
  if (facts.samples === 0) throw new EmptyExportError();

  async function make(sample: Sample): Promise<readonly (readonly [path: string, bytes: Uint8Array<ArrayBuffer>])[]> {
    const { record } = sample;
    if (!isWanted(record)) return [];
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

  async function* files(): AsyncGenerator<ZipEntry> {
    const tables = await Promise.all(
      preset
        .tables(facts)
        .map((table, i) => openTable(source, { ...table, path: `${i}-${table.path.replaceAll('/', '-')}` })),
    );
    const paths = preset.tables(facts).map(({ path }) => path);
    let done = 0;
    for await (const { item: sample, value } of ahead(source.samples(), READ_AHEAD, make)) {
      if (isCancelled()) throw new CancelledError();
      const made = await value;
      for (const [path, bytes] of made) yield tagFile(path, bytes);
      if (made.length === 0) continue;
      for (const table of tables) await table.write(rowOf(sample), done);
      onSample((done += 1), facts.samples);
    }
    for (const [i, table] of tables.entries()) {
      await table.end();
      const path = paths[i] ?? '';
      yield { name: path, lastModified: LAST_MODIFIED, input: rowsOf(table) };
    }
    for (const { path, text } of preset.texts(facts)) yield tagFile(path, new TextEncoder().encode(text));
  }

  for await (const chunk of chunksOf(makeZip(files()))) await sink.write(new Uint8Array(chunk));
  return facts;
}

async function* rowsOf({ spools }: SpooledFile): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const spool of spools) for await (const chunk of chunksOf(await spool.read())) yield chunk;
}
