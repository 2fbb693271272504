/** `npm test`: installs what is missing, the browser included, and runs all tests but the slowest, which `npm run test:all` adds. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath } from './chromium.mjs';
import { begin, ensureModules, root, run } from './setup.mjs';

ensureModules();
ensureBrowser();
const linted = begin('npm', ['run', 'lint']); // on one core, for as long as all of these
const [python, installed] = ensurePython();
for (const step of ['typecheck', 'format', 'rooms', 'knip', 'prose', 'test:unit', 'build', 'weight'])
  run('npm', ['run', step]);
await linted();
await installed();
const trained = python === null ? () => Promise.resolve() : beginTraining(python); // one core, and the browser's need hardly more
run('npm', ['run', 'test:browser']);
run('npm', ['run', 'e2e'], python === null ? {} : { INLAY_PYTHON: python });
await trained();

/** An installed Chromium or Chrome, else Playwright's download, else the distribution's package. */
function ensureBrowser() {
  if (chromiumPath() !== undefined) return;
  console.log("No Chromium or Chrome found: trying Playwright's download ...");
  if (spawnSync('npx', ['playwright', 'install', 'chromium'], { cwd: root, stdio: 'inherit' }).status === 0) return;
  console.log("That failed: trying the distribution's package ...");
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const args of [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const [command, ...rest] = [...asRoot, ...args];
    spawnSync(command, rest, { stdio: 'inherit' });
  }
  if (chromiumPath() === undefined) {
    console.error(
      'No browser could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH, and run npm test again.',
    );
    process.exit(1);
  }
}

/** The virtual environment of the training and of the programs that read exports, where there is a Python 3.11 or newer.
 * @returns {[string | null, () => Promise<void>]} its interpreter, and what waits until its packages are there */
function ensurePython() {
  const python = ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'].find((name) => {
    const probe = spawnSync(name, ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 11))']);
    return probe.status === 0;
  });
  if (python === undefined) {
    console.log('SKIPPED: the tests of training/ and of reading exports, because no Python 3.11 or newer was found.');
    return [null, () => Promise.resolve()];
  }
  const training = join(root, 'training');
  const bin = join(training, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
  if (!existsSync(bin)) run(python, ['-m', 'venv', join(training, '.venv')]);
  const wanted = [join(training, 'requirements.txt'), join(root, 'e2e', 'exportChecks', 'requirements.txt')];
  const files = wanted.flatMap((file) => ['-r', file]);
  return [
    join(bin, 'python'),
    begin(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...files]),
  ];
}

/** The training's own tests. @param {string} python */
function beginTraining(python) {
  const [training, exportChecks] = [join(root, 'training'), join(root, 'e2e', 'exportChecks')];
  const rules = ['--config', join(training, 'pyproject.toml')];
  for (const place of [[training], [...rules, exportChecks]]) {
    run(python, ['-m', 'ruff', 'check', ...place]);
    run(python, ['-m', 'ruff', 'format', '--check', ...place]);
  }
  return begin(python, ['-m', 'pytest', training, '-q'], { OMP_NUM_THREADS: '1' });
}
