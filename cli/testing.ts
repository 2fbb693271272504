/** What tests of the commands share: a folder of their own, what was said, and a recipe for the smallest bundle. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { Plan } from '../src/contracts/plan';
import { recipeSchema, type Recipe } from '../src/contracts/recipe';
import { fillEllipse } from '../src/core/mask/fillPath';
import { emptyMask, encodeRle } from '../src/core/mask/rle';
import { pixelDigest } from '../src/core/provenance/digest';
import { readBundle, readImage } from './files';
import { main } from './main';

export const BUNDLE = 'e2e/fixtures/inlay-smoke';
/** So that the same bytes are made each time. */
export const COMMON = ['--bundle', BUNDLE, '--date', '2026-11-25T12:00:00Z', '--threads', '1'] as const;

/** Runs a command. @returns its exit code */
export const run = (...args: string[]): Promise<number> => main(args);

/** A folder for the tests of one file, empty at first, and the lines of each test's commands. */
export function workplace() {
  const said: string[] = [];
  const complained: string[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inlay-'));
    vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
    vi.spyOn(console, 'error').mockImplementation((line: string) => void complained.push(line));
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => {
    said.length = 0;
    complained.length = 0;
  });
  const at = (name: string): string => join(folder, name);
  return {
    said,
    complained,
    at,
    writeJson: async (name: string, value: unknown): Promise<string> => {
      await writeFile(at(name), JSON.stringify(value));
      return at(name);
    },
  };
}

export async function recipe(changes: Partial<Recipe> = {}): Promise<Recipe> {
  const { manifest, manifestSha256 } = await readBundle(BUNDLE);
  const skin = await readImage('public/skin/skin-01.png');
  const mask = emptyMask(skin.width, skin.height);
  fillEllipse(mask, { x: 90, y: 100 }, { x: 150, y: 150 }, 1);
  return recipeSchema.parse({
    schema: 1,
    bundle: { id: manifest.id, version: manifest.version, sha256: manifestSha256 },
    class: 'DF',
    background: { id: 'skin-01', sha256: await pixelDigest(skin), licence: 'CC-BY-NC-SA-4.0' },
    mask: encodeRle(mask),
    sampler: { name: 'euler', steps: 2, guidance: 2, featherPx: 4 },
    seed: 7,
    variants: 3,
    ...changes,
  });
}

/** Three candidates of one class. */
export async function plan(changes: Partial<Plan> = {}): Promise<Plan> {
  const { bundle, sampler, background } = await recipe();
  const skin = [{ ...background, width: 256, height: 256, class: null }];
  const masks = { from: 'model', size: 'any', place: 'anywhere', ofClass: false } as const;
  const series = { bundle, sampler, seed: 5, skin, skinOfClass: false, masks };
  const classes = [{ class: 'DF', accepted: 1, attempts: 3 }] as Plan['classes'];
  return { schema: 1, kind: 'inlay-plan', name: 'p', series, accept: { by: 'person' }, classes, ...changes };
}
