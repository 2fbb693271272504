/**
 * `npm run package:check`: packs the package, installs it in an empty folder as anybody would, and runs what it has: the version, the
 * studio on a free port, a sample, its zip, and the checks. It needs the npm registry for sharp.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './setup.mjs';

const MOST_MB = 250;
const place = mkdtempSync(join(tmpdir(), 'inlay-package-'));
const empty = join(place, 'empty');
mkdirSync(empty);

/** @param {boolean} is @param {string} what */
function check(is, what) {
  console.log(`${is ? 'ok' : 'FAILED'}  ${what}`);
  if (!is) process.exitCode = 1;
}

/** @param {string[]} args @returns {{ status: number | null, stdout: string, stderr: string }} */
const inlay = (...args) => spawnSync(join(empty, 'node_modules/.bin/inlay'), args, { cwd: empty, encoding: 'utf8' });

/** @param {string} folder @returns {number} */
const bytesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

try {
  run('npm', ['run', 'package', '--', '--out', place]);
  const [tarball = ''] = readdirSync(place).filter((name) => name.endsWith('.tgz'));
  writeFileSync(join(empty, 'package.json'), '{}');
  const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', join(place, tarball)], {
    cwd: empty,
    stdio: 'inherit',
  });
  check(installed.status === 0, 'it is installed');
  const megabytes = Math.round(bytesOf(join(empty, 'node_modules')) / 1e6);
  check(megabytes <= MOST_MB, `${megabytes} MB are installed, at most ${MOST_MB}`);
  const packages = readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'));
  check(!packages.some((name) => /^(vite|tsx|typescript|react)$/.test(name)), `packages: ${packages.join(', ')}`);
  check(/^\d+\.\d+\.\d+\n$/.test(inlay('--version').stdout), '--version');
  await checkStudio();
  checkSamples();
} finally {
  rmSync(place, { recursive: true, force: true });
}

async function checkStudio() {
  // As `npx` runs it, without a command.
  const studio = spawn(process.execPath, [join(empty, 'node_modules/inlay/cli/inlay.mjs')], {
    cwd: empty,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise((resolve) => {
    studio.stdout.on('data', (text) => resolve(/http:\/\/[\d.:]+/.exec(String(text))?.[0]));
    studio.on('exit', () => resolve(undefined));
  });
  check(address !== undefined, `the studio says its address: ${address}`);
  for (const path of ['', 'sw.js', 'models/inlay-ham10000/manifest.json', 'THIRD-PARTY.txt']) {
    const response = await fetch(`${address}/${path}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    check(response.ok && policy.includes("connect-src 'self'"), `the studio serves /${path} with its policy`);
  }
  const ended = new Promise((resolve) => studio.on('exit', resolve));
  studio.kill('SIGINT');
  check((await ended) === 0, 'the studio ends when it is told to');
}

function checkSamples() {
  const made = ['tsx', 'scripts/scale/recipe.ts', 'public/models/inlay-ham10000', '1', '1'];
  writeFileSync(join(empty, 'recipe.json'), spawnSync('npx', made, { cwd: root }).stdout);
  for (const args of [
    ['generate', 'recipe.json', '--out', 'set', '--threads', '1'],
    ['pack', 'set', '--out', 'set.zip'],
    ['verify', 'set.zip'],
    ['replay', 'set.zip', '--threads', '1'],
  ]) {
    const { status, stderr } = inlay(...args);
    check(status === 0, `inlay ${args.join(' ')} ${stderr}`);
  }
  const gpu = inlay('generate', 'recipe.json', '--out', 'gpu', '--device', 'webgpu');
  check(gpu.status === 0 || gpu.status === 4, `inlay generate --device webgpu ends with ${gpu.status}`);
}
