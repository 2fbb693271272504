/**
 * Stories that are not about the model are told with the small bundle in place of the shipped one, which takes many seconds to open
 * on a small machine.
 */
import { test as base, type BrowserContext } from '@playwright/test';
import { readSmoke } from './bundles';

const SHIPPED = '/models/inlay-ham10000/';

/** Answers for the shipped bundle with the small one. The context has to block service workers, which would ask past this. */
export async function shipSmallModel(context: BrowserContext): Promise<void> {
  const folder = await readSmoke();
  await context.route(`**${SHIPPED}**`, async (route) => {
    const bytes = folder.get(new URL(route.request().url()).pathname.slice(SHIPPED.length));
    await route.fulfill(bytes ? { body: Buffer.from(bytes) } : { status: 404 });
  });
}

/** A test of Playwright whose studio ships the small bundle. */
export const testOnSmallModel = base.extend({
  serviceWorkers: 'block',
  context: async ({ context }, use) => {
    await shipSmallModel(context);
    await use(context);
  },
});
