/** A browser whose whole process is killed, as by a power switch: what it had not handed to the system is gone. Linux only. */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { shipSmallModel } from '../../e2e/support/smallModel';
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.mjs';

export interface MortalBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** SIGKILL to the browser and all its processes; resolves once it is gone. */
  readonly kill: () => Promise<void>;
}

/** @param profile folder in which the browser keeps everything */
export async function openBrowser(profile: string, address: string): Promise<MortalBrowser> {
  const executablePath = chromiumPath();
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    args: CHROMIUM_ARGS,
    chromiumSandbox: false,
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
  });
  await shipSmallModel(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(address);
  return {
    context,
    page,
    kill: async () => {
      const gone = new Promise((resolve) => context.once('close', resolve));
      for (const pid of processesOf(profile)) process.kill(pid, 'SIGKILL');
      await gone;
    },
  };
}

/** The browser's first process comes first: the others have its folder in their arguments, too. */
function processesOf(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile);
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .sort((a, b) => a - b);
}
