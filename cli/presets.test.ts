import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS as ALL } from '../src/core/export/presets/list';
import { COMMON, recipe, run, workplace } from './testing';

const { at, said, complained, writeJson } = workplace();
/** Those that `pack` writes. */
const PRESETS = ALL.filter(({ realPlaces }) => realPlaces === undefined);
const PYTHON = process.env['INLAY_PYTHON'];
const READERS = new URL('../e2e/exportChecks/read_presets.py', import.meta.url).pathname;

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** Files of a set by their paths. */
async function packed(preset: string): Promise<Record<string, Uint8Array>> {
  const out = at(`${preset}.zip`);
  expect(await run('pack', at('whole'), '--out', out, '--preset', preset, '--force'), complained.join()).toBe(0);
  return unzipSync(new Uint8Array(await readFile(out)));
}

describe('a set in the layout of a trainer', () => {
  beforeAll(async () => {
    const file = await writeJson('recipe.json', await recipe());
    expect(await run('generate', file, '--out', at('whole'), ...COMMON)).toBe(0);
  });

  it.each(PRESETS.map(({ id }) => id))('says how it is loaded, and has every sample once: %s', async (id) => {
    const files = await packed(id);
    expect(text(files['README.md'])).toContain('```python');
    const images = Object.keys(files).filter((path) => path.endsWith('.png') && !path.includes('masks/'));
    const names = images.map((path) => path.replace(/^.*\//, ''));
    expect(new Set(names).size).toBe(names.length);
    expect(said.at(-1)).toContain(`${names.length} samples in`);
    expect(text(files[images[0] ?? '']?.slice(1, 4))).toBe('PNG');
  });

  it('is refused under a name that it has not', async () => {
    expect(await run('pack', at('whole'), '--out', at('none.zip'), '--preset', 'yolo')).toBe(2);
    expect(complained[0]).toContain('--preset is one of folders, huggingface, isic, coco, segmentation');
    expect(existsSync(at('none.zip'))).toBe(false);
  });

  it('is loaded by the programs that it is for', async ({ skip }) => {
    if (PYTHON === undefined) skip('INLAY_PYTHON names no Python with e2e/exportChecks/requirements.txt.');
    for (const { id } of PRESETS)
      for (const [path, bytes] of Object.entries(await packed(id))) {
        await mkdir(join(at(id), path, '..'), { recursive: true });
        await writeFile(join(at(id), path), bytes);
      }
    const found = execFileSync(PYTHON ?? '', [READERS, at('')], { encoding: 'utf8' });
    expect(JSON.parse(found.trim().split('\n').at(-1) ?? '')).toEqual({
      folders: { rows: 3, classes: ['DF'] },
      huggingface: { rows: 3, splits: true, label: 'DF', masks: true },
      isic: { rows: 3, one_hot: true },
      coco: { annotations: 3, precision: 1 },
      segmentation: { pairs: 3, same_size: true },
    });
  }, 120_000);
});
