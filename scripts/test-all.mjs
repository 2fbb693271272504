/**
 * `npm run test:all`: `npm test`, and what takes too long for it: the stories that are tagged `@slow`, every property tried ten times as often, the shipped bundle and kept
 * exports checked file by file, the package installed in an empty folder, each reader of files from outside fuzzed for a minute, a browser
 * that is killed while somebody works, and the shipped bundle against its own tensors on Node and in the browser.
 */
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** With what loads sets as their trainers do; `npm test` has made it. */
const PYTHON = join(root, 'training', '.venv', process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
const TIMES = '10';

const STEPS = [
  ['npm', ['test'], {}],
  ['npm', ['run', 'e2e:slow'], { INLAY_PYTHON: PYTHON }],
  ['npm', ['run', 'test:unit'], { INLAY_PROPERTY_TIMES: TIMES, INLAY_PYTHON: PYTHON }],
  ['node', ['cli/inlay.mjs', 'verify', 'public/models/inlay-ham10000'], {}],
  ['node', ['cli/inlay.mjs', 'verify', 'e2e/fixtures/before/export.zip'], {}],
  ['node', ['cli/inlay.mjs', 'verify', 'e2e/fixtures/bundle-0.3.0/export.zip'], {}],
  ['npm', ['run', 'package:check'], {}],
  ['npm', ['run', 'fuzz', '--', '--minutes', '1'], {}],
  ...(process.platform === 'linux'
    ? [['npm', ['run', 'chaos', '--', '--kills', '6', '--out', join(tmpdir(), 'inlay-chaos.md')], {}]]
    : []),
  ['npm', ['run', 'parity', '--', '--skip-webgpu', '--out', join(tmpdir(), 'inlay-parity.md')], {}],
];

const failed = STEPS.filter(([command, args, env]) => {
  console.log(`\n== ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status !== 0;
}).map(([command, args]) => `${command} ${args.join(' ')}`);

console.log(
  failed.length === 0
    ? `\nAll ${STEPS.length} steps of test:all passed.`
    : `\n${failed.length} of ${STEPS.length} steps of test:all failed: ${failed.join('; ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);
