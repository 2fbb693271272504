/** A contact sheet of the skin that ships, each under its site, classes and tone, for `npm run skins:sheet`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import * as z from 'zod/mini';
import { sceneFactsSchema } from '../src/contracts/library';

const CELL_PX = 168;
const LINE_PX = 16;
const COLUMNS = 8;

const indexSchema = z.array(
  z.extend(sceneFactsSchema, { id: z.string(), file: z.string(), retired: z.optional(z.boolean()) }),
);

/** @param folder with index.json; skin of an earlier version is left out. @returns how many are shown */
export async function writeShippedSheet(folder: string, path: string): Promise<number> {
  const index = indexSchema.parse(JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')));
  const shown = index.filter(({ retired }) => !retired);
  const tiles: OverlayOptions[] = [];
  for (const [i, { id, file, site, classes, tone }] of shown.entries()) {
    const [left, top] = [(i % COLUMNS) * CELL_PX, Math.floor(i / COLUMNS) * (CELL_PX + 2 * LINE_PX)];
    const told = [classes?.join(' '), site, tone === undefined ? undefined : `tone ${tone}`].filter(Boolean).join(', ');
    tiles.push({ input: caption(id, CELL_PX - 2, LINE_PX, 11), left, top });
    tiles.push({ input: caption(told || 'nothing is told', CELL_PX - 2, LINE_PX, 11), left, top: top + LINE_PX });
    const picture = await sharp(join(folder, file))
      .resize(CELL_PX - 4, CELL_PX - 4)
      .png()
      .toBuffer();
    tiles.push({ input: picture, left, top: top + 2 * LINE_PX });
  }
  const height = Math.max(1, Math.ceil(shown.length / COLUMNS)) * (CELL_PX + 2 * LINE_PX);
  const canvas = { width: COLUMNS * CELL_PX, height, channels: 3, background: '#fff' } as const;
  await sharp({ create: canvas }).composite(tiles).png().toFile(path);
  return shown.length;
}

/** A line of text as a picture. */
export function caption(text: string, width: number, height: number, size: number): Buffer {
  const style = `font-family="sans-serif" font-size="${size}" fill="#113"`;
  const words = `<text x="2" y="${Math.round(0.8 * height)}" ${style}>${text}</text>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${words}</svg>`);
}
