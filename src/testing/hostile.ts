/** Small files that unpack to much, drawn here: what the tests of limits and the fuzzing hand in. */
import { zlibSync, zipSync } from 'fflate';
import { encodeChunk, joined, latin1Bytes, PNG_SIGNATURE } from '../core/provenance/pngChunks';

export function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Blob> {
  return Promise.resolve(new Blob([new Uint8Array(zipSync({ ...files }, { level: 9 }))]));
}

/** So many zeros as a zlib stream, a thousandth as long; made in pieces, so that nothing large is in memory. */
function packedZeros(bytes: number): Uint8Array {
  return zlibSync(new Uint8Array(bytes), { level: 9 });
}

interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  /** 0 grey, 2 RGB, 6 RGBA. */
  readonly colour?: number;
  /** Unpacked bytes of pixel data; as many as the header says where it is left out. */
  readonly dataBytes?: number;
  /** Before the pixels. */
  readonly chunks?: readonly Uint8Array[];
}

/** A black image, or one whose parts contradict each other. */
export function pngOf({
  width,
  height,
  depth = 8,
  colour = 0,
  dataBytes,
  chunks = [],
}: PngParts): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colour, 0, 0, 0], 8);
  const channels = { 0: 1, 2: 3, 6: 4 }[colour] ?? 1;
  const raw = dataBytes ?? height * (1 + Math.ceil((width * channels * depth) / 8));
  return joined([
    Uint8Array.from(PNG_SIGNATURE),
    encodeChunk('IHDR', header),
    ...chunks,
    encodeChunk('IDAT', packedZeros(raw)),
    encodeChunk('IEND', new Uint8Array()),
  ]);
}

/** A colour profile or a text that unpacks to so many bytes. */
export function packedChunk(type: 'iCCP' | 'zTXt' | 'iTXt', bytes: number): Uint8Array {
  const flags = { iCCP: [0, 0], zTXt: [0, 0], iTXt: [0, 1, 0, 0, 0] }[type];
  return encodeChunk(type, joined([latin1Bytes('note'), Uint8Array.from(flags), packedZeros(bytes)]));
}
