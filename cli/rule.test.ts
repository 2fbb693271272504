import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../src/contracts/plan';
import { COMMON, plan, run, workplace } from './testing';

const { at, said, complained, writeJson } = workplace();
const generate = (file: string, out: string, ...more: string[]): Promise<number> =>
  run('generate', file, '--out', at(out), ...COMMON, ...more);

describe('a plan that a rule decides', () => {
  it('has a decision on each sample, and no more accepted ones than it wants', async () => {
    const accept = {
      by: 'rule',
      rule: { levels: {}, gamma: null, mostTypicalP: null },
    };
    const file = await writeJson('ruled.json', await plan({ accept: accept as Plan['accept'] }));
    expect(await generate(file, 'ruled'), complained.join()).toBe(0);
    const records = await Promise.all(
      (await readdir(at('ruled/records'))).map(async (name) => readFile(at(`ruled/records/${name}`), 'utf8')),
    );
    expect(records).toHaveLength(3);
    for (const record of records)
      expect(record).toMatch(/"outcome":"(accepted|rejected)","by":"rule","reason":"plan, rule:/);
    const accepted = records.filter((record) => record.includes('"outcome":"accepted"')).length;
    expect(await run('pack', at('ruled'), '--out', at('ruled.zip'), '--json')).toBe(0);
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ samples: 3, undecided: Math.max(0, accepted - 1) });
    expect(await run('verify', at('ruled.zip'))).toBe(0);
  });

  it('is refused beside the samples of another one', async () => {
    const file = await writeJson('other.json', await plan({ name: 'other' }));
    expect(await generate(file, 'ruled', '--resume')).toBe(2);
    expect(complained[0]).toContain('plan.json is there already; --force replaces it');
  });
});
