/** CRC-32 of PNG chunks (ISO/IEC 15948, annex D), and of the files in a zip. */

/** Bytes that are taken at once: "slicing by 8" (Kounavis and Berry, IEEE Transactions on Computers 57, 2008). */
const SLICE = 8;

/** A table a place in the slice, the last byte's first. */
const TABLES = tables();

function tables(): Uint32Array {
  const all = new Uint32Array(SLICE * 256);
  for (let n = 0; n < 256; n += 1) {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    all[n] = c;
  }
  for (let i = 256; i < all.length; i += 1) {
    const before = all[i - 256] ?? 0;
    all[i] = (before >>> 8) ^ (all[before & 0xff] ?? 0);
  }
  return all;
}

const tabled = (index: number): number => TABLES[index] ?? 0;

/** @param before the CRC of what came before these bytes */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - (SLICE - 1); at < end; at += SLICE) {
    const low =
      crc ^
      ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24));
    crc =
      tabled(1792 + (low & 0xff)) ^
      tabled(1536 + ((low >>> 8) & 0xff)) ^
      tabled(1280 + ((low >>> 16) & 0xff)) ^
      tabled(1024 + (low >>> 24)) ^
      tabled(768 + (bytes[at + 4] ?? 0)) ^
      tabled(512 + (bytes[at + 5] ?? 0)) ^
      tabled(256 + (bytes[at + 6] ?? 0)) ^
      tabled(bytes[at + 7] ?? 0);
  }
  for (; at < bytes.length; at += 1) crc = tabled((crc ^ (bytes[at] ?? 0)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}
