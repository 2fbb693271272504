/** Reads a project's file: lines of JSON and files, each with its limits, a piece at a time. */
import * as z from 'zod/mini';
import { InlayError } from '../contracts/failure';
import { LIMITS } from '../contracts/limits';
import { projectSchema, type Project } from '../contracts/projects';
import { parseJson } from './boundedJson';
import { faultOfError, openZip, unpack, type OpenedZip } from './safeZip';
import type { Sink } from './sink';
import { linesOf } from './textLines';

export const ABOUT = 'inlay-project.json';
export const ENTRIES = 'entries.jsonl';
export const FILES = 'files/';
/** Stands for numbers of one kind, which JSON does not know. */
export const PACKED = '$uint32';
/** What a project's folder may hold. */
const KNOWN_FILE = /^(samples\/\d{6}\.segment|backgrounds\/[\w.-]+\.png|fits\/[0-9a-f]{64}\.(images|gates))$/;

const aboutSchema = z.object({ schema: z.literal(1), project: z.pick(projectSchema, { name: true, dataset: true }) });
const lineSchema = z.tuple([z.string().check(z.minLength(1), z.maxLength(300)), z.unknown()]);

/** Where the pieces of a project go that is read from a file. */
export interface ProjectSink {
  /** @param path in the project's folder */
  openFile(path: string): Promise<Sink>;
  putEntry(key: string, value: unknown): Promise<void>;
}

/** Throws InlayError project-not-readable. */
export async function readProjectFile(
  file: Blob,
  to: ProjectSink,
  onProgress: (done: number, total: number) => void,
): Promise<Pick<Project, 'name' | 'dataset'>> {
  const zip = await openZip(file, LIMITS.project.entries);
  if ('fault' in zip) throw new InlayError('project-not-readable', { fault: zip.fault });
  try {
    const about = aboutSchema.parse(parseJson(await aboutOf(zip), ABOUT));
    const files = [...zip.files.keys()].filter((path) => path.startsWith(FILES));
    for (const [i, path] of files.entries()) {
      const inner = path.slice(FILES.length);
      if (!KNOWN_FILE.test(inner)) throw new RangeError(`${path} is no file of a project.`);
      const sink = await to.openFile(inner);
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
      await to.putEntry(key, unpacked(value));
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

function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  const numbers = (value as Record<string, unknown>)[PACKED];
  if (Array.isArray(numbers)) return Uint32Array.from(numbers as number[]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner)]));
}
