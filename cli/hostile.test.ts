import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../src/contracts/plan';
import type { Recipe } from '../src/contracts/recipe';
import type { SampleRecord } from '../src/contracts/sample';
import { imagePath } from '../src/core/export/tables';
import { sha256Hex } from '../src/core/provenance/digest';
import { embedRecord } from '../src/core/provenance/embed';
import { packedChunk, pngOf, zipOf } from '../src/testing/hostile';
import { BUNDLE, COMMON, plan, recipe, run, workplace } from './testing';

const { at, said, complained, writeJson } = workplace();
const HOSTILE = resolve('../shared/cases/hostile');
const MIB = 2 ** 20;
const MOST_MIB = 700;

/** Letters of which no two parts are alike, so that they hardly pack. */
function noise(characters: number): string {
  let state = 1;
  const letters = Array.from({ length: 2 ** 16 }, () => (state = (state * 48_271) % 2_147_483_647).toString(36));
  const text = letters.join('');
  return text.repeat(Math.ceil(characters / text.length)).slice(0, characters);
}

const generate = (file: string, out: string, ...more: string[]): Promise<number> =>
  run('generate', file, '--out', at(out), ...COMMON, ...more);

/** The same command in a process of its own. @returns its exit code, what it complained, and the most memory it took */
async function measured(...args: string[]): Promise<{ code: number; words: string; mib: number }> {
  const script = `process.on('exit', () => process.stderr.write('\\nRSS ' + process.resourceUsage().maxRSS));
    process.argv.splice(1, 0, 'inlay'); await import(${JSON.stringify(resolve('cli/inlay.mjs'))});`;
  return new Promise((done) => {
    const child = execFile('node', ['--input-type=module', '-e', script, '--', ...args], (error, _, stderr) => {
      const rss = Number(/RSS (\d+)/.exec(stderr)?.[1] ?? NaN);
      done({ code: error ? (child.exitCode ?? -1) : 0, words: stderr, mib: rss / 1024 });
    });
  });
}

/** The export with another image of its sample, whose record and hashes are made anew, and with what else is given. */
async function exportWith(image: Uint8Array<ArrayBuffer> | null, more: Record<string, Uint8Array> = {}): Promise<Blob> {
  const files = unzipSync(new Uint8Array(await readFile(at('set.zip'))));
  const records = new TextDecoder().decode(files['data/provenance.jsonl']);
  const { sha256: _, ...record } = JSON.parse(records) as SampleRecord;
  if (image) {
    const bytes = embedRecord(image, record);
    files[`data/${imagePath(record.id)}`] = bytes;
    const line = JSON.stringify({ ...record, sha256: await sha256Hex(bytes) });
    files['data/provenance.jsonl'] = new TextEncoder().encode(`${line}\n`);
  }
  Object.assign(files, more);
  const payload = Object.entries(files).filter(([path]) => path.startsWith('data/'));
  const lines = await Promise.all(
    payload.map(async ([path, bytes]) => `${await sha256Hex(new Uint8Array(bytes))}  ${path}\n`),
  );
  return zipOf({ ...files, 'manifest-sha256.txt': new TextEncoder().encode(lines.join('')) });
}

