/** What an exported PNG is made of. A viewer shows pixels as other chunks tell it to, so an export has none but these. */
import { DIGITAL_SOURCE_TYPE, RECORD_KEYWORD } from './embed';
import { readTextChunks } from './png';
import { chunksOf } from './pngChunks';

export interface PngForm {
  readonly width: number;
  readonly height: number;
  /** The record as it stands there; null where there is none. */
  readonly record: string | null;
  /** Marked as partly made by a model. */
  readonly isMarked: boolean;
  /** What no export writes: kinds of chunks, a text that stands twice, bytes behind the end. */
  readonly extra: readonly string[];
}

/** Chunks by their kind, with the number that may be there. */
const KNOWN = { image: { tEXt: 1, iTXt: 1 }, mask: { tEXt: 0, iTXt: 0 } } as const;
/** 8 bits a channel, not interlaced; colour type 2 is RGB, 0 is grey. */
const PIXELS = { image: '8,2,0,0,0', mask: '8,0,0,0,0' } as const;

/** Throws RangeError on a file that is no PNG or breaks off. */
export function pngForm(png: Uint8Array, kind: 'image' | 'mask'): PngForm {
  const chunks = chunksOf(png);
  const extra = new Set<string>();
  const seen = new Map<string, number>();
  for (const { type } of chunks) {
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    const most = type === 'tEXt' || type === 'iTXt' ? KNOWN[kind][type] : { IHDR: 1, IDAT: Infinity, IEND: 1 }[type];
    if (count > (most ?? 0)) extra.add(type);
  }
  const bytes = 8 + chunks.reduce((sum, { whole }) => sum + whole.length, 0);
  if (bytes !== png.length || chunks.at(-1)?.type !== 'IEND') extra.add('IEND');
  const header = chunks[0]?.body ?? new Uint8Array();
  if (chunks[0]?.type !== 'IHDR' || header.length !== 13) throw new RangeError('The PNG has no header.');
  if (header.subarray(8).join() !== PIXELS[kind]) extra.add('IHDR');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const texts = readTextChunks(png);
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    record: Object.hasOwn(texts, RECORD_KEYWORD) ? (texts[RECORD_KEYWORD] ?? null) : null,
    isMarked: Object.values(texts).some((text) => text.includes(DIGITAL_SOURCE_TYPE)),
    extra: [...extra],
  };
}
