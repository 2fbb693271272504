/** npm run bench:dataset: opening data sets in the studio, against sharp making the same thumbnails on the same cores. */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { findLesion } from '../src/core/mask/findLesion';
import { DATA } from './dataFolder';
import { isicTree } from './dataset/tree';
import { runStudio, type StudioRun } from './dataset/studioRun';
import { ensureBuild } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: DATA },
    tree: { type: 'string', default: join(tmpdir(), 'inlay-isic-tree') },
    out: { type: 'string', default: 'docs/results/dataset.md' },
  },
});
/** As `src/data/dataset/imageScanner.ts` makes them. */
const THUMBNAIL = { px: 160, quality: 80 };
/** Ways for sharp to use the cores; the fastest counts. */
const AT_ONCE = [2, 4];
/** Enough of a data set to know sharp's pace. */
const SHARP_IMAGES = 3_000;

const ham = resolve(options.data, 'ham10000');
if (!existsSync(ham)) {
  console.log(`${ham} is missing: nothing is measured. See docs/results/dataset.md for what was.`);
  process.exit(0);
}
ensureBuild();
const tree = await isicTree(options.tree, resolve(options.data, 'isic2019'), join(ham, 'images'));
const sets = [
  { name: 'HAM10000, 200 x 150 px', folder: ham, images: join(ham, 'images') },
  { name: 'ISIC 2019, 1024 x 768 px', folder: tree, images: join(tree, 'ISIC_2019_Training_Input') },
];

/** Images a second of sharp: read, made small, written as JPEG. */
async function sharpRate(folder: string): Promise<number> {
  const names = (await readdir(folder)).slice(0, SHARP_IMAGES);
  const rates: number[] = [];
  for (const atOnce of AT_ONCE) {
    let next = 0;
    const start = performance.now();
    const work = async (): Promise<void> => {
      for (let name = names[next++]; name !== undefined; name = names[next++])
        await sharp(await readFile(join(folder, name)))
          .resize(THUMBNAIL.px, THUMBNAIL.px, { fit: 'inside' })
          .jpeg({ quality: THUMBNAIL.quality })
          .toBuffer();
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    rates.push((1000 * names.length) / (performance.now() - start));
  }
  return Math.max(...rates);
}

/** Images that are taken for it: one in so many, from this one on. The rule's constants were chosen on others. */
const OUTLINE_EVERY = 25;
const OUTLINE_FIRST = 10;

/** Overlap (intersection over union) of outlines that are looked for with those that dermatologists drew, ascending. */
async function outlineOverlaps(): Promise<number[]> {
  const names = (await readdir(join(ham, 'images'))).filter((_, i) => i % OUTLINE_EVERY === OUTLINE_FIRST);
  const overlaps = await Promise.all(
    names.map(async (name) => {
      const { data, info } = await sharp(join(ham, 'images', name))
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const drawn = await sharp(join(ham, 'masks', name.replace('.jpg', '_segmentation.png')))
        .extractChannel(0)
        .raw()
        .toBuffer();
      const found = findLesion({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) });
      const both = drawn.reduce((sum, value, i) => sum + (value > 127 && found?.data[i] === 1 ? 1 : 0), 0);
      const either = drawn.reduce((sum, value, i) => sum + (value > 127 || found?.data[i] === 1 ? 1 : 0), 0);
      return both / either;
    }),
  );
  return overlaps.sort((a, b) => a - b);
}

interface Row {
  readonly name: string;
  readonly images: number;
  readonly sharp: number;
  readonly studio: StudioRun;
}

const rows: Row[] = [];
for (const { name, folder, images } of sets) {
  const count = (await readdir(images)).length;
  const before = await sharpRate(images);
  const studio = await runStudio(folder);
  const rate = (before + (await sharpRate(images))) / 2;
  rows.push({ name, images: count, sharp: rate, studio });
  console.log(name, { sharp: rate, ...studio });
}

const overlaps = await outlineOverlaps();
const overlapAt = (share: number): string => (overlaps[Math.floor(share * overlaps.length)] ?? NaN).toFixed(2);
const ratio = ({ images, sharp: rate, studio }: Row): number => images / studio.scanSeconds / rate;
const line = (title: string, cell: (row: Row) => string): string => `| ${[title, ...rows.map(cell)].join(' | ')} |`;
const text = [
  '# Opening a data set',
  '',
  'Written by `npm run bench:dataset`; do not edit. A folder is dropped on the built studio in a real browser: it is listed, its tables',
  'are read, and every image is scanned (hash, skin tone, thumbnail of 160 px), while the page shows what is there. sharp makes the same',
  `thumbnails in the same run, before and after, with ${AT_ONCE.join(' and ')} images at once; its faster way counts. ISIC 2019 stands for a generated tree: its own`,
  'tables, and a file of 1024 x 768 pixels for each of its 25,331 rows.',
  '',
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Chromium ${rows[0]?.studio.browser ?? ''}, Node ${process.version}, sharp ${sharp.versions.sharp}.`,
  '',
  `| | ${rows.map(({ name }) => name).join(' | ')} |`,
  `|---|${rows.map(() => '---|').join('')}`,
  line('images', ({ images }) => images.toLocaleString('en')),
  line('images scanned a second, over sharp (bar 0.7)', (row) => ratio(row).toFixed(2)),
  line('from the drop to the table of classes, over the whole', ({ studio }) =>
    (studio.openSeconds / (studio.openSeconds + studio.scanSeconds)).toFixed(2),
  ),
  line('from a reload to the table of classes, in seconds', ({ studio }) => studio.restoreSeconds.toFixed(1)),
  line('longest task of the page, in ms (bar 100)', ({ studio }) => studio.longestTaskMs.toFixed(0)),
  line('largest JavaScript heap, page and worker, in MB (bar 400)', ({ studio }) => studio.heapMb.toFixed(0)),
  line('frames while scrolling: median, 95th percentile, longest, in ms', ({ studio: { frames } }) =>
    [frames.medianMs, frames.p95Ms, frames.worstMs].map((ms) => ms.toFixed(0)).join(', '),
  ),
  '',
  'The browser draws in software here: on a machine with a GPU frames cost less.',
  '',
  'What is made of a data set, plans and their queue, is measured in [queue.md](queue.md).',
  '',
  '## Outlines that nobody has drawn',
  '',
  `Where a data set has no masks, the lesion is looked for by one rule for all classes (\`core/mask/findLesion\`). Its overlap with the`,
  `masks of HAM10000 (intersection over union) on ${overlaps.length} images: lower decile ${overlapAt(0.1)}, lower quartile ${overlapAt(0.25)}, median ${overlapAt(0.5)}, upper quartile ${overlapAt(0.75)}.`,
  '',
].join('\n');
await writeFile(options.out, text);
console.log(text);
