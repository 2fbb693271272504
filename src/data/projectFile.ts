/**
 * A project as one file: a zip, stored, with its entries as lines of JSON and its files as they are. What was made from images of the data set and can
 * be made again from them (thumbnails, descriptions) stays here.
 */
import { makeZip } from 'client-zip';
import { set } from 'idb-keyval';
import * as z from 'zod/mini';
import { InlayError } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { projectSchema, type Project } from '../contracts/projects';
import { parseJson } from './boundedJson';
import { DATASET_KEY, REMOVED_SAMPLES, SAMPLE_FEATURES } from './keys';
import { copyFile, filesIn, openFile, openSink, remove } from './opfs';
import { entriesOf, type Place } from './place';
import { faultOfError, openZip, unpack, type OpenedZip } from './safeZip';
import { buffered } from './sink';
import { linesOf } from './textLines';

type OnProgress = (done: number, total: number) => void;

const ABOUT = 'inlay-project.json';
const ENTRIES = 'entries.jsonl';
const FILES = 'files/';
/** Folders that are not taken along. */
const MADE_AGAIN = ['dataset/', 'descriptions/', 'export/'];
/** Entries that are not taken along: what is made again, and what was removed. */
const STAYS = [SAMPLE_FEATURES, REMOVED_SAMPLES];
/** What a project's folder may hold. */
const KNOWN_FILE = /^(samples\/\d{6}\.segment|backgrounds\/[\w.-]+\.png|fits\/[0-9a-f]{64}\.(images|gates))$/;

const LAST_MODIFIED = new Date(1980, 0, 1);

const aboutSchema = z.object({ schema: z.literal(1), project: z.pick(projectSchema, { name: true, dataset: true }) });
const lineSchema = z.tuple([z.string().check(z.minLength(1), z.maxLength(300)), z.unknown()]);

/** Copies all that a project holds. */
export async function copyProject(from: Place, to: Place, onProgress: OnProgress): Promise<void> {
  const files: string[] = [];
  for await (const file of filesIn(from.folder)) files.push(file);
  for (const [i, file] of files.entries()) {
    await copyFile(`${from.folder}/${file}`, `${to.folder}/${file}`);
    onProgress(i + 1, files.length);
  }
  for await (const [key, value] of entriesOf(from.database, '')) await set(key, value, to.database);
}

/** @returns a file in the project's own folder, which the next export replaces */
export async function writeProjectFile(
  { name, dataset }: Project,
  place: Place,
  onProgress: OnProgress,
): Promise<Blob> {
  const path = `${place.folder}/export/${place.project}.inlay`;
  await remove(path);
  const files: string[] = [];
  for await (const file of filesIn(place.folder))
    if (!MADE_AGAIN.some((folder) => file.startsWith(folder))) files.push(file);
  const encoder = new TextEncoder();

  async function* lines(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const [key, value] of entriesOf(place.database, ''))
      if (!STAYS.some((prefix) => key.startsWith(prefix)))
        yield encoder.encode(`${JSON.stringify([key, packed(key, value)])}\n`);
  }

  async function* parts() {
    const about = { schema: 1, project: { name, dataset } };
    yield { name: ABOUT, lastModified: LAST_MODIFIED, input: encoder.encode(JSON.stringify(about)) };
    yield { name: ENTRIES, lastModified: LAST_MODIFIED, input: lines() };
    for (const [i, file] of files.entries()) {
      yield { name: `${FILES}${file}`, lastModified: LAST_MODIFIED, input: await openFile(`${place.folder}/${file}`) };
      onProgress(i + 1, files.length);
    }
  }

  const sink = buffered(await openSink(path));
  try {
    const reader = makeZip(parts()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      await sink.write(new Uint8Array(part.value));
  } finally {
    await sink.close();
  }
  return openFile(path);
}

/** Throws InlayError project-not-readable. */
export async function readProjectFile(
  file: Blob,
  to: Place,
  onProgress: OnProgress,
): Promise<Pick<Project, 'name' | 'dataset'>> {
  const zip = await openZip(file, LIMITS.project.entries);
  if ('fault' in zip) throw new InlayError('project-not-readable', { fault: zip.fault });
  try {
    const about = aboutSchema.parse(parseJson(await aboutOf(zip), ABOUT));
    const files = [...zip.files.keys()].filter((path) => path.startsWith(FILES));
    for (const [i, path] of files.entries()) {
      const inner = path.slice(FILES.length);
      if (!KNOWN_FILE.test(inner)) throw new RangeError(`${path} is no file of a project.`);
      const sink = await openSink(`${to.folder}/${inner}`);
      try {
        for await (const chunk of zip.chunks(path)) await sink.write(chunk);
      } finally {
        await sink.close();
      }
      onProgress(i + 1, files.length);
    }
    const most = LIMITS.project.lineCharacters;
    const isLong = (): InlayError => new InlayError('limit-line', { name: ENTRIES, most });
    for await (const line of linesOf(zip.chunks(ENTRIES), most, isLong)) {
      const [key, value] = lineSchema.parse(parseJson(line, ENTRIES));
      await set(key, unpacked(value), to.database);
    }
    return about.project;
  } catch (error) {
    const fault = error instanceof InlayError ? error.failure : faultOfError(error);
    throw new InlayError('project-not-readable', { fault }, String(error));
  } finally {
    await zip.close();
  }
}

async function aboutOf(zip: OpenedZip): Promise<string> {
  if (!zip.files.has(ABOUT)) throw new RangeError('A part of the project is missing.');
  return new TextDecoder().decode(await unpack(zip, ABOUT, LIMITS.project.aboutBytes));
}

const PACKED = '$uint32';

/** JSON knows no arrays of numbers of one kind, and a handle to the person's files is of this browser. */
function packed(key: string, value: unknown): unknown {
  const own = key === DATASET_KEY && typeof value === 'object' ? { ...value, handle: null } : value;
  return JSON.parse(
    JSON.stringify(own, (_, inner: unknown) =>
      inner instanceof Uint32Array ? { [PACKED]: Array.from(inner) } : inner,
    ),
  ) as unknown;
}

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  const numbers = (value as Record<string, unknown>)[PACKED];
  if (Array.isArray(numbers)) return Uint32Array.from(numbers as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner)]));
}
