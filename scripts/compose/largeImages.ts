/** What is done to a mask on a large image, and how long it holds the page. */
import type { Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** Points of a stroke. */
export const POINTS = 20;
/** As a mouse of 125 Hz. */
export const BETWEEN_MS = 8;

/** Noise as bright as skin, so that it is no smaller as a file than a photograph. */
export async function openImage(page: Page, name: string, width: number, height: number): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 170, sigma: 12 };
  const image = sharp({ create: { width, height, channels: 3, background: '#c8a090', noise } });
  const folder = await mkdtemp(join(tmpdir(), 'inlay-large-'));
  try {
    const file = join(folder, `${name}.jpg`); // bytes would be decoded by the page itself
    await image.jpeg({ quality: 95 }).toFile(file);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open image' }).click();
    await (await chooser).setFiles(file);
    await page.getByRole('button', { name: new RegExp(`^${name}`), pressed: true }).waitFor();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What holds the page on a very large image: the longest time between two of its heartbeats while a key or a click does its work. */
export async function longestHold(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    let last = performance.now();
    const state = { longest: 0 };
    const timer = setInterval(() => {
      state.longest = Math.max(state.longest, performance.now() - last);
      last = performance.now();
    }, 2);
    Object.assign(window, { heartbeat: state, heartbeatTimer: timer });
  });
  await act();
  await page.waitForTimeout(1500);
  return page.evaluate(() => {
    const { heartbeat, heartbeatTimer } = window as unknown as {
      heartbeat: { longest: number };
      heartbeatTimer: number;
    };
    clearInterval(heartbeatTimer);
    return heartbeat.longest;
  });
}

/** The longest hold of each thing that is done to the mask, in ms. */
export async function holds(page: Page): Promise<[string, number][]> {
  const canvas = page.getByLabel('Mask canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const press = (key: string) => () => canvas.press(key);
  await canvas.press('b');
  await page.getByRole('spinbutton', { name: 'Brush size' }).fill('400');
  const found: [string, number][] = [];
  const measure = async (name: string, act: () => Promise<void>): Promise<void> => {
    found.push([name, await longestHold(page, act)]);
  };
  await measure('a stroke with a brush of 400', () => paint(page, 1));
  await measure('an ellipse over a ninth of the image', async () => {
    await canvas.press('o');
    await page.mouse.move(x - box.width / 7, y - box.height / 9);
    await page.mouse.down();
    await page.mouse.move(x + box.width / 7, y + box.height / 9, { steps: 4 });
    await page.mouse.up();
  });
  await measure('grow', press('+'));
  await measure('shrink', press('-'));
  await measure('smooth', press('s'));
  await measure('fill holes', press('f'));
  await measure('flip', press('h'));
  await measure('undo', press('Control+z'));
  await measure('a mask that is sampled', press('m'));
  await measure('moving the mask', () => drag(page));
  await measure('magic wand over the whole image', async () => {
    await canvas.press('w');
    await page.getByRole('spinbutton', { name: 'Tolerance' }).fill('30');
    await page.mouse.click(x, y);
  });
  return found;
}

/** Strokes about the middle of the canvas. */
export async function paint(page: Page, count: number): Promise<void> {
  const box = await page.getByLabel('Mask canvas').boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const reach = Math.min(box.width, box.height) / 2 - 40;
  const at = (share: number, turn: number): [number, number] => [
    box.x + box.width / 2 + reach * share * Math.cos(turn),
    box.y + box.height / 2 + reach * share * Math.sin(turn),
  ];
  for (let stroke = 0; stroke < count; stroke += 1) {
    const from = 2.4 * stroke;
    await page.mouse.move(...at(0.2 + 0.8 * ((stroke * 0.37) % 1), from));
    await page.mouse.down();
    for (let i = 1; i <= POINTS; i += 1) {
      await page.mouse.move(...at(0.2 + 0.8 * ((stroke * 0.37) % 1), from + 0.05 * i));
      await page.waitForTimeout(BETWEEN_MS);
    }
    await page.mouse.up();
  }
}

/** Drags the mask to and fro with the tool that moves it. */
async function drag(page: Page): Promise<void> {
  const canvas = page.getByLabel('Mask canvas');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The canvas has no box.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await canvas.press('v');
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0; i < DRAG_MOVES; i += 1) {
    await page.mouse.move(x + 80 * Math.sin(i / 10), y + 60 * Math.cos(i / 13));
    await page.waitForTimeout(BETWEEN_MS);
  }
  await page.mouse.up();
}

/** Moves of a mask that is dragged. */
const DRAG_MOVES = 150;

/** Frames a second while the mask is dragged. */
export async function dragFrames(page: Page): Promise<number> {
  await page.evaluate(() => {
    const state = {
      ...{ frames: 0, began: performance.now(), isOn: true },
      count(): void {
        state.frames += 1;
        if (state.isOn) requestAnimationFrame(() => state.count());
      },
    };
    requestAnimationFrame(() => state.count());
    Object.assign(window, { dragState: state });
  });
  await drag(page);
  return page.evaluate(() => {
    const { dragState: state } = window as unknown as {
      dragState: { frames: number; began: number; isOn: boolean };
    };
    state.isOn = false;
    return (1000 * state.frames) / (performance.now() - state.began);
  });
}
