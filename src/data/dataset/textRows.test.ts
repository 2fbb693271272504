import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { readColumns, readRows, type RowSink } from './textRows';
import { runs } from '../../testing/propertyRuns';

interface Read {
  columns: readonly string[];
  rows: Record<string, string>[];
  broken: string[];
}

/** A blob whose stream comes in pieces of some bytes. */
function inPieces(text: string, bytes: number): Blob {
  const all = new TextEncoder().encode(text);
  const stream = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < all.length; at += bytes) controller.enqueue(all.slice(at, at + bytes));
        controller.close();
      },
    });
  return Object.assign(new Blob([text]), { stream });
}

async function read(table: Blob, isJson = false): Promise<Read> {
  const found: Read = { columns: [], rows: [], broken: [] };
  const sink: RowSink = {
    onColumns: (columns) => (found.columns = columns),
    onRow: (row) => found.rows.push({ ...row }),
    onBroken: (what) => found.broken.push(what),
  };
  await readRows(table, isJson, sink);
  return found;
}

describe('CSV', () => {
  it('comes the same however its bytes are cut, with line breaks and quotes in cells', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom('a,b', 'say "no"', 'two\nlines', 'ä', '=1+1', ''),
    );
    const rows = fc.array(
      fc.tuple(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'é', '9') }), cell, cell),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        async (written, bytes, newline) => {
          const plain = Array.from({ length: 200 }, (_, i) => [`${i}`, 'x', 'y']);
          const clean = [...plain, ...written.map((cells) => cells.map((cell) => cell.replaceAll('\r', '')))];
          const text = Papa.unparse({ fields: ['id', 'x', 'y'], data: clean }, { newline, delimiter: ',' });
          const found = await read(inPieces(text, bytes));
          expect(found.columns).toEqual(['id', 'x', 'y']);
          expect(found.broken).toEqual([]);
          expect(found.rows.map(({ id, x, y }) => [id, x, y])).toEqual(clean);
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('reads semicolons, tabs, a byte order mark, CRLF, blank lines and a missing end of line', async () => {
    const semicolons = await read(new Blob(['\ufeffimage;label\r\nISIC_1;NV\r\n\r\nISIC_2;MEL']));
    expect(semicolons.columns).toEqual(['image', 'label']);
    expect(semicolons.rows).toEqual([
      { image: 'ISIC_1', label: 'NV' },
      { image: 'ISIC_2', label: 'MEL' },
    ]);
    expect((await read(new Blob(['image\tlabel\nISIC_1\tNV\n']))).rows).toEqual([{ image: 'ISIC_1', label: 'NV' }]);
  });

  it('names broken rows and goes on; a row that never ends is no table', async () => {
    const found = await read(new Blob(['a,b\n1,2\n3\n4,5,6\n7,8\n']));
    expect(found.rows.map(({ a }) => a)).toEqual(['1', '7']);
    expect(found.broken).toEqual(['row 3: 1 cells under 2 columns', 'row 4: 3 cells under 2 columns']);
    await expect(read(inPieces(`a,b\n1,"2\n${'x,y\n'.repeat(400_000)}`, 65_536))).rejects.toThrow('never closed');
  });

  it('keeps nothing of a million rows but what is asked for', async () => {
    const line = 'ISIC_0000000,0,1,0\n';
    const table = new Blob(['image,MEL,NV,BCC\n', line.repeat(1_000_000)]);
    let rows = 0;
    await readRows(table, false, { onColumns: () => undefined, onRow: () => (rows += 1), onBroken: () => undefined });
    expect(rows).toBe(1_000_000);
  }, 30_000);

  it('is empty when the file is', async () => {
    expect(await read(new Blob([]))).toEqual({ columns: [], rows: [], broken: [] });
    expect(await readColumns(new Blob([]), false)).toEqual([]);
    expect(await readColumns(new Blob(['file_name,label\na.jpg,nev']), false)).toEqual(['file_name', 'label']);
  });
});

describe('JSON lines', () => {
  it('writes every value as text and names lines that are no objects', async () => {
    const found = await read(
      inPieces('{"file_name":"a.jpg","label":3,"x":null}\n[1]\n{"file_name"\n\n{"file_name":"é"}', 3),
      true,
    );
    expect(found.columns).toEqual(['file_name', 'label', 'x']);
    expect(found.rows).toEqual([{ file_name: 'a.jpg', label: '3', x: '' }, { file_name: 'é' }]);
    expect(found.broken).toEqual(['line 2: not a JSON object', 'line 3: not a JSON object']);
  });
});
