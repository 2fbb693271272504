import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeSchema, type Recipe } from '../src/contracts/recipe';
import type { SampleRecord } from '../src/contracts/sample';
import { fillEllipse } from '../src/core/mask/fillPath';
import { emptyMask, encodeRle } from '../src/core/mask/rle';
import { pixelDigest } from '../src/core/provenance/digest';
import { readBundle, readImage } from './files';
import { main } from './main';

const BUNDLE = 'e2e/fixtures/inlay-smoke';
const DATE = '2026-11-25T12:00:00Z';

let folder: string;
let said: string[] = [];
let complained: string[] = [];
const at = (name: string): string => join(folder, name);

/** Runs a command. @returns its exit code */
const run = (...args: string[]): Promise<number> => main(args);

async function recipe(changes: Partial<Recipe> = {}): Promise<Recipe> {
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

async function writeJson(name: string, value: unknown): Promise<string> {
  await writeFile(at(name), JSON.stringify(value));
  return at(name);
}

/** The same zip with its files changed. */
async function tampered(zip: string, name: string, change: (files: Map<string, Uint8Array>) => void): Promise<string> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await readFile(zip))));
  const files = new Map<string, Uint8Array>();
  for (const entry of await reader.getEntries())
    if (!entry.directory) files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()));
  change(files);
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, bytes] of files) await writer.add(path, new Uint8ArrayReader(bytes));
  await writeFile(at(name), await writer.close());
  return at(name);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inlay-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  said = [];
  complained = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void complained.push(line));
});

describe('arguments', () => {
  it.each([
    [['frob'], 2, 'There is no command frob'],
    [['generate'], 2, 'generate needs one RECIPE'],
    [['verify'], 2, 'verify needs one'],
    [['verify', 'nowhere'], 3, 'nowhere is not there'],
    [['score', '--bogus', 'x'], 2, 'bogus'],
    [['replay', BUNDLE], 2, 'replay needs one ZIP'],
    [['pack', 'e2e'], 2, 'pack needs one DIR'],
    [['score', 'e2e'], 3, 'no sub-folder that is named after a class'],
  ])('%j end with %i and one line', async (args, code, words) => {
    expect(await run(...args)).toBe(code);
    expect(complained).toHaveLength(1);
    expect(complained[0]).toContain(words);
  });

  it('are explained when asked', async () => {
    expect(await run('help')).toBe(0);
    expect(said[0]).toContain('Usage: npx inlay');
  });
});

