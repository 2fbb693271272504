/**
 * npm run bundle:all: from a checkpoint of the 224 px generator to the bundle that ships, its pages and its proofs, one command
 * after another. Each of them can be stopped and run again; the first that fails ends the chain.
 *
 *   npm run bundle:all -- [--checkpoint training/work/latent/unet.pt] [--version 0.4.1] [--from STEP] [--only STEP]
 *
 * Steps: student, measure, shipped, bundle, frames, fit, scene-list, scenes, skins, panel, parity, sheet, page.
 * Python is training/.venv/bin/python, or INLAY_PYTHON.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = resolve(fileURLToPath(import.meta.url), '../..');
const TRAINING = join(ROOT, 'training');
const PYTHON = process.env.INLAY_PYTHON ?? join(TRAINING, '.venv/bin/python');
const FRAMES = join(TRAINING, 'work/latent/frames');
const SKIN = join(ROOT, 'public/skin');

const { values: options } = parseArgs({
  options: {
    checkpoint: { type: 'string', default: join(TRAINING, 'work/latent/unet.pt') },
    version: { type: 'string', default: '0.4.1' },
    from: { type: 'string' },
    only: { type: 'string' },
  },
});
const checkpoint = ['--checkpoint', resolve(options.checkpoint)];
const latent = (...given) => ({ command: PYTHON, given: ['-m', 'inlay_training.latent', ...given], cwd: TRAINING });
const npm = (name, ...given) => ({ command: 'npm', given: ['run', name, '--', ...given], cwd: ROOT });

const STEPS = {
  student: latent('student', ...checkpoint),
  measure: latent('measure', ...checkpoint),
  shipped: latent('shipped', ...checkpoint),
  bundle: latent('bundle', ...checkpoint, '--version', options.version),
  frames: latent('frames'),
  fit: npm('fit', '--frames', FRAMES),
  'scene-list': latent('scene-list'),
  scenes: npm('scenes'),
  skins: latent('skins', ...checkpoint, '--out', SKIN, '--earlier', SKIN),
  panel: npm('panel', '--frames', FRAMES),
  parity: npm('parity'),
  sheet: npm('sheet'),
  page: latent('page'),
};

const names = Object.keys(STEPS);
for (const wanted of [options.from, options.only]) {
  if (wanted !== undefined && !names.includes(wanted)) {
    console.error(`There is no step ${wanted}. Steps: ${names.join(', ')}.`);
    process.exit(2);
  }
}
const chosen = options.only ? [options.only] : names.slice(names.indexOf(options.from ?? names[0]));
for (const name of chosen) {
  const { command, given, cwd } = STEPS[name];
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(command, given, { cwd, stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`${name} failed${error ? `: ${error.message}` : ''}. Go on with: npm run bundle:all -- --from ${name}`);
  process.exit(1);
}
