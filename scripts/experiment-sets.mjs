/** `npm run experiment:sets`: the four sets of candidates of the experiment, one after another. Stop it, run it again: what is there is kept. */
import { run } from './setup.mjs';

const SCENES = 'training/work/scenes';
const COMMON_CLASSES = 'MEL,NV,BCC,BKL';

/** Options of `npm run set`; without `--classes` the rare ones, without `--out` training/work/set. */
const SETS = [
  ['--scenes', `${SCENES}/nevi`, '--each', '1200'],
  ['--scenes', `${SCENES}/nevi`, '--classes', COMMON_CLASSES, '--each', '1200', '--out', 'training/work/counterparts'],
  ['--scenes', `${SCENES}/common`, '--each', '600', '--out', 'training/work/common'],
  ['--scenes', `${SCENES}/own`, '--own', '--each', '1200', '--out', 'training/work/own'],
];

for (const options of SETS) run('npm', ['run', 'set', '--', ...options]);
