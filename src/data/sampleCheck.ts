/** A sample's image and mask against its record: bytes, the record inside, pixels, and what lies outside the mask. */
import { unzlibSync } from 'fflate';
import { failureOf, InlayError, type Failure } from '../contracts/failure';
import type { RgbaImage } from '../contracts/image';
import type { Rle } from '../contracts/recipe';
import type { SampleRecord } from '../contracts/sample';
import { isSame, words } from '../core/exportCheck/differences';
import { maxDiffOutside } from '../core/image/composite';
import { decodeRle, encodeRle } from '../core/mask/rle';
import { pixelDigest } from '../core/provenance/digest';
import { asciiJson } from '../core/provenance/embed';
import { encodeMaskPng } from '../core/provenance/png';
import { chunksOf } from '../core/provenance/pngChunks';
import { pngForm, type PngForm } from '../core/provenance/pngForm';
import { checkSize } from '../core/provenance/pngLimits';
import { decodeForeignPng, decodeForeignPngSoon } from '../core/provenance/pngPixels';
import { PROVENANCE } from './openExport';

/** Of a background by the hash of its pixels, which were compared with it; null where it is not here. */
export type BackgroundOf = (sha256: string) => Promise<RgbaImage | null>;

/** A line of provenance.jsonl. */
export interface RecordLine {
  readonly record: SampleRecord;
  /** As it stands there. */
  readonly raw: Readonly<Record<string, unknown>>;
}

