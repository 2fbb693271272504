/**
 * Bundle 0.3.0 (64 px) as commit 7e4b762 has it, tag bundle-0.3.0. e2e/fixtures/bundle-0.3.0 was made with it, by `inlay generate`
 * and `inlay pack`: it still opens, and replays with that bundle, which git has.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run, workplace } from './testing';

const COMMIT = '7e4b762';
const EXPORT = 'e2e/fixtures/bundle-0.3.0/export.zip';
const { at, said, complained } = workplace();

it('an export of bundle 0.3.0 is intact', async () => {
  expect(await run('verify', EXPORT)).toBe(0);
});

it('it is not replayed with the bundle of today, and says which one made it', async () => {
  expect(await run('replay', EXPORT, '--bundle', 'e2e/fixtures/inlay-smoke')).toBe(3);
  expect(complained[0]).toContain('inlay-ham10000 0.3.0');
});

it('it replays with the bundle that made it', async ({ skip }) => {
  try {
    execFileSync('git', ['cat-file', '-e', `${COMMIT}:public/models`], { stdio: 'ignore' });
  } catch {
    skip(`commit ${COMMIT}, with bundle 0.3.0, is not in this clone`);
  }
  mkdirSync(at('then'));
  const files = execFileSync('git', ['archive', COMMIT, 'public/models', 'public/skin'], { maxBuffer: 2 ** 28 });
  execFileSync('tar', ['x', '-C', at('then')], { input: files });
  const then = ['--bundle', at('then/public/models/inlay-ham10000'), '--skin', at('then/public/skin')];
  expect(await run('replay', EXPORT, ...then, '--json')).toBe(0);
  const differences = said.map((line) => (JSON.parse(line) as { maxDiff: number }).maxDiff);
  expect(differences).toHaveLength(2);
  expect(Math.max(...differences)).toBeLessThanOrEqual(1); // kinds of processors round otherwise
}, 120_000);
