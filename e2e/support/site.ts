/** The built page as a host has it that knows nothing of Inlay: a folder below others, and no header. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sirv from 'sirv';
import { writeServiceWorker } from '../../scripts/serviceWorker';

const BUILT = join(process.cwd(), 'dist');
const SMALL_MODEL = join(process.cwd(), 'e2e/fixtures/inlay-smoke');
const MODEL = 'models/inlay-ham10000';

export interface Served {
  /** Of the served folder, with the slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A folder of a host, with the studio and its small model in `lab/studio`. @returns the folder */
export async function makeSite(): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), 'inlay-site-'));
  const studio = studioIn(site);
  await cp(BUILT, studio, { recursive: true, filter: (path) => !path.includes(MODEL) });
  await cp(SMALL_MODEL, join(studio, MODEL), { recursive: true });
  await writeServiceWorker(studio);
  await writeFile(join(site, 'other.html'), '<!doctype html><title>Another page of the host</title>');
  return site;
}

export const studioIn = (site: string): string => join(site, 'lab/studio');

/** Another version of the studio, in a folder beside. @param mark stands in its page @returns the folder */
export async function nextVersion(site: string, mark: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'inlay-next-'));
  await cp(studioIn(site), folder, { recursive: true });
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await writeFile(
    join(folder, 'index.html'),
    page.replace('<title>', `<meta name="mark" content="${mark}" />\n<title>`),
  );
  await writeServiceWorker(folder);
  return folder;
}

export const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** @param port the same as before, where a server comes back */
export async function serve(answer: RequestListener, port = 0): Promise<Served> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function serveByNode(site: string): Promise<Served> {
  const files = sirv(site, { dev: true });
  return serve((request, response) => files(request, response, () => void response.writeHead(404).end()));
}

/** Python's `http.server`. */
export async function serveByPython(site: string): Promise<Served> {
  const args = ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', site];
  const python = spawn('python3', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const port = await new Promise<string>((resolve, reject) => {
    python.on('error', reject);
    python.stdout.on('data', (text: Buffer) => {
      const [, found] = /port (\d+)/.exec(text.toString()) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        python.on('exit', () => resolve());
        python.kill();
      }),
  };
}
