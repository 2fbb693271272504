/** Descriptions of real images in one file: a header with the lengths of the features, then a record of fixed size for each image. */
import { DESCRIBED } from '../../contracts/fitting';
import type { RealDescription } from '../../contracts/inference';
import { openForUpdate } from '../opfs';

const PARTS = ['texture', 'mid', 'deep', 'logits'] as const;
const HASHES = 16;
const HEADER = 4 * PARTS.length;
const STATE = 4;

/** Lengths of the features; all 0 while nothing was described. */
type Lengths = Readonly<Record<(typeof PARTS)[number], number>>;

export interface DescriptionStore {
  /** A place in DESCRIBED for each image. */
  readonly states: Uint8Array<ArrayBuffer>;
  read(image: number): RealDescription | null;
  /** Throws DOMException QuotaExceededError; RangeError for features of other lengths than those before. */
  write(image: number, description: RealDescription | null): void;
  close(): void;
}

export async function openDescriptions(path: string, images: number): Promise<DescriptionStore> {
  const file = await openForUpdate(path);
  const header = new Uint32Array(PARTS.length);
  file.read(new Uint8Array(header.buffer), { at: 0 });
  let lengths = Object.fromEntries(PARTS.map((part, at) => [part, header[at] ?? 0])) as Lengths;
  const recordBytes = (): number => STATE + 4 * (PARTS.reduce((sum, part) => sum + lengths[part], 0) + HASHES);
  const placeOf = (image: number): number => HEADER + image * recordBytes();

  const states = new Uint8Array(images);
  if (lengths.texture > 0) {
    for (const image of states.keys()) {
      const isWhole = placeOf(image + 1) <= file.getSize();
      if (isWhole) file.read(states.subarray(image, image + 1), { at: placeOf(image) });
    }
  }

  function takeLengths(found: RealDescription): void {
    const wanted = Object.fromEntries(PARTS.map((part) => [part, found[part].length])) as Lengths;
    if (lengths.texture > 0 && PARTS.some((part) => wanted[part] !== lengths[part]))
      throw new RangeError('The features have other lengths than those of the images before.');
    if (lengths.texture > 0) return;
    lengths = wanted;
    writeAll(new Uint8Array(Uint32Array.from(PARTS, (part) => wanted[part]).buffer), 0);
    for (const [image, state] of states.entries()) if (state !== 0) writeState(image, state);
  }

  function writeState(image: number, state: number): void {
    const record = new Uint8Array(recordBytes());
    record[0] = state;
    writeAll(record, placeOf(image));
  }

  function writeAll(bytes: Uint8Array<ArrayBuffer>, at: number): void {
    if (file.write(bytes, { at }) < bytes.byteLength)
      throw new DOMException('The file could not be written whole.', 'QuotaExceededError');
  }

  return {
    states,
    read(image) {
      if (states[image] !== DESCRIBED.indexOf('described')) return null;
      const record = new Uint8Array(recordBytes());
      file.read(record, { at: placeOf(image) });
      let at = STATE;
      const take = (length: number): ArrayBuffer => record.buffer.slice(at, (at += 4 * length));
      const [texture, mid, deep, logits] = PARTS.map((part) => new Float32Array(take(lengths[part])));
      const hashes = new Uint32Array(take(HASHES));
      return texture && mid && deep && logits ? { texture, mid, deep, logits, hashes } : null;
    },
    write(image, description) {
      const state = DESCRIBED.indexOf(description ? 'described' : 'no-lesion');
      if (description) {
        takeLengths(description);
        const record = new Uint8Array(recordBytes());
        record[0] = state;
        let at = STATE;
        for (const values of [...PARTS.map((part) => description[part]), description.hashes]) {
          record.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
          at += values.byteLength;
        }
        writeAll(record, placeOf(image));
      } else if (lengths.texture > 0) writeState(image, state);
      states[image] = state; // before the first description there is no place to write it; it is written with that
    },
    close() {
      file.flush();
      file.close();
    },
  };
}
