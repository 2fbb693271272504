/** Every reader of files from outside, as fuzzing calls it: it returns, or fails with a failure that has words for the person. */
import { ExitError } from '../../cli/exit';
import { askedBy } from '../../cli/recipes';
import type { CheckedBundle } from '../../src/contracts/bundle';
import { ISIC_2019 } from '../../src/contracts/classes';
import { InlayError, type Outcome } from '../../src/contracts/failure';
import { LIMITS } from '../../src/contracts/limits';
import { sortFiles } from '../../src/core/dataset/paths';
import { parsePlan } from '../../src/core/plan/planFile';
import { readTextChunks } from '../../src/core/provenance/png';
import { decodeForeignPng } from '../../src/core/provenance/pngPixels';
import { blobSource } from '../../src/data/blockSource';
import { parseJson, readJsonFile } from '../../src/data/boundedJson';
import { checkBundle } from '../../src/data/bundleCheck';
import { zipSource } from '../../src/data/bundleSource';
import { readDataset } from '../../src/data/dataset/readTables';
import { openSource } from '../../src/data/dataset/source';
import { readRows } from '../../src/data/dataset/textRows';
import { checkExport } from '../../src/data/exportCheck';
import { readProjectFile } from '../../src/data/readProject';
import { readShapeFile } from '../../src/data/shapeFile';
import * as seeds from './seeds';

type Bytes = Uint8Array<ArrayBuffer>;

export interface FuzzedReader {
  readonly seeds: () => Uint8Array[];
  /** Throws what the reader throws. */
  readonly read: (bytes: Bytes) => unknown;
  /** Whether what it has thrown is a failure that is said to the person; InlayError is in any case. */
  readonly isKnown?: (error: unknown) => boolean;
}

const none = (): void => undefined;
const NOWHERE = { openFile: () => Promise.resolve({ write: none, close: none }), putEntry: () => Promise.resolve() };
const isSyntax = (error: unknown): boolean => error instanceof SyntaxError;
const isRange = (error: unknown): boolean => error instanceof RangeError;

/** A failure that is a value must have a code other than what stands for "nobody knows". */
function expectKnown(outcome: Outcome<unknown>): void {
  if (!outcome.ok && outcome.failure.code === 'unexpected') throw new Error(outcome.failure.detail);
}

export const READERS: Readonly<Record<string, FuzzedReader>> = {
  png: {
    seeds: seeds.png,
    read(bytes) {
      readTextChunks(bytes);
      decodeForeignPng(bytes, 'a.png');
    },
    isKnown: isRange,
  },
  outlines: {
    seeds: seeds.outlines,
    read: async (bytes) => expectKnown(await readShapeFile(new Blob([bytes]), none)),
  },
  recipe: {
    seeds: seeds.recipes,
    async read(bytes) {
      const asked = askedBy(parseJson(new TextDecoder().decode(bytes), 'recipe.json'), { files: {} } as CheckedBundle);
      const unit = await asked.units[0]?.();
      unit?.mask();
    },
    isKnown: (error) => error instanceof ExitError || isSyntax(error),
  },
  plan: {
    seeds: seeds.plans,
    read: async (bytes) =>
      expectKnown(parsePlan(await readJsonFile(new Blob([bytes]), 'plan.json', LIMITS.plan.bytes))),
    isKnown: isSyntax,
  },
  table: {
    seeds: seeds.tables,
    async read(bytes) {
      const [table, sink] = [new Blob([bytes]), { onColumns: none, onRow: none, onBroken: none }];
      for (const isJson of [false, true]) {
        await readRows(table, isJson, sink);
      }
    },
    isKnown: isRange,
  },
  dataset: {
    seeds: seeds.datasets,
    async read(bytes) {
      const source = await openSource({ kind: 'zip', file: new File([bytes], 'set.zip'), handle: null }, none);
      expectKnown(source);
      if (!source.ok) return;
      const files = sortFiles(source.value.paths);
      await readDataset(source.value, files, null, ISIC_2019.classes);
      for (const path of files.images.slice(0, 3)) await source.value.read(path, 2 ** 20).catch(none);
    },
  },
  export: { seeds: seeds.exported, read: (bytes) => checkExport(blobSource(new Blob([bytes])), none) },
  project: { seeds: seeds.projects, read: (bytes) => readProjectFile(new Blob([bytes]), NOWHERE, none) },
  bundle: {
    seeds: seeds.bundles,
    async read(bytes) {
      const source = await zipSource(new Blob([bytes]));
      expectKnown(source.ok ? await checkBundle(source.value) : source);
    },
  },
};

/** What a reader may not do: null where it kept to its contract, else in words what it did. */
export async function faultOf({ read, isKnown = () => false }: FuzzedReader, bytes: Bytes): Promise<string | null> {
  try {
    await read(bytes);
    return null;
  } catch (error) {
    if (error instanceof InlayError) return error.failure.code === 'unexpected' ? error.message : null;
    return isKnown(error) ? null : error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