interface FileToCheck {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface SampleCheck {
  image(file: FileToCheck, line: RecordLine): Promise<Failure[]>;
  mask(file: FileToCheck, record: SampleRecord): Failure[];
  /** Samples whose background is not here, by its id. */
  readonly withoutBackground: ReadonlyMap<string, number>;
}

export function createSampleCheck(backgroundOf: BackgroundOf | null): SampleCheck {
  const withoutBackground = new Map<string, number>();
  /** Hashes of mask files that were compared, by their recipe: its samples share one mask. */
  const compared = new Map<string, string>();

  async function outside(image: RgbaImage, { id, background, mask, outsideMaskMaxDiff: said }: SampleRecord) {
    const there = (await backgroundOf?.(background.sha256)) ?? null;
    if (!there) {
      withoutBackground.set(background.id, (withoutBackground.get(background.id) ?? 0) + 1);
      return [];
    }
    const isAlike =
      there.width === image.width && there.height === image.height && pixelsIn(mask) === image.width * image.height;
    const found = isAlike ? maxDiffOutside(there, image, decodeRle(mask)) : null;
    if (found === said) return [];
    const meant = found === null ? `${there.width} x ${there.height}` : String(found);
    const fact = found === null ? 'background' : 'outsideMaskMaxDiff';
    const words = found === null ? `${image.width} x ${image.height}` : String(said);
    return [failureOf('export-record-says', { id, fact, said: words, meant })];
  }

  return {
    withoutBackground,
    async image({ path, bytes, sha256 }, { record, raw }) {
      const faults: Failure[] = [];
      if (record.sha256 !== sha256) faults.push(failureOf('export-record-hash', { path }));
      const form = formOf(path, bytes, 'image');
      faults.push(...formFaults(path, form, record));
      if (!isInside(form.record, raw)) faults.push(failureOf('export-record-inside', { path, records: PROVENANCE }));
      if (!form.isMarked) faults.push(failureOf('export-fact-missing', { path, fact: 'DigitalSourceType' }));
      if (!isOfSize(form, record)) return faults;
      const image = await decodedSoon(path, bytes);
      if ((await pixelDigest(image)) !== record.pixelSha256) return [...faults, failureOf('export-pixels', { path })];
      return [...faults, ...(await outside(image, record))];
    },
    mask({ path, bytes, sha256 }, record) {
      if (compared.get(record.recipe.sha256) === sha256) return [];
      const form = formOf(path, bytes, 'mask');
      const faults = formFaults(path, form, record);
      if (!isOfSize(form, record)) return faults;
      if (!isAsWritten(bytes, form, record) && !isMaskOf(decoded(path, bytes), record))
        faults.push(failureOf('export-mask', { path }));
      if (faults.length === 0) compared.set(record.recipe.sha256, sha256);
      return faults;
    },
  };
}

function formOf(path: string, bytes: Uint8Array, kind: 'image' | 'mask'): PngForm {
  try {
    const form = pngForm(bytes, kind);
    checkSize(path, form.width, form.height);
    return form;
  } catch (error) {
    throw damaged(path, error);
  }
}

function decoded(path: string, bytes: Uint8Array): RgbaImage {
  try {
    return decodeForeignPng(bytes, path);
  } catch (error) {
    throw damaged(path, error);
  }
}

async function decodedSoon(path: string, bytes: Uint8Array): Promise<RgbaImage> {
  try {
    return await decodeForeignPngSoon(bytes, path);
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, error: unknown): Error {
  return error instanceof InlayError ? error : new InlayError('export-file-damaged', { path }, String(error));
}

function isOfSize({ width, height }: PngForm, { mask: { size } }: SampleRecord): boolean {
  return size[0] === height && size[1] === width;
}

function formFaults(path: string, form: PngForm, record: SampleRecord): Failure[] {
  const { id, mask } = record;
  const extra = form.extra.map((chunk) => failureOf('export-png-extra', { path, fact: words(chunk) }));
  if (isOfSize(form, record)) return extra;
  const meant = `${mask.size[1]} x ${mask.size[0]}`;
  return [
    ...extra,
    failureOf('export-says', { path, id, fact: 'size', said: `${form.width} x ${form.height}`, meant }),
  ];
}

/** The same but for the hash of the file, which it cannot hold. */
function isInside(text: string | null, { sha256: _, ...rest }: RecordLine['raw']): boolean {
  if (text === null) return false;
  if (asciiJson(rest) === text) return true;
  try {
    return isSame(JSON.parse(text), rest);
  } catch {
    return false;
  }
}

/** The file that this release writes, or the rows that the record gives, unfiltered as every release writes them: it need not be decoded as anybody's. */
function isAsWritten(bytes: Uint8Array, { width, height }: PngForm, { mask }: SampleRecord): boolean {
  if (pixelsIn(mask) !== width * height || width * height > MOST_DRAWN) return false;
  const [data, ...more] = chunksOf(bytes).flatMap(({ type, body }) => (type === 'IDAT' ? [body] : []));
  if (!data || more.length > 0) return false;
  const painted = decodeRle(mask).data;
  if (isEqual(bytes, encodeMaskPng(width, height, painted))) return true;
  const rows = new Uint8Array((width + 1) * height);
  try {
    if (unzlibSync(data, { out: rows }).length !== rows.length) return false;
  } catch {
    return false;
  }
  for (let y = 0, at = 0, from = 0; y < height; y += 1) {
    if (rows[at] !== 0) return false;
    at += 1;
    for (const end = from + width; from < end; from += 1, at += 1)
      if (rows[at] !== (painted[from] ? 255 : 0)) return false;
  }
  return true;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Pixels of a mask that is drawn to be compared; a larger one is decoded first, within the limits of images. */
const MOST_DRAWN = 2 ** 24;

function pixelsIn({ counts }: Rle): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Painted or not, nothing between, and as the runs of the record. */
function isMaskOf({ width, height, data }: RgbaImage, { mask }: SampleRecord): boolean {
  const painted = new Uint8Array(width * height);
  for (let i = 0; i < painted.length; i += 1) {
    const grey = data[4 * i] ?? 0;
    if (grey !== 0 && grey !== 255) return false;
    painted[i] = grey === 255 ? 1 : 0;
  }
  const { counts } = encodeRle({ width, height, data: painted });
  return counts.length === mask.counts.length && counts.every((count, i) => count === mask.counts[i]);
}
