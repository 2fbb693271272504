/** studio: serves the studio on this machine until it is stopped, and says its address. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitBecause, thrownWords, type ExitKind } from './exit';
import { PAGE } from './files';
import { servePage } from './server';

const USUAL_PORT = '4173';

export async function studio(args: readonly string[], page = PAGE): Promise<ExitKind> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: 'string', default: process.env['PORT'] ?? USUAL_PORT } },
  });
  const port = Number(values.port);
  if (positionals.length > 0 || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw exitBecause('usage', 'studio-arguments');
  if (!existsSync(join(page, 'index.html'))) throw exitBecause('unreadable', 'no-page', { folder: page });
  const server = await servePage(page, port).catch((error: unknown) => {
    throw exitBecause('usage', 'port', { port: values.port, fault: thrownWords(error) });
  });
  const { port: used } = server.address() as AddressInfo;
  console.log(`Inlay is at http://127.0.0.1:${used}  (Ctrl+C stops it; nothing leaves this machine)`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  server.closeAllConnections();
  return 'ok';
}
