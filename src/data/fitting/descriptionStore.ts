/**
 * Descriptions of real images in one file: the lengths of the features, a byte for each image that says what was done with it, then a
 * record of fixed size for each. The byte is written after the record, so a killed tab leaves no half description.
 */
import { DESCRIBED } from '../../contracts/fitting';
import type { RealDescription } from '../../contracts/inference';
import { openForUpdate, writeAll } from '../opfs';

const PARTS = ['texture', 'mid', 'deep', 'logits'] as const;
const HASHES = 16;
const STATES_AT = 4 * PARTS.length;

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
  const lengths = new Uint32Array(PARTS.length); // all 0 while nothing was described
  const states = new Uint8Array(images);
  file.read(new Uint8Array(lengths.buffer), { at: 0 });
  file.read(states, { at: STATES_AT });
  const recordBytes = (): number => 4 * (lengths.reduce((sum, length) => sum + length, 0) + HASHES);
  const placeOf = (image: number): number => STATES_AT + images + image * recordBytes();

  function takeLengths(found: RealDescription): void {
    const wanted = PARTS.map((part) => found[part].length);
    if (lengths.some((length) => length > 0)) {
      if (wanted.every((length, at) => length === lengths[at])) return;
      throw new RangeError('The features have other lengths than those of the images before.');
    }
    lengths.set(wanted);
    writeAll(file, new Uint8Array(lengths.buffer), 0);
  }

  return {
    states,
    read(image) {
      if (states[image] !== DESCRIBED.indexOf('described')) return null;
      const record = new Uint8Array(recordBytes());
      file.read(record, { at: placeOf(image) });
      let at = 0;
      const take = (length: number): ArrayBuffer => record.buffer.slice(at, (at += 4 * length));
      const [texture, mid, deep, logits] = Array.from(lengths, (length) => new Float32Array(take(length)));
      const hashes = new Uint32Array(take(HASHES));
      return texture && mid && deep && logits ? { texture, mid, deep, logits, hashes } : null;
    },
    write(image, description) {
      if (description) {
        takeLengths(description);
        const record = new Uint8Array(recordBytes());
        let at = 0;
        for (const values of [...PARTS.map((part) => description[part]), description.hashes]) {
          record.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
          at += values.byteLength;
        }
        writeAll(file, record, placeOf(image));
      }
      states[image] = DESCRIBED.indexOf(description ? 'described' : 'no-lesion');
      writeAll(file, states.subarray(image, image + 1), STATES_AT + image);
    },
    close() {
      file.flush();
      file.close();
    },
  };
}
