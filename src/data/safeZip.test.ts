import { describe, expect, it } from 'vitest';
import { failureOf } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { zipOf } from '../testing/hostile';
import { openZip, unpack, unpackBlob } from './safeZip';

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
    const opened = await openZip(await zipOf({ 'images/0.jpg': new Uint8Array(5_000) }), 10);
    if (!('files' in opened)) throw new Error('the zip is refused');
    expect(await unpack(opened, 'images/0.jpg', 5_000)).toHaveLength(5_000);
    expect((await unpackBlob(opened, 'images/0.jpg', 5_000)).size).toBe(5_000);
    for (const refused of [unpack, unpackBlob])
      await expect(refused(opened, 'images/0.jpg', 4_999)).rejects.toThrow('limit-unpacked');
  });

  it('are refused where a file, or the whole, unpacks to more than it can honestly hold', async () => {
    const nothing = new Uint8Array(20 * 2 ** 20);
    const most = LIMITS.packing.ratio;
    expect(await openZip(await zipOf({ 'a.txt': Uint8Array.of(1), 'd/meta.csv': nothing }), 10)).toEqual({
      fault: failureOf('limit-ratio', { name: 'd/meta.csv', most }),
    });
    const parts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.csv`, nothing.subarray(0, 2 ** 22)]));
    expect(await openZip(await zipOf(parts), 10)).toMatchObject({ fault: { code: 'limit-ratio' } });
    const fine = { 'meta.csv': nothing.subarray(0, 2 ** 23) };
    expect('files' in (await openZip(await zipOf(fine), 10))).toBe(true);
  });

  it('are refused for a path that no disk would take', async () => {
    for (const path of [`${'d/'.repeat(40)}a.png`, `${'x'.repeat(2_000)}.png`])
      expect(await openZip(await zipOf({ [path]: Uint8Array.of(1) }), 10)).toMatchObject({
        fault: { code: 'limit-path' },
      });
  });
});
