/**
 * npm run chaos: the browser is killed again and again while somebody paints, decides, or a queue runs. What had been finished has to be there
 * afterwards, but for the piece in work. Writes docs/results/chaos.md. Linux only.
 *
 *   npm run chaos -- [--only painting|deciding|queue] [--kills 30] [--seed 1]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { DECIDING, killWhile, painting, QUEUE, type Chaos } from './chaos/runs';
import { writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'docs/results/chaos.md' },
  },
});
const HEAD =
  '# Chaos\n\nWritten by `npm run chaos`; do not edit. The built studio in a real browser, whose whole process is killed; every part names its day and machine.';
const WORKS = {
  painting: { title: 'While somebody paints', piece: 'strokes', work: painting() },
  deciding: { title: 'While somebody decides', piece: 'decisions', work: DECIDING },
  queue: { title: 'While a queue runs', piece: 'samples', work: QUEUE },
} as const;

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = `${server.resolvedUrls?.local[0] ?? ''}?ep=wasm`;
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores.`;
let isKept = true;
for (const [name, { title, piece, work }] of Object.entries(WORKS)) {
  if (options.only !== undefined && options.only !== name) continue;
  const found: Chaos = await killWhile(work, address, Number(options.kills), Number(options.seed));
  console.log(name, found);
  isKept &&= found.mostLost <= 1;
  await writeSection(options.out, HEAD, title, [
    '| | |',
    '|---|---|',
    `| kills of the browser | ${found.kills} |`,
    `| ${piece} finished before a kill, in all | ${found.finished} |`,
    `| of them gone afterwards, in all; the most in one kill (bar 1) | ${found.lost}; ${found.mostLost} |`,
    '',
    machine,
  ]);
}
await server.close();
if (!isKept) process.exitCode = 1;
