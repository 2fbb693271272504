/** A real worker behind a client: calls, callbacks, buffers that change hands, and its end. */
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleSample } from '../testing/samples';
import { createArchiveClient, createStorageClient } from './clients';
import { emptyStorage } from './emptyStorage.browser';

beforeEach(emptyStorage);

describe('a client', () => {
  it('fails the calls that wait when its worker is ended, and starts a fresh one for the next', async () => {
    const storage = createStorageClient('test');
    const waiting = storage.loadQueue();
    storage.end();
    const outcome = await waiting;
    expect(outcome.ok ? 'answered' : outcome.failure.code).toBe('worker-died');
    expect(await storage.loadQueue()).toEqual({ ok: true, value: null });
  });

  it('gives a buffer away where it says so, and calls back on the page', async () => {
    const storage = createStorageClient('test');
    const png = new Uint8Array(64);
    const saved = exampleSample({});
    expect((await storage.saveSample(saved, png)).ok).toBe(true);
    expect(png.byteLength).toBe(0);
    const seen: string[] = [];
    expect((await storage.loadSamples((batch) => void seen.push(...batch.map(({ id }) => id)))).ok).toBe(true);
    expect(seen).toEqual([saved.record.id]);
  });

  it('takes calls that answer nothing, and is no promise itself', async () => {
    const archive = createArchiveClient('test');
    archive.cancel();
    expect(await Promise.resolve(archive)).toBe(archive);
  });

  it('fails a call that the worker does not know or that throws there', async () => {
    const storage = createStorageClient('test') as unknown as {
      unknown(): Promise<{ ok: boolean; failure?: { code: string } }>;
    };
    expect((await storage.unknown()).failure?.code).toBe('worker-silent');
  });
});
