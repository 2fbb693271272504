/**
 * A zip says of each file twice what it is: in the list at its end and before the file itself. Programs differ in which of them
 * they believe, so the two have to agree, and every byte has to belong to a file.
 */
import { InlayError } from '../contracts/failure';
import type { BlockSource } from './blockSource';

/** A file as the list at the end of a zip has it. */
export interface Listed {
  readonly path: string;
  /** Of the local header. */
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  /** 0 stored, 8 deflate. */
  readonly method: number;
  readonly flags: number;
  /** Where the next file begins, or the list after the last one. */
  readonly next: number;
}

const HEADER_BYTES = 30;
const HEADER_MARK = 0x04034b50;
const DESCRIPTOR_MARK = 0x08074b50;
/** Sizes and checksum stand behind the file. */
const HAS_DESCRIPTOR = 1 << 3;
/** What changes how a file or its name is read: encryption, descriptor, strong encryption, UTF-8, a hidden header. */
const READ_DIFFERENTLY = 1 | HAS_DESCRIPTOR | (1 << 6) | (1 << 11) | (1 << 13);
const ELSEWHERE = 0xffff_ffff;
const ZIP64 = 1;

/** Throws InlayError of export-zip-twice where a header says something else than the list, of export-zip-gap where bytes belong to no file. */
export async function checkHeader(zip: BlockSource, listed: Listed): Promise<void> {
  const { path, offset, packed, size, crc, method, flags, next } = listed;
  const differs = (fact: string): never => {
    throw new InlayError('export-zip-twice', { path, fact });
  };
  const header = viewOf(await zip.readUint8Array(offset, HEADER_BYTES));
  if (header.byteLength < HEADER_BYTES || header.getUint32(0, true) !== HEADER_MARK)
    throw new InlayError('export-file-damaged', { path });
  const [nameBytes, extraBytes] = [header.getUint16(26, true), header.getUint16(28, true)];
  const behind = await zip.readUint8Array(offset + HEADER_BYTES, nameBytes + extraBytes);
  if (new TextDecoder().decode(behind.subarray(0, nameBytes)) !== path) differs('name');
  if (((header.getUint16(6, true) ^ flags) & READ_DIFFERENTLY) !== 0) differs('flags');
  if (header.getUint16(8, true) !== method) differs('method');
  const follows = (flags & HAS_DESCRIPTOR) !== 0;
  const local = numbersOf(header, viewOf(behind.subarray(nameBytes)));
  const saysNothing = follows && local.packed === 0 && local.size === 0;
  if (!saysNothing && (local.packed !== packed || local.size !== size)) differs('size');
  if (local.crc !== crc && !(follows && local.crc === 0)) differs('checksum');
  const end = offset + HEADER_BYTES + nameBytes + extraBytes + packed;
  const rest = next - end;
  if (rest < 0 || (follows ? rest > 24 : rest !== 0)) throw new InlayError('export-zip-gap', { path });
  if (follows) checkDescriptor(viewOf(await zip.readUint8Array(end, rest)), listed, differs);
}

/** With its mark or without it, its sizes of four bytes or of eight. */
function checkDescriptor(bytes: DataView, { path, packed, size, crc }: Listed, differs: (fact: string) => never): void {
  const at = bytes.byteLength === 16 || bytes.byteLength === 24 ? 4 : 0;
  if (![12, 16, 20, 24].includes(bytes.byteLength) || (at === 4 && bytes.getUint32(0, true) !== DESCRIPTOR_MARK))
    throw new InlayError('export-zip-gap', { path });
  const isLong = bytes.byteLength - at === 20;
  if (bytes.getUint32(at, true) !== crc) differs('checksum');
  const said = isLong
    ? [Number(bytes.getBigUint64(at + 4, true)), Number(bytes.getBigUint64(at + 12, true))]
    : [bytes.getUint32(at + 4, true), bytes.getUint32(at + 8, true)];
  if (said[0] !== packed || said[1] !== size) differs('size');
}

function numbersOf(header: DataView, extra: DataView): { crc: number; packed: number; size: number } {
  const found = {
    crc: header.getUint32(14, true),
    packed: header.getUint32(18, true),
    size: header.getUint32(22, true),
  };
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const [kind, length] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    at += 4;
    if (kind === ZIP64 && length >= 16 && at + 16 <= extra.byteLength && found.size === ELSEWHERE) {
      found.size = Number(extra.getBigUint64(at, true));
      found.packed = Number(extra.getBigUint64(at + 8, true));
    }
    at += length;
  }
  return found;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
