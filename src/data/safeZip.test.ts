import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../contracts/failure';
import { openZip, unpack } from './safeZip';

/** Little-endian fields of 2, 4 or 8 bytes, one after the other. */
function fields(...values: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of values) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** A zip of empty files with a Zip64 end, written by hand (APPNOTE 4.3): a library takes minutes for so many. */
function emptyFiles(count: number): Blob {
  const [local, central] = [[] as Uint8Array<ArrayBuffer>[], [] as Uint8Array<ArrayBuffer>[]];
  let [offset, size] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    const name = new TextEncoder().encode(`images/${i}.jpg`);
    const shared = [
      [2, 20],
      [2, 0],
      [2, 0],
      [4, 0x21_0000],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    ] as const;
    const header = fields([4, 0x0403_4b50], ...shared);
    const entry = fields([4, 0x0201_4b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    local.push(header, name);
    central.push(entry, name);
    offset += header.length + name.length;
    size += entry.length + name.length;
  }
  const zip64 = fields(
    [4, 0x0606_4b50],
    [8, 44],
    [2, 45],
    [2, 45],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, offset],
  );
  const locator = fields([4, 0x0706_4b50], [4, 0], [8, offset + size], [4, 1]);
  const end = fields(
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, 0xffff],
    [2, 0xffff],
    [4, 0xffff_ffff],
    [4, 0xffff_ffff],
    [2, 0],
  );
  return new Blob([...local, ...central, zip64, locator, end]);
}

describe('zips that nobody has vouched for', () => {
  it('of 100,000 files are opened where so many may be, and refused where not', async () => {
    const zip = emptyFiles(100_000);
    const opened = await openZip(zip, 500_000);
    expect('files' in opened && opened.files.size).toBe(100_000);
    const refused = await openZip(zip, 10_000);
    expect(refused).toEqual({ fault: failureOf('zip-too-many-files', { most: 10_000 }) });
  }, 60_000);

  it('are not unpacked further than is allowed', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter());
    await writer.add('images/0.jpg', new Uint8ArrayReader(new Uint8Array(5_000)));
    const opened = await openZip(new Blob([new Uint8Array(await writer.close())]), 10);
    const entry = 'files' in opened ? opened.files.get('images/0.jpg') : undefined;
    if (!entry) throw new Error('the file is missing');
    expect(await unpack(entry, 5_000)).toHaveLength(5_000);
    await expect(unpack(entry, 4_999)).rejects.toBeInstanceOf(RangeError);
  });
});
