import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SERVED_HEADERS } from '../headers';
import { servePage } from './server';
import { studio } from './studio';

it('serves every file with the policy and the isolation, and nothing outside its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inlay-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const server = await servePage(folder, 0);
  const { port } = server.address() as AddressInfo;
  try {
    for (const [path, status] of [
      ['', 200],
      ['absent.js', 404],
      ['..%2f..%2fetc/passwd', 404],
    ] as const) {
      const response = await fetch(`http://127.0.0.1:${port}/${path}`);
      expect(response.status, path).toBe(status);
      for (const [name, value] of Object.entries(SERVED_HEADERS)) expect(response.headers.get(name), name).toBe(value);
    }
    await expect(studio(['--port', String(port)], folder)).rejects.toThrow(`could not be served on port ${port}`);
    await expect(studio(['--port', String(port)], join(folder, 'absent'))).rejects.toMatchObject({
      kind: 'unreadable',
      message: `There is no built page at ${join(folder, 'absent')}: run npm run build first.`,
    });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
