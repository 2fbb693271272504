/** Cases that fuzzing has found, by reader: drawn by a script, and nobody's data. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CORPUS = join(import.meta.dirname, 'corpus');

export function corpusOf(reader: string): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] {
  const folder = join(CORPUS, reader);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
}
