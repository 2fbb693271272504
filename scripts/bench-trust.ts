/**
 * npm run bench:trust: what `verify` says of forged exports, each kind made from an honest one; and how long an honest export of many
 * samples takes to open, against an earlier commit in the same run. Writes docs/results/trust.md.
 *
 *   npm run bench:trust -- [--samples 400] [--before COMMIT]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { failureIn } from '../src/contracts/failure';
import type { Outcome } from '../src/contracts/failure';
import { unpackRuns } from '../src/core/mask/cocoRuns';
import { blobSource } from '../src/data/blockSource';
import { createOpenedExport } from '../src/data/openedExport';
import { verifyExport } from '../src/data/verifyExport';
import { speak } from '../src/messages';
import { messageOf } from '../src/messages/failures';
import { FORGERIES } from '../src/testing/forgeries';
import { fitHashes, forged, packed, unpacked } from '../src/testing/forgery';
import { honestExport } from '../src/testing/honestExport';
import { root } from './setup.mjs';
import { median } from './median';

const { values: options } = parseArgs({
  options: {
    samples: { type: 'string', default: '400' },
    before: { type: 'string' },
    out: { type: 'string', default: 'docs/results/trust.md' },
  },
});
const SAMPLES = Number(options.samples);
const SIDE = 256;
const RUNS = 5;

await speak('en');

/** The first thing that is said of a forgery, and how many. */
async function saidOf(zip: Blob, honest: Awaited<ReturnType<typeof honestExport>>): Promise<string> {
  try {
    const { damages, contradictions } = await verifyExport(blobSource(zip), {
      backgroundOf: (sha256) => Promise.resolve(sha256 === honest.backgroundSha256 ? honest.background : null),
    });
    const found = [...damages, ...contradictions].map(messageOf);
    const more = found.length > 1 ? ` And ${found.length - 1} more.` : '';
    return found[0] === undefined ? 'NOT FOUND' : `${found[0]}${more}`;
  } catch (error) {
    return messageOf(failureIn(error));
  }
}

const inCell = (text: string): string => text.replace(/[|<>`*_[\]]/g, '\\$&').replace(/SYN\\_\w+/g, 'SYN');

async function forgeryRows(): Promise<string[]> {
  const honest = await honestExport();
  const rows: string[] = [];
  for (const forgery of FORGERIES) {
    const said = await saidOf(await forged(honest.zip, forgery), honest);
    console.log(`${forgery.name}: ${said}`);
    rows.push(`| ${forgery.name} | ${inCell(said)} |`);
  }
  return rows;
}

type Open = (file: File) => Promise<unknown>;

/** Opens as the studio of an earlier commit did. Its sources lie in the checkout for so long, where they find their packages. */
async function openBefore(commit: string, folder: string): Promise<Open> {
  mkdirSync(folder);
  const sources = execFileSync('git', ['archive', commit, 'src', 'tsconfig.base.json'], {
    cwd: root,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: sources });
  const module = (await import(pathToFileURL(join(folder, 'src/data/openedExport.ts')).href)) as {
    createOpenedExport: () => { open: (file: File, onFile: () => void) => Promise<Outcome<{ fault: unknown }>> };
  };
  const opener = module.createOpenedExport();
  return async (file) => {
    const opened = await opener.open(file, () => undefined);
    if (!opened.ok || opened.value.fault !== null) throw new Error(JSON.stringify(opened));
  };
}

async function openNow(file: File): Promise<void> {
  const opened = await createOpenedExport().open(file, () => undefined);
  const against = opened.ok ? opened.value.report.contradictions : opened.failure;
  if (!Array.isArray(against) || against.length > 0) throw new Error(JSON.stringify(against).slice(0, 2000));
}

/** Of the processor: on a busy machine the clock measures the others. */
async function millisecondsOf(open: Open, file: File): Promise<number> {
  const started = process.cpuUsage();
  await open(file);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** As format 1 has it: every annotation a crowd, its runs as numbers. It is compared line by line, so the rest stays as it is written. */
function asFirstCoco(file: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder()
    .decode(file)
    .replaceAll('"iscrowd":0', '"iscrowd":1')
    .replaceAll(
      /"counts":("(?:[^"\\]|\\.)*")/g,
      (_, packed: string) => `"counts":${JSON.stringify(unpackRuns(JSON.parse(packed) as string))}`,
    );
  return new TextEncoder().encode(text);
}

/** Of the format that both can read. */
async function openingLines(commit: string): Promise<string[]> {
  const folder = join(root, '.before-trust');
  try {
    const before = await openBefore(commit, folder);
    const { zip } = await honestExport(SAMPLES, SIDE);
    const files = await unpacked(zip);
    files.delete('tagmanifest-sha256.txt');
    const info = new TextDecoder().decode(files.get('bag-info.txt'));
    files.set('bag-info.txt', new TextEncoder().encode(info.replace('Export-Format: 2', 'Export-Format: 1')));
    files.set('data/coco.json', asFirstCoco(files.get('data/coco.json')));
    fitHashes(files);
    const file = new File([await packed(files)], 'set.zip');
    const [then, now]: [number[], number[]] = [[], []];
    for (let run = 0; run <= RUNS; run += 1) {
      const pair = [await millisecondsOf(before, file), await millisecondsOf(openNow, file)] as const;
      if (run === 0) continue; // both have been read and compiled by then
      then.push(pair[0]);
      now.push(pair[1]);
      console.log(pair);
    }
    const ratio = median(now) / median(then);
    const hash = execFileSync('git', ['rev-parse', '--short', commit], { cwd: root, encoding: 'utf8' }).trim();
    return [
      `Opening an honest export of ${SAMPLES.toLocaleString('en')} samples of ${SIDE} x ${SIDE} pixels, over the time that commit ${hash} takes, which compared less: ${ratio.toFixed(2)} (bar 1; processor time, medians of ${RUNS}, in turn, in one process).`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows = await forgeryRows();
const opening = options.before === undefined ? [] : ['', '## Opening', '', ...(await openingLines(options.before))];
const missed = rows.filter((row) => row.includes('NOT FOUND')).length;
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.versions.node}.`;
writeFileSync(
  join(root, options.out),
  [
    '# Forged exports',
    '',
    '`npm run bench:trust` makes an honest export, forges it in each of these ways, and makes every hash fit that can be made to. The',
    'table has the first thing that `verify` says. [The format](../formats/export.md) tells what it proves and what it cannot.',
    '',
    `${rows.length - missed} of ${rows.length} kinds are found.`,
    '',
    '| forgery | what `verify` says |',
    '|---|---|',
    ...rows,
    ...opening,
    '',
    machine,
    '',
  ].join('\n'),
);
console.log(`Written to ${options.out}.`);