describe('generate', () => {
  it('makes the same samples in shares as at once, and goes on where it stopped', async () => {
    const file = await writeJson('recipe.json', await recipe());
    const common = ['--bundle', BUNDLE, '--date', DATE, '--threads', '1'];
    expect(await run('generate', file, '--out', at('whole'), ...common)).toBe(0);
    expect(await run('generate', file, '--out', at('shares'), '--shard', '2/2', '--json', ...common)).toBe(0);
    expect(said.at(-1)).toMatch(/^\{"done":1,"total":1,/);
    const made = await readdir(at('shares/images'));
    const [toCome = ''] = (await readdir(at('whole/images'))).filter((name) => !made.includes(name));
    await writeFile(at(`shares/images/${toCome}.partial`), 'half a file'); // of a run that was stopped
    expect(await run('generate', file, '--out', at('shares'), '--resume', ...common)).toBe(0);
    expect(said.at(-1)).toContain('3 samples in');
    expect(said.at(-1)).toContain('1 of them from before');
    for (const part of ['images', 'masks', 'records']) {
      const names = await readdir(at(`whole/${part}`));
      expect(names).toHaveLength(3);
      expect(await readdir(at(`shares/${part}`))).toEqual(names);
      for (const name of names)
        expect(await readFile(at(`shares/${part}/${name}`)), name).toEqual(await readFile(at(`whole/${part}/${name}`)));
    }
  });

  it('makes a damaged sample again', async () => {
    const [name = ''] = await readdir(at('whole/images'));
    await cp(at('whole'), at('damaged'), { recursive: true });
    const bytes = await readFile(at(`damaged/images/${name}`));
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await writeFile(at(`damaged/images/${name}`), bytes);
    const common = ['--bundle', BUNDLE, '--date', DATE, '--threads', '1', '--resume'];
    expect(await run('generate', at('recipe.json'), '--out', at('damaged'), ...common)).toBe(0);
    expect(await readFile(at(`damaged/images/${name}`))).toEqual(await readFile(at(`whole/images/${name}`)));
  });

  it.each([
    [
      'a recipe of another bundle',
      { bundle: { id: 'x', version: '9', sha256: 'f'.repeat(64) } },
      'is for the bundle x 9',
    ],
    [
      'skin that is nowhere',
      { background: { id: 'mine', sha256: 'f'.repeat(64), licence: 'X' } },
      'The background mine',
    ],
  ])('refuses %s before it begins', async (_, changes, words) => {
    const file = await writeJson('other.json', await recipe(changes));
    expect(await run('generate', file, '--out', at('none'), '--bundle', BUNDLE)).toBe(3);
    expect(complained[0]).toContain(words);
  });

  it.each(['0/2', '3/2', 'half', '1/'])('refuses --shard %s', async (shard) => {
    const args = ['generate', at('recipe.json'), '--out', at('none'), '--bundle', BUNDLE, '--shard', shard];
    expect(await run(...args)).toBe(2);
  });

  it('refuses what is no recipe', async () => {
    await writeFile(at('no.json'), '{');
    expect(await run('generate', at('no.json'), '--out', at('none'), '--bundle', BUNDLE)).toBe(3);
    expect(
      await run(
        'generate',
        await writeJson('no.json', { kind: 'inlay-plan' }),
        '--out',
        at('none'),
        '--bundle',
        BUNDLE,
      ),
    ).toBe(3);
    expect(complained[1]).toContain('neither a recipe nor a plan');
  });
});

describe('verify and replay', () => {
  let zip: string;
  beforeAll(async () => {
    zip = at('set.zip');
    expect(await run('pack', at('whole'), '--out', zip), complained.join()).toBe(0);
  });

  it('pack the same bytes again, and say when there is nothing to pack', async () => {
    expect(await run('pack', at('whole'), '--out', at('again.zip'), '--json')).toBe(0);
    expect(said.at(-1)).toContain('"samples":3');
    const renamed = at('set/set.zip'); // the name is in the card
    await mkdir(at('set'));
    expect(await run('pack', at('whole'), '--out', renamed)).toBe(0);
    expect((await readFile(renamed)).equals(await readFile(zip))).toBe(true);
    expect(await run('pack', at('set'), '--out', at('none.zip'))).toBe(3);
    expect(complained.at(-1)).toContain('There is no sample in');
    expect((await readdir(folder)).filter((name) => name.includes('partial') || name === 'none.zip')).toEqual([]);
  });

  it('find nothing in what was exported, and make the same pixels again', async () => {
    expect(await run('verify', zip), complained.join()).toBe(0);
    expect(said[0]).toContain('all is as it was exported');
    expect(await run('replay', zip, '--bundle', BUNDLE, '--threads', '1', '--json')).toBe(0);
    expect(said.slice(1).map((line) => (JSON.parse(line) as { maxDiff: number }).maxDiff)).toEqual([0, 0, 0]);
    expect(await run('verify', BUNDLE)).toBe(0);
  });

  it('find a flipped bit in any file', async () => {
    const paths: string[] = [];
    await tampered(zip, 'same.zip', (files) => paths.push(...files.keys()));
    for (const path of paths) {
      // within the zip, so that its own checksum is wrong
      const bytes = new Uint8Array(await readFile(zip));
      const reader = new ZipReader(new Uint8ArrayReader(bytes));
      const entry = (await reader.getEntries()).find(({ filename }) => filename === path);
      const nameLength = (bytes[(entry?.offset ?? 0) + 26] ?? 0) + 256 * (bytes[(entry?.offset ?? 0) + 27] ?? 0);
      const extraLength = (bytes[(entry?.offset ?? 0) + 28] ?? 0) + 256 * (bytes[(entry?.offset ?? 0) + 29] ?? 0);
      const middle =
        (entry?.offset ?? 0) + 30 + nameLength + extraLength + Math.floor((entry?.compressedSize ?? 0) / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 4;
      await writeFile(at('flipped.zip'), bytes);
      expect(await run('verify', at('flipped.zip')), path).toBe(1);
    }
  });

  it.each([
    ['a missing file', (files: Map<string, Uint8Array>) => files.delete('data/coco.json'), 'data/coco.json is missing'],
    [
      'an extra file',
      (files: Map<string, Uint8Array>) => files.set('data/more.txt', new Uint8Array(3)),
      'data/more.txt is not in the manifest',
    ],
    [
      'a path that leads out of it',
      (files: Map<string, Uint8Array>) => files.set('data/../../evil.png', new Uint8Array(3)),
      'leads out of it',
    ],
    [
      'a file beside the payload',
      (files: Map<string, Uint8Array>) => files.set('run.sh', new Uint8Array(3)),
      'run.sh is not in the manifest',
    ],
  ])('find %s', async (_, change, words) => {
    expect(await run('verify', await tampered(zip, 'changed.zip', change))).toBe(1);
    expect(said[0]).toContain(words);
  });

  it.each([
    ['its image', '"outcome":"credible"', '"outcome":"doubtful"', 'is not the one in provenance.jsonl'],
    ['its image', '"outcome":"doubtful"', '"outcome":"credible"', 'is not the one in provenance.jsonl'],
    ['its recipe', '"class":"DF"', '"class":"AK"', 'says something else than its recipe'],
  ])('find a record that does not match %s, though every hash was made to fit', async (_, from, to, words) => {
    const found: boolean[] = [];
    const changed = await tampered(zip, 'record.zip', (files) => {
      const records = new TextDecoder().decode(files.get('data/provenance.jsonl'));
      found.push(records.includes(from));
      files.set('data/provenance.jsonl', new TextEncoder().encode(records.replace(from, to)));
    });
    if (!found[0]) return; // of the two verdicts one is there
    expect(await run('verify', await withHashes(changed, 'fitting.zip'))).toBe(1);
    expect(said[0]).toContain(words);
  });

  it('say that a zip was made by a later version', async () => {
    const later = await tampered(zip, 'later.zip', (files) => {
      const info = new TextDecoder().decode(files.get('bag-info.txt'));
      files.set('bag-info.txt', new TextEncoder().encode(info.replace('Export-Format: 1', 'Export-Format: 2')));
    });
    expect(await run('replay', later)).toBe(3);
    expect(complained[0]).toContain('It was written by a later version (Inlay ');
    expect(await run('verify', later)).toBe(1);
  });

  it('say of a zip that is none of ours what is missing in it', async () => {
    const other = await tampered(zip, 'other.zip', (files) => files.clear());
    expect(await run('verify', other)).toBe(3);
    expect(await run('replay', other)).toBe(3);
    await writeFile(at('text.zip'), 'hello');
    expect(await run('replay', at('text.zip'))).toBe(3);
    expect(await run('replay', zip)).toBe(3); // made with another bundle than the shipped one
    expect(complained.at(-1)).toContain('was made with the bundle inlay-smoke');
    expect(await run('replay', zip, '--bundle', BUNDLE, '--only', 'SYN_000000000000')).toBe(2);
  });

  /** As somebody would who wants to hide a change: the manifest made anew. */
  async function withHashes(from: string, name: string): Promise<string> {
    const { createHash } = await import('node:crypto');
    return tampered(from, name, (files) => {
      const lines = [...files].filter(([path]) => path.startsWith('data/')).sort(([a], [b]) => (a < b ? -1 : 1));
      const text = lines
        .map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}\n`)
        .join('');
      files.set('manifest-sha256.txt', new TextEncoder().encode(text));
    });
  }
});

describe('score', () => {
  it('prints a line an image, a sub-folder a class', async () => {
    await mkdir(at('folder/df'), { recursive: true });
    await cp(at('whole/images'), at('folder/df'), { recursive: true });
    await writeFile(at('folder/df/zz.png'), 'no image');
    expect(await run('score', at('folder'), '--bundle', BUNDLE, '--json')).toBe(0);
    const lines = said.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) {
      expect(line).toMatchObject({ class: 'DF', verdict: expect.stringMatching(/credible|doubtful/) as string });
      expect(Object.keys(line['gates'] as object)).toEqual(['typical', 'label', 'novel']);
    }
    const own = JSON.parse(
      await readFile(at(`whole/records/${String(lines[0]?.['file']).slice(3, -4)}.json`), 'utf8'),
    ) as SampleRecord;
    expect(lines[0]?.['gates']).toEqual(own.scores); // as when it was made
    expect(lines[3]).toMatchObject({ verdict: 'unscored', reason: 'The image cannot be read.' });
  });
});