describe('what the commands write', () => {
  let recipeFile = '';
  beforeAll(async () => {
    recipeFile = await writeJson('recipe.json', await recipe({ variants: 1 }));
    expect(await generate(recipeFile, 'set'), complained.join()).toBe(0);
    expect(await run('pack', at('set'), '--out', at('set.zip'))).toBe(0);
    await mkdir(at('folder'));
    await writeFile(at('file'), 'mine');
    await symlink(at('file'), at('link'));
    spawnSync('mkfifo', [at('pipe')]);
    await cp(at('set'), at('linked'), { recursive: true });
    await mkdir(at('elsewhere'));
    spawnSync('rm', ['-r', at('linked/images')]);
    await symlink(at('elsewhere'), at('linked/images'));
  });

  it.each<[what: string, args: (at: (name: string) => string) => string[], code: number, words: string]>([
    ['a folder as --out', (at) => ['pack', at('set'), '--out', at('folder')], 2, 'is no file that can be replaced'],
    ['the same with --force', (at) => ['pack', at('set'), '--out', at('folder'), '--force'], 2, 'is no file that can'],
    ['a file that is there', (at) => ['pack', at('set'), '--out', at('file')], 2, '--force replaces it'],
    ['a missing folder', (at) => ['pack', at('set'), '--out', at('none/a.zip')], 2, 'is no folder: make it first'],
    ['a file in the place of a folder', (at) => ['pack', at('set'), '--out', at('file/a.zip')], 2, 'is no folder'],
    ['a device', (at) => ['pack', at('set'), '--out', '/dev/full', '--force'], 2, 'is no file that can be replaced'],
    ['a pipe', (at) => ['pack', at('set'), '--out', at('pipe'), '--force'], 2, 'is no file that can be replaced'],
    ['a link', (at) => ['pack', at('set'), '--out', at('link'), '--force'], 2, 'is no file that can be replaced'],
    ['samples into a file', (at) => ['generate', at('recipe.json'), '--out', at('file'), ...COMMON], 2, 'is no folder'],
    [
      'samples into a device',
      (at) => ['generate', at('recipe.json'), '--out', '/dev/full', ...COMMON],
      2,
      'is no folder',
    ],
    ['samples over samples', (at) => ['generate', at('recipe.json'), '--out', at('set'), ...COMMON], 2, '--force'],
    [
      'samples through a link',
      (at) => ['generate', at('recipe.json'), '--out', at('linked'), '--force', ...COMMON],
      2,
      'is there already and is no folder',
    ],
  ])('is not put in the place of %s', async (_, args, code, words) => {
    const before = (await readdir(at('.'))).sort();
    expect(await run(...args(at))).toBe(code);
    expect(complained).toHaveLength(1);
    expect(complained[0]).toContain(words);
    expect((await readdir(at('.'))).sort()).toEqual(before);
    expect(await readFile(at('file'), 'utf8')).toBe('mine');
    expect(await readdir(at('elsewhere'))).toEqual([]);
    expect((await lstat('/dev/full')).isCharacterDevice()).toBe(true);
  });

  it('replaces a file with --force, and samples too', async () => {
    await writeFile(at('old.zip'), 'old');
    expect(await run('pack', at('set'), '--out', at('old.zip'), '--force')).toBe(0);
    expect((await readFile(at('old.zip'))).length).toBe((await readFile(at('set.zip'))).length);
    expect(await generate(recipeFile, 'set', '--force')).toBe(0);
  });

  it('is said where the place may not be written', async () => {
    if (process.getuid?.() === 0) {
      console.info('SKIPPED: root may write everywhere.');
      return;
    }
    await mkdir(at('shut'));
    await chmod(at('shut'), 0o500);
    expect(await run('pack', at('set'), '--out', at('shut/a.zip'))).toBe(5);
    expect(complained[0]).toContain('could not be written');
  });

  it('is said where the device is full', async () => {
    const full = at('full');
    await mkdir(full);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', full]).status !== 0) {
      console.info('SKIPPED: no small device could be mounted here.');
      return;
    }
    try {
      expect(await run('pack', at('set'), '--out', join(full, 'a.zip'))).toBe(5);
      expect(await run('generate', recipeFile, '--out', join(full, 'set'), ...COMMON)).toBe(5);
      expect(
        complained.every((line) => /could not be written: .*ENOSPC/.test(line)),
        complained.join(),
      ).toBe(true);
      expect(await readdir(full)).toEqual(['set']);
      expect(await readdir(join(full, 'set/images'))).toEqual([]);
    } finally {
      spawnSync('umount', [full]);
    }
  });
});

