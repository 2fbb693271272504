import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkBundle } from './bundleCheck';
import { fetchSource } from './bundleSource';

/** A response whose body breaks off, as when a connection or a cache entry is lost in the middle. */
function broken(): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new TypeError('Failed to fetch')),
  });
  return new Response(body);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a bundle fetched from this origin', () => {
  it('survives a transfer that breaks off', async () => {
    const answers = [broken(), new Response('abc')];
    vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()));
    const bytes = await fetchSource('http://127.0.0.1/models/x').read('README.md');
    expect(new TextDecoder().decode(bytes ?? new Uint8Array())).toBe('abc');
    expect(answers).toHaveLength(0);
  });

  it('names the network when every try breaks off, and misses what is not there', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(broken()));
    await expect(fetchSource('http://127.0.0.1/models/x').read('README.md')).rejects.toMatchObject({
      failure: { code: 'network-unavailable' },
    });
    const checked = await checkBundle(fetchSource('http://127.0.0.1/models/x'));
    expect(checked.ok ? 'opened' : checked.failure.code).toBe('network-unavailable');
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 404 })));
    expect(await fetchSource('http://127.0.0.1/models/x').read('README.md')).toBeNull();
  });
});
