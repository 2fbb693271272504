/**
 * npm run chaos: the browser is killed again and again while somebody paints, decides, or a queue runs, and while work from before there were
 * projects is moved. What had been finished has to be there afterwards, but for the piece in work. Writes docs/results/chaos.md. Linux only.
 *
 *   npm run chaos -- [--only painting|deciding|queue|moving] [--kills 30] [--seed 1] [--pace 0] [--out FILE]
 *
 * --pace: milliseconds from one stroke to the next at least; 0: as fast as they are taken. A hand is hardly faster than 150.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { killWhileMoving } from './chaos/migration';
import { DECIDING, killWhile, painting, QUEUE } from './chaos/runs';
import { writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    pace: { type: 'string', default: '0' },
    out: { type: 'string', default: 'docs/results/chaos.md' },
  },
});
const HEAD =
  '# Chaos\n\nWritten by `npm run chaos`; do not edit. The built studio in a real browser, all of whose processes are killed at once; every part names its day and machine.';
const WORKS = {
  painting: { title: 'While somebody paints', piece: 'strokes', work: painting(Number(options.pace)) },
  deciding: { title: 'While somebody decides', piece: 'decisions', work: DECIDING },
  queue: { title: 'While a queue runs', piece: 'samples', work: QUEUE },
} as const;
/** Kills while work is moved, for each of the others. */
const MOVING_SHARE = 1 / 3;
const [kills, seed] = [Number(options.kills), Number(options.seed)];

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = `${server.resolvedUrls?.local[0] ?? ''}?ep=wasm`;
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores.`;
const write = (title: string, rows: readonly string[]): Promise<void> =>
  writeSection(options.out, HEAD, title, ['| | |', '|---|---|', ...rows, '', machine]);
let isKept = true;
process.once('SIGTERM', () => process.exit(1)); // and the browser with it
try {
  for (const [name, { title, piece, work }] of Object.entries(WORKS)) {
    if (options.only !== undefined && options.only !== name) continue;
    const found = await inProfile((profile) => killWhile(work, profile, address, kills, seed));
    console.log(name, found);
    isKept &&= found.mostLost <= 1;
    await write(title, [
      `| kills of the browser | ${found.kills} |`,
      `| ${piece} that the page showed before a kill, in all | ${found.finished} |`,
      `| of them gone afterwards, in all; the most in one kill (bar 1) | ${found.lost}; ${found.mostLost} |`,
    ]);
  }
  if (options.only === undefined || options.only === 'moving') {
    const found = await inProfile((profile) =>
      killWhileMoving(profile, address, Math.ceil(MOVING_SHARE * kills), seed),
    );
    console.log('moving', found);
    isKept &&= found.lost.length === 0;
    await write('While work from before there were projects is moved', [
      `| kills of the browser; of them in the middle of the move | ${found.kills}; ${found.inTheMiddle} |`,
      `| pieces: the samples with their decisions, masks, settings, plans, skin, outlines | ${found.pieces} |`,
      `| of them gone or changed in the end (bar 0) | ${found.lost.length} |`,
    ]);
  }
} finally {
  await server.close();
}
console.log(`Written to ${options.out}.`);
if (!isKept) process.exitCode = 1;

/** Runs something on a fresh profile, which is removed afterwards. */
async function inProfile<T>(use: (profile: string) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'inlay-chaos-'));
  try {
    return await use(profile);
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
