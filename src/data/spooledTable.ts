/** A file with a row a sample, written beside the images: its rows lie on the disk until they come into the zip. */
import type { ExportRow, RowFile, Section } from '../core/export/rows';
import type { Spool } from './sink';

export interface SpooledFile {
  readonly file: RowFile;
  readonly spools: readonly Spool[];
  write(row: ExportRow, place: number): Promise<void>;
  end(): Promise<void>;
}

/** A spool a section: the rows of all of them come at once. */
export async function openTable(
  source: { openSpool(name: string): Promise<Spool> },
  file: RowFile,
): Promise<SpooledFile> {
  const parts = await Promise.all(
    file.sections.map(async (section, i) => sectionWriter(section, await source.openSpool(`${file.path}.${i}`))),
  );
  return {
    file,
    spools: parts.map(({ spool }) => spool),
    async write(row, place) {
      for (const part of parts) await part.write(row, place);
    },
    async end() {
      for (const part of parts) await part.end();
    },
  };
}

/** Rows that are gathered before they are handed to a spool. */
const CHUNK_CHARACTERS = 64 * 1024;

function sectionWriter({ head, separator, foot, rowsOf }: Section, spool: Spool) {
  const encoder = new TextEncoder();
  let text = head;
  let isFirst = true;
  const flush = async (): Promise<void> => {
    const bytes = encoder.encode(text);
    text = '';
    await spool.write(bytes);
  };
  return {
    spool,
    async write(row: ExportRow, place: number): Promise<void> {
      for (const line of rowsOf(row, place)) {
        text += isFirst ? line : separator + line;
        isFirst = false;
      }
      if (text.length > CHUNK_CHARACTERS) await flush();
    },
    async end(): Promise<void> {
      text += foot;
      await flush();
    },
  };
}
