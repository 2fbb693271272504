/** Classes that were shown or taught: a file each, named by its hash; IndexedDB has which of them a class is told by, and lessons that are not over. */
import { del, get, set, update } from 'idb-keyval';
import * as z from 'zod/mini';
import { lesionCodeSchema, type ClassCode } from '../contracts/classes';
import { failureOf, InlayError, type Failure } from '../contracts/failure';
import type { KeptOwnClass } from '../contracts/ownClass';
import { sha256Schema } from '../contracts/recipe';
import { readOwnClass } from '../core/ownClass/ownClassFile';
import { sha256Hex } from '../core/provenance/digest';
import { lessonKey, LESSONS, OWN_CLASSES_KEY } from './keys';
import { list, openFile, readFile, writeFile } from './opfs';
import { entriesOf, type Place } from './place';

const inUseSchema = z.catch(z.record(lesionCodeSchema, sha256Schema), {});
const END = '.safetensors';

export interface ProjectOwnClasses {
  all(warnings: Failure[]): Promise<KeptOwnClass[]>;
  /** Throws InlayError of own-class-unreadable. */
  keep(file: Uint8Array<ArrayBuffer>): Promise<KeptOwnClass>;
  /** Nothing is told by it any more; its file stays, for the samples that were made with it. */
  drop(code: ClassCode): Promise<null>;
  /** Throws where there is none. */
  file(sha256: string): Promise<Blob>;
  keepLesson(code: ClassCode, state: Uint8Array<ArrayBuffer> | null): Promise<null>;
  lesson(code: ClassCode): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Classes whose lessons were begun. */
  lessons(): Promise<ClassCode[]>;
}

export function createOwnClassFiles({ database, folder }: Place): ProjectOwnClasses {
  const home = `${folder}/own-classes`;
  const pathOf = (sha256: string): string => `${home}/${sha256}${END}`;
  const inUse = async (): Promise<Readonly<Record<ClassCode, string>>> =>
    inUseSchema.parse((await get<unknown>(OWN_CLASSES_KEY, database)) ?? {});

  async function tell(code: ClassCode, sha256: string | null): Promise<void> {
    await update<unknown>(
      OWN_CLASSES_KEY,
      (before) => {
        const { [code]: _, ...others } = inUseSchema.parse(before ?? {});
        return sha256 === null ? others : { ...others, [code]: sha256 };
      },
      database,
    );
  }

  return {
    async all(warnings) {
      const told = Object.values(await inUse());
      const found: KeptOwnClass[] = [];
      for (const name of await list(home)) {
        const sha256 = name.slice(0, -END.length);
        const bytes = await readFile(`${home}/${name}`);
        const own = (await sha256Hex(bytes)) === sha256 ? readOwnClass(bytes) : null;
        if (own?.ok) found.push({ sha256, own: own.value, isInUse: told.includes(sha256) });
        else if (told.includes(sha256))
          warnings.push(failureOf('kept-own-class-unreadable', { id: sha256.slice(0, 8) }));
      }
      return found;
    },
    async keep(file) {
      const own = readOwnClass(file);
      if (!own.ok) throw InlayError.of(own.failure);
      const sha256 = await sha256Hex(file);
      await writeFile(pathOf(sha256), file);
      await tell(own.value.code, sha256);
      return { sha256, own: own.value, isInUse: true };
    },
    async drop(code) {
      await tell(code, null);
      return null;
    },
    file: (sha256) => openFile(pathOf(sha256)),
    async keepLesson(code, state) {
      await (state ? set(lessonKey(code), state, database) : del(lessonKey(code), database));
      return null;
    },
    async lesson(code) {
      const state = await get<unknown>(lessonKey(code), database);
      return state instanceof Uint8Array ? Uint8Array.from(state) : null;
    },
    async lessons() {
      const found: ClassCode[] = [];
      for await (const [key] of entriesOf(database, LESSONS)) found.push(key.slice(LESSONS.length));
      return found;
    },
  };
}
