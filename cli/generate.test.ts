import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import type { SampleRecord } from '../src/contracts/sample';
import { BUNDLE, COMMON, recipe, run, workplace } from './testing';

const { at, said, complained, writeJson } = workplace();

describe('arguments', () => {
  it.each([
    [['frob'], 2, 'There is no command frob'],
    [['generate'], 2, 'generate needs one RECIPE'],
    [['verify'], 2, 'verify needs one'],
    [['verify', 'nowhere'], 3, 'nowhere is not there'],
    [['score', '--bogus', 'x'], 2, 'bogus'],
    [['studio', '--port', 'x'], 2, 'studio takes --port N only'],
    [['studio', 'here'], 2, 'studio takes --port N only'],
    [['replay', BUNDLE], 2, 'replay needs one ZIP'],
    [['pack', 'e2e'], 2, 'pack needs one DIR or more'],
    [['plan'], 2, 'plan needs one RECIPE'],
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

  it('give the version', async () => {
    expect(await run('--version')).toBe(0);
    expect(said).toEqual([packageJson.version]);
  });
});

describe('generate', () => {
  it('says that it does not know a class that was shown or taught elsewhere', async () => {
    const file = await writeJson('own.json', { ...(await recipe()), ownClass: { sha256: 'a'.repeat(64) } });
    expect(await run('generate', file, '--out', at('own'), ...COMMON)).toBe(3);
    expect(complained.at(-1)).toContain('is not in this project');
  });

  it('makes the same samples in shares as at once, and goes on where it stopped', async () => {
    const file = await writeJson('recipe.json', await recipe());
    expect(await run('generate', file, '--out', at('whole'), ...COMMON)).toBe(0);
    expect(await run('generate', file, '--out', at('shares'), '--shard', '2/2', '--json', ...COMMON)).toBe(0);
    expect(said.at(-1)).toMatch(/^\{"done":1,"total":1,/);
    const made = await readdir(at('shares/images'));
    const [toCome = ''] = (await readdir(at('whole/images'))).filter((name) => !made.includes(name));
    await writeFile(at(`shares/images/${toCome}.partial`), 'half a file'); // of a run that was stopped
    expect(await run('generate', file, '--out', at('shares'), '--resume', ...COMMON)).toBe(0);
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

  it('is known in advance: files of each sample, and what is written when a share is whole', async () => {
    const file = await writeJson('recipe.json', await recipe());
    expect(await run('plan', file, '--list', '--bundle', BUNDLE)).toBe(0);
    const listed = said.flatMap((line) => line.split(' '));
    for (const path of listed) expect(existsSync(at(`whole/${path}`)), path).toBe(true);
    expect(listed).toHaveLength(9);
    expect(await run('plan', file, '--shard', '2/2', '--json', '--bundle', BUNDLE)).toBe(0);
    expect(JSON.parse(said.at(-1) ?? '')).toEqual({ samples: 1, classes: { DF: 1 }, done: 'done-2-of-2.json' });
    expect(JSON.parse(await readFile(at('shares/done-2-of-2.json'), 'utf8'))).toEqual({ schema: 1, samples: 1 });
    expect(existsSync(at('shares/done-1-of-2.json'))).toBe(false);
    expect(existsSync(at('whole/done.json'))).toBe(true);
  });

  it('is not said to be whole while it is made anew', async () => {
    const asked = await recipe();
    const small = { ...asked, mask: { size: [8, 8], counts: [3, 5, 56] } };
    const recipes = [asked, small].map((wanted) => ({ sha256: '', recipe: wanted }));
    const file = await writeJson('recipes.json', { schema: 1, recipes });
    await cp(at('whole'), at('stopped'), { recursive: true });
    expect(await run('generate', file, '--out', at('stopped'), ...COMMON)).toBe(2);
    expect(existsSync(at('stopped/done.json'))).toBe(true); // nothing was touched
    expect(await run('generate', file, '--out', at('stopped'), '--resume', ...COMMON)).toBe(3);
    expect(complained.at(-1)).toContain('its mask has 8 x 8 pixels');
    expect(existsSync(at('stopped/done.json'))).toBe(false);
  });

  it('in several folders becomes one set, the same to the byte; folders of two plans do not', async () => {
    const file = await writeJson('recipe.json', await recipe());
    for (const shard of ['1/2', '2/2'])
      expect(await run('generate', file, '--out', at(`share-${shard[0]}`), '--shard', shard, ...COMMON)).toBe(0);
    expect(await run('pack', at('whole'), '--out', at('set.zip'))).toBe(0);
    const whole = await readFile(at('set.zip'));
    expect(await run('pack', at('share-2'), at('share-1'), '--out', at('set.zip'), '--force')).toBe(0);
    expect((await readFile(at('set.zip'))).equals(whole)).toBe(true);
    for (const share of ['1', '2']) await writeFile(at(`share-${share}/plan.json`), JSON.stringify({ share }));
    expect(await run('pack', at('share-1'), at('share-2'), '--out', at('two.zip'))).toBe(3);
    expect(complained.at(-1)).toContain('they are no shares of one set');
  });

  it('makes a damaged sample again', async () => {
    const [name = ''] = await readdir(at('whole/images'));
    await cp(at('whole'), at('damaged'), { recursive: true });
    const bytes = await readFile(at(`damaged/images/${name}`));
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
    await writeFile(at(`damaged/images/${name}`), bytes);
    expect(await run('generate', at('recipe.json'), '--out', at('damaged'), ...COMMON, '--resume')).toBe(0);
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

  it('refuses a device that it does not know, and says where there is no WebGPU adapter', async () => {
    const file = await writeJson('recipe.json', await recipe());
    const args = ['generate', file, '--out', at('none'), '--bundle', BUNDLE];
    expect(await run(...args, '--device', 'abacus')).toBe(2);
    const code = await run(...args, '--device', 'webgpu');
    if (code === 0) return; // this machine has one
    expect(code).toBe(4);
    expect(complained[1]).toBe(
      'inlay: ONNX Runtime finds no WebGPU adapter on this machine; --device cpu works everywhere.',
    );
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
