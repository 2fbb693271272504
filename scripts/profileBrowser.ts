/**
 * A browser with a profile on the disk, in processes of its own: it can be killed as by a power switch, and what it had not handed to the system
 * is gone. Linux only.
 */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.mjs';

export interface ProfileBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** SIGKILL to the browser and all its processes; resolves once they are gone. */
  readonly kill: () => Promise<void>;
  /** Ends it as a person does. */
  readonly close: () => Promise<void>;
}

const START_MS = 60_000;
const POLL_MS = 20;
/** Where the browser says at which port it listens. */
const PORT_FILE = 'DevToolsActivePort';

/** @param profile folder in which the browser keeps everything */
export async function openBrowser(profile: string): Promise<ProfileBrowser> {
  rmSync(join(profile, PORT_FILE), { force: true }); // of the one that was killed
  const child = spawn(
    chromiumPath() ?? chromium.executablePath(),
    [
      ...CHROMIUM_ARGS,
      ...['--headless=new', '--no-sandbox', '--disable-breakpad', '--no-default-browser-check'],
      ...['--hide-crash-restore-bubble', '--password-store=basic', '--remote-debugging-port=0'],
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { detached: true, stdio: 'ignore' }, // a group of its own
  );
  const group = child.pid;
  if (group === undefined) throw new Error('The browser did not start.');
  const killGroup = (): void => end(-group);
  process.once('exit', killGroup); // whatever ends this program
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      process.off('exit', killGroup);
      resolve();
    }),
  );
  const kill = async (): Promise<void> => {
    for (let left = processesOf(profile); left.length > 0; left = processesOf(profile)) {
      for (const pid of [-group, ...left]) end(pid);
      await pause(POLL_MS);
    }
    await ended;
  };
  try {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${await portOf(profile)}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no profile open.');
    const page = context.pages()[0] ?? (await context.newPage());
    await page.setViewportSize({ width: 1440, height: 900 });
    const close = async (): Promise<void> => {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => undefined); // it may be gone before it answers
      await ended;
    };
    return { context, page, kill, close };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function portOf(profile: string): Promise<number> {
  const until = performance.now() + START_MS;
  while (performance.now() < until) {
    const port = Number(read(join(profile, PORT_FILE)).split('\n')[0]);
    if (port > 0) return port;
    await pause(POLL_MS);
  }
  throw new Error('The browser does not say at which port it listens.');
}

/** Processes that have the profile's folder in their arguments, and have not ended. */
function processesOf(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).includes(`--user-data-dir=${profile}`))
    .map(Number);
}

/** What has ended already is left. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Empty where it is not there. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
