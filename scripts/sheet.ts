/**
 * npm run sheet: a contact sheet of the shipped model. A row a class, a column a seed; skin and mask are those of the column,
 * alike for every class, so only the class differs between rows. Writes docs/results/contact-sheet.jpg.
 *
 *   npm run sheet -- [--public DIR] [--columns 8] [--steps N] [--guidance W] [--out FILE]
 */
import { chromium } from '@playwright/test';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { InlayError } from '../src/contracts/failure';
import { openDevice } from '../cli/device';
import { BUNDLE_PATHS, maskModelSchema } from '../src/contracts/bundle';
import { classLabel, ISIC_CODES } from '../src/contracts/classes';
import type { Mask, RgbaImage } from '../src/contracts/image';
import { samplerOf } from '../src/core/plan/sampler';
import { sampleOutline } from '../src/core/mask/outline';
import { decodePng } from '../src/core/provenance/pngPixels';
import { readBundleFolder, readBytes } from './bundleFolder';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.mjs';

const { values: options } = parseArgs({
  options: {
    public: { type: 'string', default: 'public' },
    columns: { type: 'string', default: '8' },
    steps: { type: 'string' },
    guidance: { type: 'string' },
    out: { type: 'string', default: 'docs/results/contact-sheet.jpg' },
  },
});
const columns = Number(options.columns);
const FEATHER_PX = 6;
const CELL_PX = 148;

const folder = join(options.public, 'models/inlay-ham10000');
const { manifest, manifestSha256, files } = await readBundleFolder(folder);
const outlines = maskModelSchema.parse(JSON.parse(new TextDecoder().decode(files[BUNDLE_PATHS.masks])));
interface Skin {
  readonly file: string;
  readonly retired?: true;
}
const index = JSON.parse(await readFile(join(options.public, 'skin/index.json'), 'utf8')) as Skin[];
const skins = index.filter(({ retired }) => !retired);

interface Column {
  readonly background: RgbaImage;
  readonly mask: Mask;
  readonly seed: number;
}
const scenes: Column[] = [];
for (let i = 0; i < columns; i += 1) {
  const skin = skins[Math.floor((i * skins.length) / columns)];
  if (!skin) throw new Error('There is no skin.');
  const background = decodePng(await readBytes(join(options.public, 'skin', skin.file)));
  scenes.push({ background, mask: sampleOutline(outlines, background.width, background.height, 100 + i), seed: 1 + i });
}

const { engine } = await openDevice({ manifest, manifestSha256, files });

// As plans take it, unless steps or guidance are asked for.
const sampler = samplerOf(manifest, {
  sampler: options.steps === undefined && options.guidance === undefined ? 'fast' : 'full',
  steps: Number(options.steps ?? manifest.defaults.steps),
  guidance: Number(options.guidance ?? manifest.defaults.guidance),
  featherPx: FEATHER_PX,
});
const rows: string[] = [];
for (const code of ISIC_CODES) {
  const cells: string[] = [];
  let credible = 0;
  for (const { background, mask, seed } of scenes) {
    const made = await engine.generate(
      { jobId: 'sheet', class: code, seed, sampler, background, mask },
      () => undefined,
    );
    if (!made.ok) throw InlayError.of(made.failure);
    const { verdict, png } = made.value;
    if (verdict.outcome === 'credible') credible += 1;
    const data = Buffer.from(png).toString('base64');
    cells.push(`<td class="${verdict.outcome}"><img src="data:image/png;base64,${data}"></td>`);
  }
  console.log(`${code}: ${credible} of ${columns} credible`);
  const head = `<b>${code}</b>${classLabel(code).replace(code, '')}<small>${credible} of ${columns} credible</small>`;
  rows.push(`<tr><th scope="row">${head}</th>${cells.join('')}</tr>`);
}

const facts = `${manifest.id} ${manifest.version}, ${sampler.steps} steps, guidance ${sampler.guidance}. A column shares skin, mask and seed. An open circle marks a sample that the gates doubt.`;
const html = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 20px; font: 13px/1.35 system-ui, sans-serif; background: #fff; color: #1b1b1b; display: inline-block }
  table { border-spacing: 4px } th { text-align: left; font-weight: 400; width: 128px; padding-right: 10px }
  th b { display: block; font-size: 15px } small { display: block; color: #565656 }
  img { display: block; width: ${CELL_PX}px; height: ${CELL_PX}px; object-fit: cover } td { padding: 0; position: relative }
  td.doubtful::after { content: ''; position: absolute; right: 5px; top: 5px; width: 8px; height: 8px; border: 2px solid #fff; border-radius: 50%; box-shadow: 0 0 2px #0008 }
  p { margin: 8px 4px 0; color: #565656 }
</style><body><table>${rows.join('')}</table><p>${facts}</p>`;
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: CHROMIUM_ARGS,
  chromiumSandbox: false,
});
const page = await browser.newPage({ viewport: { width: 1480, height: 1000 } });
await page.setContent(html);
await mkdir(dirname(options.out), { recursive: true });
await page.locator('body').screenshot({ path: options.out, type: 'jpeg', quality: 92 });
await browser.close();
console.log(`Written to ${options.out}.`);
