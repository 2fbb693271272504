import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { looksLikeTable } from './csvDialect';
import { readRows, type RowSink } from './textRows';
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
    onRow: (row) => found.rows.push(Object.fromEntries(found.columns.map((column, at) => [column, row[at] ?? '']))),
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
  });
});

describe('tables as people have them', () => {
  const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
  const utf16 = (text: string, isBig: boolean): Uint8Array<ArrayBuffer> =>
    bytes(
      ...Array.from(text).flatMap((sign) =>
        isBig
          ? [sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 255]
          : [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8],
      ),
    );
  const TEXT = 'image,dx\nfür_1,nv\n';

  it.each([
    ['UTF-16, little end first, with a mark', [bytes(0xff, 0xfe), utf16(TEXT, false)]],
    ['UTF-16, big end first, with a mark', [bytes(0xfe, 0xff), utf16(TEXT, true)]],
    ['UTF-16 without a mark', [utf16(TEXT, false)]],
    ['UTF-16, big end first, without a mark', [utf16(TEXT, true)]],
    ['Windows-1252', [Uint8Array.from(TEXT, (sign) => sign.charCodeAt(0))]],
    ['UTF-8 with a mark', ['\ufeff', TEXT]],
  ])('%s', async (_, parts) => {
    expect((await read(new Blob(parts))).rows).toEqual([{ image: 'für_1', dx: 'nv' }]);
  });

  it('reads Windows-1252 that is only met after a long time, and UTF-8 that is cut in a sign', async () => {
    const many = 'ISIC_1,plain\n'.repeat(20_000);
    const late = await read(
      new Blob(['image,dx\n', many, Uint8Array.from('naïve,nv\n', (sign) => sign.charCodeAt(0))]),
    );
    expect(late.rows).toHaveLength(20_001);
    expect(late.rows.at(-1)).toEqual({ image: 'naïve', dx: 'nv' });
    expect((await read(inPieces(`image,dx\n${'é€𝒳,nv\n'.repeat(50)}`, 1))).rows[49]).toEqual({
      image: 'é€𝒳',
      dx: 'nv',
    });
  });

  it.each([
    ['doubled ends of lines', 'image,dx\r\r\nISIC_1,nv\r\r\nISIC_2,df\r\r\n'],
    ['mixed ends of lines', 'image,dx\r\nISIC_1,nv\nISIC_2,df\r'],
    ['old ends of lines', 'image,dx\rISIC_1,nv\rISIC_2,df'],
    ["Excel's first line", 'sep=;\r\nimage;dx\r\nISIC_1;nv\r\nISIC_2;df\r\n'],
    ['a comma too many at the end of rows', 'image,dx\nISIC_1,nv,\nISIC_2,df,,\n'],
    ['a comma too many at the end of the header', 'image,dx,\nISIC_1,nv,\nISIC_2,df\n'],
    ['tabs and quotes', '"image"\t"dx"\n"ISIC_1"\t"nv"\n"ISIC_2"\t"df"\n'],
    ['bars', 'image|dx\nISIC_1|nv\nISIC_2|df'],
  ])('%s', async (_, text) => {
    for (const size of [1, 7, 1000]) {
      const found = await read(inPieces(text, size));
      expect(found.columns).toEqual(['image', 'dx']);
      expect(found.rows.map(({ image, dx }) => [image, dx])).toEqual([
        ['ISIC_1', 'nv'],
        ['ISIC_2', 'df'],
      ]);
      expect(found.broken).toEqual([]);
    }
  });

  it('takes a comma in a number for no end of a cell', async () => {
    const found = await read(new Blob(['image;age;share\na;50,5;0,1\nb;60,5;1,0\n']));
    expect(found.rows).toEqual([
      { image: 'a', age: '50,5', share: '0,1' },
      { image: 'b', age: '60,5', share: '1,0' },
    ]);
  });

  it.each([
    ['image,dx\na,nv\nb,df\n', true],
    ['image\tdx\na\tnv\n', true],
    ['This data set is under CC BY-NC.\nCite it, please, as told.\n\nThanks', false],
    ['Attribution\n\nSomebody, Somewhere, 2020\n', false],
    ['', false],
  ])('tells a text that is a table: %j %s', (text, isTable) => expect(looksLikeTable(text)).toBe(isTable));
});

describe('JSON lines', () => {
  it('writes every value as text and names lines that are no objects', async () => {
    const found = await read(
      inPieces('{"file_name":"a.jpg","label":3,"x":null}\n[1]\n{"file_name"\n\n{"file_name":"é"}', 3),
      true,
    );
    expect(found.columns).toEqual(['file_name', 'label', 'x']);
    expect(found.rows).toEqual([
      { file_name: 'a.jpg', label: '3', x: '' },
      { file_name: 'é', label: '', x: '' },
    ]);
    expect(found.broken).toEqual(['line 2: not a JSON object', 'line 3: not a JSON object']);
  });
});