describe('what the commands read', () => {
  it.each<[what: string, args: (at: (name: string) => string) => string[], code: number, words: string]>([
    ['a device', () => ['verify', '/dev/zero'], 3, 'is neither a file nor a folder'],
    ['a pipe', (at) => ['verify', at('pipe')], 3, 'is neither a file nor a folder'],
    [
      'a folder as a recipe',
      (at) => ['generate', at('.'), '--out', at('x'), ...COMMON],
      3,
      'is a folder, and a file is wanted',
    ],
    ['a device as a recipe', (at) => ['generate', '/dev/zero', '--out', at('x'), ...COMMON], 3, 'is neither a file'],
    ['a file that is no folder', (at) => ['score', at('file')], 2, 'score needs one DIR'],
    ['a path below a file', (at) => ['score', at('file/there')], 3, 'is not there'],
    [
      'a file as skin',
      (at) => ['generate', at('recipe.json'), '--out', at('x'), ...COMMON, '--skin', at('file')],
      2,
      'no folder',
    ],
    ['a bundle that is a file', (at) => ['score', at('folder'), '--bundle', at('file')], 3, 'is not a zip'],
    ['an export that is none', (at) => ['replay', at('file')], 3, 'is not a zip'],
  ])('ends with the documented code for %s', async (_, args, code, words) => {
    expect(await run(...args(at))).toBe(code);
    expect(complained).toHaveLength(1);
    expect(complained[0]?.replace('not a folder', 'no folder')).toContain(words);
  });

  it.each<[what: string, change: (recipe: Recipe) => unknown, words: string]>([
    [
      'a mask of 4,294 million pixels',
      ({ mask }) => ({ ...mask, size: [65_535, 65_535], counts: [4_294_836_225] }),
      'more than 64 million',
    ],
    ['a mask on a side', ({ mask }) => ({ ...mask, size: [1, 60_000], counts: [60_000] }), 'of a longer side'],
    ['runs that do not add up', ({ mask }) => ({ ...mask, counts: [1, 2, 3] }), 'do not add up'],
    ['runs of nothing', ({ mask }) => ({ ...mask, counts: [] }), 'do not add up'],
  ])('refuses a recipe with %s', async (_, change, words) => {
    const whole = await recipe();
    expect(await generate(await writeJson('bad.json', { ...whole, mask: change(whole) }), 'none')).toBe(3);
    expect(complained[0]).toContain(words);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('refuses a mask that is not as large as its background, by the sample', async () => {
    const file = await writeJson('small.json', await recipe({ mask: { size: [9, 9], counts: [40, 1, 40] } }));
    expect(await generate(file, 'small')).toBe(3);
    expect(complained[0]).toMatch(/SYN_\w+ cannot be made: its mask has 9 x 9 pixels/);
  });

  it('refuses JSON that is nested deeper, or has more values, than anything honest', async () => {
    for (const [text, words] of [
      ['['.repeat(1_000_000), 'is nested more than 64 levels deep'],
      [`[${'[],'.repeat(2_000_001)}0]`, 'has more than 2,000,000 values'],
      ['\uFEFF{', 'is not JSON'],
    ] as const) {
      await writeFile(at('deep.json'), text);
      complained.length = 0;
      expect(await generate(at('deep.json'), 'none')).toBe(3);
      expect(complained[0]).toContain(words);
    }
  });

  it('reads a plan of 10,000 candidates, and draws none before it is due', async () => {
    const classes = [{ class: 'DF', accepted: 5_000, attempts: 10_000 }] as Plan['classes'];
    const file = await writeJson('large.json', await plan({ classes }));
    const { code, mib, words } = await measured(
      'generate',
      file,
      '--out',
      at('large'),
      ...COMMON,
      '--shard',
      '9999/10000',
    );
    expect(code, words).toBe(0);
    expect(mib).toBeLessThan(MOST_MIB);
    expect(await readdir(at('large/records'))).toHaveLength(1);
  });

  it('refuses a plan of two million', async () => {
    const classes = [{ class: 'DF', accepted: 100_000, attempts: 2_000_000 }] as Plan['classes'];
    expect(await generate(await writeJson('huge.json', await plan({ classes })), 'none')).toBe(3);
    expect(complained[0]).toContain('more than 250,000 candidates');
  });

  it('says of an image to be scored which limit it is over', async () => {
    await mkdir(at('scored/DF'), { recursive: true });
    await writeFile(at('scored/DF/a.png'), pngOf({ width: 30_000, height: 30_000, dataBytes: 100 }));
    expect(await run('score', at('scored'), '--bundle', BUNDLE, '--json')).toBe(0);
    expect(said[0]).toContain('30000 x 30000 pixels; at most 25 million');
  });

  it.each<[what: string, make: () => Promise<Blob>, words: RegExp]>([
    [
      'pixels',
      () => exportWith(pngOf({ width: 30_000, height: 30_000, dataBytes: 1_000 })),
      /SYN_\w+\.png has 30000 x 30000 pixels; at most 25 million/,
    ],
    [
      'a colour profile',
      () => exportWith(pngOf({ width: 256, height: 256, chunks: [packedChunk('iCCP', 60 * MIB)] })),
      /In data\/images\/SYN_\w+\.png, iCCP unpacks to more than 8 MB/,
    ],
    [
      'pixels that its header does not name',
      () => exportWith(pngOf({ width: 256, height: 256, dataBytes: 90 * MIB })),
      /SYN_\w+\.png unpacks to more pixels than its header says/,
    ],
    [
      'a table',
      () => exportWith(null, { 'data/GroundTruth.csv': new Uint8Array(40 * MIB) }),
      /GroundTruth\.csv unpacks to more than 200 times its size/,
    ],
    [
      'a line',
      () => exportWith(null, { 'data/metadata.jsonl': Buffer.from(noise(18 * MIB)) }),
      /metadata\.jsonl has a line that is too long/,
    ],
  ])('verifies no export with %s over a limit, in little memory', async (_, make, words) => {
    await writeFile(at('bomb.zip'), new Uint8Array(await (await make()).arrayBuffer()));
    const found = await measured('verify', at('bomb.zip'));
    expect(found.code, found.words).toBe(3);
    expect(found.words).toMatch(words);
    expect(found.mib).toBeLessThan(MOST_MIB);
  });

  it.each([
    ['verify', 'E-png-900Mpx.zip', 'SYN_6c1483d85659'],
    ['verify', 'F-iccp-1.5GB.zip', 'SYN_6c1483d85659'],
    ['generate', 'G-recipe-huge-mask.json', 'mask.size'],
    ['generate', 'G3-plan-2M.json', '250,000 candidates'],
  ])('%s refuses %s', async (command, name, words) => {
    const path = join(HOSTILE, name);
    if (!existsSync(path)) {
      console.info(`SKIPPED: ${path} is not there.`);
      return;
    }
    const more = command === 'generate' ? ['--out', at('none'), ...COMMON] : [];
    const found = await measured(command, path, ...more);
    expect(found.code, found.words).toBe(3);
    expect(found.words).toContain(words);
    expect(found.mib).toBeLessThan(MOST_MIB);
  });
});
