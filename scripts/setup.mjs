/** What both README commands need first: the packages of the lock file, and a build that is newer than its sources. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeFault } from './nodeVersion.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const fault = nodeFault(process.versions.node, engines.node);
if (fault) {
  console.error(fault);
  process.exit(1);
}
const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'vite.config.ts',
  'headers.ts',
  'scripts/notices.ts',
  'scripts/serviceWorker.ts',
  'package.json',
];

/** Runs a command with its output shown; ends this process with its exit code when it fails.
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
export function run(command, args, env = {}) {
  const done = spawnSync(command, args, seen(env));
  if (done.status !== 0) {
    console.error(`${command} ${args.join(' ')} failed${done.error ? ` (${done.error.message})` : ''}.`);
    process.exit(done.status ?? 1);
  }
}

/** Begins a command beside others, which come first where both want the processor. What it returns waits for it, and ends this
 * process when it fails.
 * @param {string} command @param {string[]} args @param {Record<string, string>} [env] @returns {() => Promise<void>} */
export function begin(command, args, env = {}) {
  const child = spawn(command, args, seen(env));
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const stop = () => void child.kill();
  process.on('exit', stop); // another one has failed: nothing goes on behind the person's back
  const ended = new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  void ended.then(() => process.off('exit', stop));
  return async () => {
    const status = await ended;
    if (status === 0) return;
    console.error(`${command} ${args.join(' ')} failed (${status}).`);
    process.exit(1);
  };
}

/** In the checkout, with its output shown.
 * @param {Record<string, string>} env @returns {import('node:child_process').SpawnOptions} */
function seen(env) {
  return { cwd: root, stdio: 'inherit', env: { ...process.env, ...env }, shell: process.platform === 'win32' };
}

/** Installs the packages when they are missing or older than the lock file. */
export function ensureModules() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(marker) && newest(join(root, 'package-lock.json')) <= statSync(marker).mtimeMs) return;
  console.log('Installing packages (once) ...');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Builds the studio when there is no build or a source is newer than it. */
export function ensureBuild() {
  const built = join(root, 'dist', 'index.html');
  const latest = Math.max(...SOURCES.map((name) => newest(join(root, name))));
  if (existsSync(built) && latest <= statSync(built).mtimeMs) return;
  console.log('Building the studio ...');
  run('npx', ['vite', 'build', '--logLevel', 'warn']);
}

/** Time of the newest file under a path, in milliseconds; 0 when there is none.
 * @param {string} path @returns {number} */
function newest(path) {
  if (!existsSync(path)) return 0;
  const facts = statSync(path);
  if (!facts.isDirectory()) return facts.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
