/**
 * npm run bench:export: thousands of samples in the built studio in a real browser. They are reviewed (frame times), then exported: time
 * against `zip -0` on the same files, memory, and whether two exports are the same. Writes docs/results/export.md.
 *
 *   npm run bench:export -- [--samples 10000] [--part review|export]
 */
import { chromium, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.mjs';
import { runReview } from './export/reviewRun';
import { entriesOf, PROJECT } from '../e2e/support/stored';
import { fillWithSamples } from './export/manySamples';
import type { Frames } from './frames';
import { watchHeap } from './heap';
import { EXPORT_HEAD, writeSection } from './sections';
import { ensureBuild, root } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000' },
    part: { type: 'string' },
    out: { type: 'string', default: 'docs/results/export.md' },
  },
});
const SAMPLES = Number(options.samples);
const WAIT_MS = 30 * 60_000;

interface Exported {
  readonly writingMs: number;
  readonly checkingMs: number;
  /** Of the process of the page and its workers, above what it was before. */
  readonly extraMb: number;
  readonly bytes: number;
  readonly sha256: string;
}

ensureBuild();
const server = await preview({ root, logLevel: 'warn', preview: { port: 0, strictPort: false } });
const address = server.resolvedUrls?.local[0] ?? '';
const executablePath = chromiumPath();
const scratch = await mkdtemp(join(tmpdir(), 'inlay-bench-'));
// A profile on the disk: without one a browser keeps files in memory.
const context = await chromium.launchPersistentContext(join(scratch, 'profile'), {
  ...(executablePath ? { executablePath } : {}),
  args: CHROMIUM_ARGS,
  chromiumSandbox: false,
  viewport: { width: 1440, height: 900 },
});
const version = execFileSync(executablePath ?? chromium.executablePath(), ['--version'], { encoding: 'utf8' }).trim();

const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, ${version}.`;
const write = (title: string, lines: readonly string[]): Promise<void> =>
  writeSection(options.out, EXPORT_HEAD, title, [...lines, '', machine]);

async function ready(page: Page): Promise<void> {
  await page
    .getByRole('contentinfo')
    .getByText(/Ready on WASM/)
    .waitFor();
}

/** Memory that a process holds, in MB: of the machine's, not of the heap alone. */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

/** The process in which a page and its workers run: the one that works hardest while the page is busy. */
async function processOf(page: Page): Promise<number> {
  const spent = (): Map<number, number> =>
    new Map(
      readdirSync('/proc').flatMap((pid): [number, number][] => {
        try {
          if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
          const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
          return [[Number(pid), Number(fields[11]) + Number(fields[12])]]; // user and system time
        } catch {
          return []; // it has ended
        }
      }),
    );
  const before = spent();
  await page.evaluate(() => {
    const until = performance.now() + 500;
    while (performance.now() < until);
  });
  const after = [...spent()].map(([pid, time]) => [pid, time - (before.get(pid) ?? 0)] as const);
  return after.sort(([, x], [, y]) => y - x)[0]?.[0] ?? 0;
}

async function exportOnce(page: Page, path: string): Promise<Exported> {
  const pid = await processOf(page);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const before = residentMb(pid);
  let most = before;
  const watching = setInterval(() => (most = Math.max(most, residentMb(pid))), 50);
  const started = performance.now();
  await page.getByRole('button', { name: 'Export zip' }).click();
  const refused = page.getByRole('alert').first();
  await page
    .getByText(/^Reading it back/)
    .or(refused)
    .first()
    .waitFor({ timeout: WAIT_MS });
  if (await refused.isVisible()) throw new Error((await refused.innerText()).replaceAll('\n', ' '));
  const written = performance.now();
  const link = page.getByRole('link', { name: /^Save .*\.zip$/ });
  await link.waitFor({ timeout: WAIT_MS });
  const checked = performance.now();
  clearInterval(watching);
  const downloading = page.waitForEvent('download', { timeout: WAIT_MS });
  await link.click();
  await (await downloading).saveAs(path);
  const zip = await readFile(path);
  return {
    writingMs: written - started,
    checkingMs: checked - written,
    extraMb: most - before,
    bytes: zip.byteLength,
    sha256: createHash('sha256').update(zip).digest('hex'),
  };
}

/** Heap and buffers that page and worker need while they export and check, in MB above what they needed before. */
async function liveMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const watch = watchHeap(session, ['.worker'], true);
  await page.waitForTimeout(3_000);
  const before = watch.largestMb();
  await page.getByRole('button', { name: 'Export zip' }).click();
  await page.getByRole('link', { name: /^Save .*\.zip$/ }).waitFor({ timeout: WAIT_MS });
  return (await watch.stop()) - before;
}

/** The least that an export can take: each sample's image is read once from its segment, eight at a time, and nothing is done with it. */
async function readingMs(page: Page): Promise<number> {
  const places = (await entriesOf(page, 'sample:')).map(
    ([, kept]) =>
      (kept as { readonly image: { readonly segment: string; readonly offset: number; readonly length: number } })
        .image,
  );
  return page.evaluate(
    async ([path, pieces]) => {
      let folder = await navigator.storage.getDirectory();
      for (const part of path.split('/')) folder = await folder.getDirectoryHandle(part);
      const files = new Map<string, File>();
      for (const { segment } of pieces)
        if (!files.has(segment)) files.set(segment, await (await folder.getFileHandle(segment)).getFile());
      const started = performance.now();
      await Promise.all(
        Array.from({ length: 8 }, async (_, from) => {
          for (let i = from; i < pieces.length; i += 8) {
            const piece = pieces[i];
            if (piece)
              await files
                .get(piece.segment)
                ?.slice(piece.offset, piece.offset + piece.length)
                .arrayBuffer();
          }
        }),
      );
      return performance.now() - started;
    },
    [`projects/${PROJECT}/samples`, places] as const,
  );
}

/** `zip -0` and `unzip -t` on the same files, the disk's cache warm. */
async function zipMs(path: string): Promise<{ readonly zip: number; readonly test: number }> {
  const folder = join(scratch, 'files');
  await mkdir(folder);
  execFileSync('unzip', ['-q', path, '-d', folder]);
  const timed = (program: string, args: string[]): number => {
    const started = performance.now();
    execFileSync(program, args, { cwd: folder });
    return performance.now() - started;
  };
  timed('zip', ['-0', '-q', '-r', '../first.zip', '.']);
  return { zip: timed('zip', ['-0', '-q', '-r', '../again.zip', '.']), test: timed('unzip', ['-tq', '../again.zip']) };
}

try {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(`${address}?ep=wasm#/export`);
  await ready(page);
  await fillWithSamples(page, SAMPLES, 1);
  await page.reload();
  await ready(page);
  if (options.part !== 'export') await measureReview(page);
  if (options.part !== 'review') await measureExport(page);
} finally {
  await context.close();
  await server.close();
  await rm(scratch, { recursive: true });
}
console.log(`Written to ${options.out}.`);

