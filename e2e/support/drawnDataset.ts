/** Data sets of drawn images: discs on skin, a folder a class. */
import { expect, type Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { goTo, handIn } from './studio';

/** Discs on skin, no two alike. @param counts images of each class */
export async function drawnDataset(folder: string, counts: Readonly<Record<string, number>>): Promise<void> {
  for (const [at, [code, each]] of Object.entries(counts).entries()) {
    await mkdir(join(folder, code), { recursive: true });
    for (let n = 0; n < each; n += 1) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="rgb(220,${150 + n},140)"/>
        <circle cx="${70 + n}" cy="60" r="${16 + 4 * at + (n % 5)}" fill="rgb(${90 + 30 * at},${50 + n},${40 + 2 * n})"/></svg>`;
      await writeFile(join(folder, code, `${code}${n}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    }
  }
}

/** Opens a folder as a data set and waits until all of it was scanned. */
export async function openFolder(page: Page, folder: string): Promise<void> {
  await goTo(page, 'Dataset');
  await handIn(page, 'Open folder', folder);
  await expect(page.getByRole('table', { name: 'Class counts' })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Thumbnails' })).toHaveCount(0);
}
