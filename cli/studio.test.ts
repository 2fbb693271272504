import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SERVED_HEADERS } from '../headers';
import { servePage } from './server';
import { run, workplace } from './testing';

const { complained } = workplace();

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
    expect(await run('studio', '--port', String(port))).toBe(2);
    expect(complained[0]).toContain(`could not be served on port ${port}`);
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
});
