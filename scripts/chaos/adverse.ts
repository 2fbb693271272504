/** The device turns against the studio while it works: the storage shrinks, the clock goes back. */
import type { Page } from '@playwright/test';
import { entriesOf } from '../../e2e/support/stored';
import { exportZip, goTo } from '../../e2e/support/studio';
import { decisionSchema } from '../../src/contracts/sample';
import { QUEUE } from './runs';
import { openStudioBrowser, started } from './studioBrowser';

export interface Adverse {
  /** Pieces of work that the page showed. */
  readonly shown: number;
  /** Of them, gone afterwards. */
  readonly lost: number;
  readonly said: string;
}

const MADE = 3;
/** Of what is used: less than that is left. */
const SHRUNK_TO = 1.02;

/** The room for the studio shrinks while a queue runs, and grows again. @param profile an empty folder in which the browser keeps everything */
export async function shrinkQuota(profile: string, address: string): Promise<Adverse & { readonly wentOn: boolean }> {
  const { page, close } = await openStudioBrowser(profile);
  await started(page, address);
  await QUEUE.prepare?.(page);
  const samples = (): Promise<number> => QUEUE.kept(page);
  await waitFor(page, async () => (await samples()) >= MADE);
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(address);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.ceil(usage * SHRUNK_TO) });
  const queue = page.getByRole('region', { name: 'In the queue' });
  const resume = queue.getByRole('button', { name: 'Resume' });
  await resume.waitFor({ timeout: 120_000 });
  const shown = Number((await queue.locator('strong').first().innerText()).replaceAll(/\D/g, ''));
  const said = (await queue.getByRole('alert').allInnerTexts()).join(' ');
  const kept = await samples();
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await resume.click();
  await waitFor(page, async () => (await samples()) > kept);
  await close();
  return { shown, lost: Math.max(0, shown - kept), said, wentOn: true };
}

/** Samples are accepted after the clock was set back by a year, and exported. @returns `said`: what the check of the export found */
export async function setClockBack(profile: string, address: string): Promise<Adverse> {
  const first = await openStudioBrowser(profile);
  await started(first.page, address);
  await QUEUE.prepare?.(first.page);
  await waitFor(first.page, async () => (await QUEUE.kept(first.page)) >= MADE);
  await first.page.getByRole('region', { name: 'In the queue' }).getByRole('button', { name: 'Pause' }).click();
  await first.close();
  const { page, close } = await openStudioBrowser(profile);
  const now = new Date();
  await page.clock.setSystemTime(new Date(now.getTime() - YEAR_MS));
  await started(page, address);
  await goTo(page, 'Review');
  await page.getByRole('gridcell').first().waitFor();
  const shown = await page.getByRole('gridcell').count();
  await page.keyboard.press('Control+a');
  await page.getByRole('status').getByRole('button', { name: 'Accept', exact: true }).click();
  await waitFor(page, async () => (await entriesOf(page, 'decision:')).length >= shown);
  await exportZip(page);
  const said = (await page.getByRole('main').getByRole('listitem').allInnerTexts()).join(' ');
  const kept = (await entriesOf(page, 'decision:')).filter(
    ([, value]) => decisionSchema.safeParse(value).success,
  ).length;
  await close();
  return { shown, lost: Math.max(0, shown - kept), said };
}

const YEAR_MS = 365 * 24 * 3600 * 1000;

async function waitFor(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await page.waitForTimeout(100);
}