async function measureReview(page: Page): Promise<void> {
  const reviewed = await runReview(page);
  console.log(reviewed);
  const words = ({ medianMs, p95Ms, worstMs }: Frames): string =>
    [medianMs, p95Ms, worstMs].map((ms) => ms.toFixed(0)).join(', ');
  await write('Review', [
    `${SAMPLES.toLocaleString('en')} samples on the wall. Frames are median, 95th percentile, longest, in ms; drawn in software, without a GPU.`,
    '',
    '| | |',
    '|---|---|',
    `| frames while the wall is scrolled | ${words(reviewed.scrolling)} |`,
    `| frames while 200 decisions are made by key, as fast as they are pressed | ${words(reviewed.deciding)} |`,
    `| that many decisions an hour the keys would take (bar 1,200) | ${Math.round(reviewed.decisionsAnHour).toLocaleString('en')} |`,
    `| another order, up to its first frame | ${reviewed.sortMs.toFixed(0)} ms |`,
    `| look-alikes, every sample read and compared once | ${reviewed.alikeSeconds.toFixed(0)} s |`,
    `| frames meanwhile | ${words(reviewed.alikeFrames)} |`,
  ]);
}

async function measureExport(page: Page): Promise<void> {
  await page.goto(`${address}?ep=wasm#/export`);
  await page.reload();
  await ready(page);
  await page.getByLabel('Images in the set').selectOption('all');
  const first = await exportOnce(page, join(scratch, 'set.zip'));
  console.log(first);
  await page.reload();
  await ready(page);
  await page.getByLabel('Images in the set').selectOption('all');
  const second = await exportOnce(page, join(scratch, 'set2.zip'));
  console.log(second);
  await page.reload();
  await ready(page);
  const reading = await readingMs(page);
  await page.getByLabel('Images in the set').selectOption('all');
  const live = await liveMb(page);
  console.log({ reading, live });
  const plain = await zipMs(join(scratch, 'set.zip'));
  console.log(plain);
  const both = (read: (exported: Exported) => number): string =>
    `${read(first).toFixed(2)}, ${read(second).toFixed(2)}`;
  await write('An export', [
    `${SAMPLES.toLocaleString('en')} samples of 256 x 256 pixels with all their verdicts, ${(first.bytes / 1e6).toFixed(0)} MB, twice, the page loaded again in between. Memory is the most while it exports and checks, above what it was before; heap and buffers in a third export, the least of five readings in a row, for a busy worker makes garbage between collection and reading.`,
    '',
    '| | |',
    '|---|---|',
    `| writing, over \`zip -0\` on the same files (bar 3) | ${both(({ writingMs }) => writingMs / plain.zip)} |`,
    `| of it, to open and read each image in the browser's storage and do nothing else | ${(reading / plain.zip).toFixed(2)} |`,
    `| reading back: hashes, pixels, records, masks, rows; over \`unzip -t\` | ${both(({ checkingMs }) => checkingMs / plain.test)} |`,
    `| extra memory, heap and buffers of page and workers, after collection (bar 64 MB) | ${live.toFixed(0)} MB |`,
    `| extra memory, whole process, garbage included | ${[first, second].map(({ extraMb }) => extraMb.toFixed(0)).join(', ')} MB |`,
    `| both exports are the same, byte for byte | ${first.sha256 === second.sha256 ? 'yes' : 'NO'} |`,
  ]);
}
