/**
 * `npm run fuzz -- [--minutes 10] [--reader NAME] [--seed 1]`: hands each reader of files from outside inputs that are nearly right, so many
 * minutes each. A reader returns or fails with a known failure, within time and memory; what makes one do otherwise is kept in
 * scripts/fuzz/corpus, where a unit test reads it from then on.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { speak } from '../src/messages';
import { corpusOf, CORPUS } from './fuzz/corpus';
import { diceOf, mutate } from './fuzz/mutate';
import { faultOf, READERS } from './fuzz/readers';

/** A reader may take so long for an input, on a busy machine too, and so much memory above what it began with. */
const MOST_MS = 5_000;
const MOST_MB = 500;
/** The process is asked for its memory after so many inputs. */
const LOOK_EVERY = 16;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    reader: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    /** Of the process that reads: where the input in work lies. */
    now: { type: 'string' },
  },
});

function keep(reader: string, bytes: Uint8Array, why: string): void {
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  mkdirSync(join(CORPUS, reader), { recursive: true });
  writeFileSync(join(CORPUS, reader, name), bytes);
  console.error(`${reader}: ${name}: ${why}`);
}

/** Reads until the time is up. @returns inputs that a reader did not keep to its contract with */
async function fuzz(name: string, now: string): Promise<number> {
  const reader = READERS[name];
  if (!reader) throw new Error(`There is no reader ${name}: ${Object.keys(READERS).join(', ')}.`);
  await speak('en');
  const seeds = [...reader.seeds(), ...corpusOf(name).map(({ bytes }) => bytes)];
  const dice = diceOf(Number(values.seed));
  const until = performance.now() + Number(values.minutes) * 60_000;
  const before = process.memoryUsage().rss;
  const faults = new Set<string>();
  let read = 0;
  for (; performance.now() < until; read += 1) {
    const seed = seeds[dice(seeds.length)] ?? new Uint8Array();
    const bytes = mutate(seed, seeds, dice);
    writeFileSync(now, bytes);
    const began = performance.now();
    const fault = await faultOf(reader, bytes);
    const [tookMs, grownMb] = [performance.now() - began, grown(read, before)];
    const why =
      fault ?? (tookMs > MOST_MS ? `took ${Math.round(tookMs)} ms` : grownMb > MOST_MB ? `took ${grownMb} MB` : null);
    if (why === null || faults.has(kindOf(why))) continue;
    faults.add(kindOf(why));
    keep(name, bytes, why);
  }
  console.log(`${name}: ${read} inputs, ${faults.size} faults, seed ${values.seed}`);
  return faults.size;
}

/** Megabytes above what it began with; 0 where nobody has looked. */
function grown(read: number, before: number): number {
  return read % LOOK_EVERY === 0 ? Math.round((process.memoryUsage().rss - before) / 2 ** 20) : 0;
}

/** The same fault is kept once: the place in the code, without numbers. */
function kindOf(why: string): string {
  return why.split('\n').slice(0, 2).join().replace(/\d+/g, '');
}

/** In a process of its own, since a reader may never come back or take all memory. @returns whether it kept to its contract */
function apart(name: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'inlay-fuzz-'));
  const now = join(folder, 'now');
  const args = ['--reader', name, '--minutes', values.minutes, '--seed', values.seed, '--now', now];
  const child = spawn(process.execPath, ['--import', 'tsx', import.meta.filename, ...args], { stdio: 'inherit' });
  return new Promise((resolve) => {
    let isStuck = false;
    const watch = setInterval(() => {
      if (!existsSync(now) || Date.now() - statSync(now).mtimeMs < 4 * MOST_MS) return;
      isStuck = true;
      child.kill('SIGKILL');
    }, 1_000);
    child.on('exit', (code) => {
      clearInterval(watch);
      if (isStuck || code === null || code > 1)
        if (existsSync(now)) keep(name, readFileSync(now), isStuck ? 'it did not come back' : 'the process ended');
      rmSync(folder, { recursive: true });
      resolve(code === 0);
    });
  });
}

if (values.now !== undefined && values.reader !== undefined)
  process.exit((await fuzz(values.reader, values.now)) === 0 ? 0 : 1);
const names = values.reader === undefined ? Object.keys(READERS) : [values.reader];
let isClean = true;
for (const name of names) isClean = (await apart(name)) && isClean;
process.exit(isClean ? 0 : 1);
