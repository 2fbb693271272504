/** A browser that can be killed, for a studio that ships the small model. */
import type { Page } from '@playwright/test';
import { shipSmallModel } from '../../e2e/support/smallModel';
import { openBrowser, type ProfileBrowser } from '../profileBrowser';

/** @param profile folder in which the browser keeps everything */
export async function openStudioBrowser(profile: string): Promise<ProfileBrowser> {
  const opened = await openBrowser(profile);
  try {
    await opened.context.addInitScript(blockServiceWorkers);
    await shipSmallModel(opened.context);
    return opened;
  } catch (error) {
    await opened.kill();
    throw error;
  }
}

/** As Playwright blocks them: they would ask past the small model. */
function blockServiceWorkers(): void {
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  if (serviceWorker) serviceWorker.register = () => new Promise(() => undefined);
}

export async function started(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}
