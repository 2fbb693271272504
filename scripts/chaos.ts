/**
 * npm run chaos: the browser is killed again and again while somebody paints, decides, exports, goes from project to project, or a queue runs,
 * and while work from before there were projects is moved; what lies in the browser's storage is damaged or removed; the storage shrinks, the
 * clock goes back. What had been finished has to be there afterwards, but for the piece in work. Writes docs/results/chaos.md. Linux only.
 *
 *   npm run chaos -- [--only hand|painting|deciding|queue|exporting|switching|moving|harm|adverse] [--kills 30] [--seed 1] [--out FILE]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { killWhileMoving } from './chaos/migration';
import { setClockBack, shrinkQuota } from './chaos/adverse';
import { harmEach } from './chaos/harm';
import { DECIDING, EXPORTING, killWhile, painting, QUEUE, switching } from './chaos/runs';
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
  '# Chaos\n\nWritten by `npm run chaos`; do not edit. The built studio in a real browser, all of whose processes are killed at once; every part names its day and machine.';
/** Milliseconds from one stroke to the next: points as fast as a hand can set them. */
const HAND_PACE_MS = 150;
/** `bar`: of these pieces so many may be lost in one kill; a program paints faster than any hand, and has none. */
const WORKS = {
  hand: {
    title: 'While somebody paints, a stroke each 150 ms',
    piece: 'strokes',
    bar: 1,
    work: painting(HAND_PACE_MS),
  },
  painting: {
    title: 'While a program paints, as fast as strokes are taken',
    ...{ piece: 'strokes', bar: null, work: painting(0) },
  },
  deciding: { title: 'While somebody decides', piece: 'decisions', bar: 1, work: DECIDING },
  queue: { title: 'While a queue runs', piece: 'samples', bar: 1, work: QUEUE },
  exporting: { title: 'While a set is exported', piece: 'samples', bar: 0, work: EXPORTING },
  switching: {
    title: 'While somebody paints in two projects in turn',
    ...{ piece: 'strokes', bar: 1, work: switching() },
  },
} as const;
/** Kills while work is moved, for each of the others. */
const MOVING_SHARE = 1 / 3;
const [kills, seed] = [Number(options.kills), Number(options.seed)];

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = `${server.resolvedUrls?.local[0] ?? ''}?ep=wasm`;
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores.`;
const write = (title: string, rows: readonly string[]): Promise<void> =>
  writeSection(options.out, HEAD, title, [
    ...(rows[1]?.startsWith('|---') ? [] : ['| | |', '|---|---|']),
    ...rows,
    '',
    machine,
  ]);
let isKept = true;
process.once('SIGTERM', () => process.exit(1)); // and the browser with it
try {
  for (const [name, { title, piece, bar, work }] of Object.entries(WORKS)) {
    if (options.only !== undefined && options.only !== name) continue;
    const found = await inProfile((profile) => killWhile(work, profile, address, kills, seed));
    console.log(name, found);
    isKept &&= bar === null || found.mostLost <= bar;
    await write(title, [
      `| kills of the browser | ${found.kills} |`,
      `| ${piece} that the page showed before a kill, in all | ${found.finished} |`,
      `| of them gone afterwards, in all; the most in one kill${bar === null ? '' : ` (bar ${bar})`} | ${found.lost}; ${found.mostLost} |`,
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
  if (options.only === undefined || options.only === 'harm') {
    const all = await inProfile((profile) => harmEach(profile, address));
    isKept &&= all.every(({ lost }) => lost.length === 0);
    await write('When what is stored is damaged', [
      '| what is done while the studio is closed | other pieces | of them lost (bar 0) | what the studio says |',
      '|---|---|---|---|',
      ...all.map(({ what, others, lost, said }) => `| ${what} | ${others} | ${lost.length} | ${said || 'nothing'} |`),
    ]);
  }
  if (options.only === undefined || options.only === 'adverse') {
    const shrunk = await inProfile((profile) => shrinkQuota(profile, address));
    const back = await inProfile((profile) => setClockBack(profile, address));
    console.log('adverse', shrunk, back);
    isKept &&= shrunk.lost === 0 && back.lost === 0 && back.said === '';
    await write('When the device turns against it', [
      '| | shown | lost (bar 0) | what the studio says |',
      '|---|---|---|---|',
      `| the storage shrinks while a queue runs, and grows again | ${shrunk.shown} samples | ${shrunk.lost} | ${shrunk.said} |`,
      `| the clock goes back a year before samples are accepted and exported | ${back.shown} decisions | ${back.lost} | ${back.said || 'the export is consistent'} |`,
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
