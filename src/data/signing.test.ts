import { afterEach, describe, expect, it, vi } from 'vitest';
import { isSigned, makeKey, signerOf } from './signing';

const bytes = new TextEncoder().encode('what is signed');
const other = new TextEncoder().encode('something else');
afterEach(() => void vi.restoreAllMocks());

describe('a signature', () => {
  it('is made by WebCrypto, whose secret part cannot be read out, and read by the library', async () => {
    const kept = await makeKey();
    expect(kept.kind === 'held' && kept.secret.extractable).toBe(false);
    const signature = await signerOf(kept).sign(bytes);
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    expect(await isSigned(signature, bytes)).toBe(true);
    expect(await isSigned(signature, other)).toBe(false);
  });

  it('is made by the library where WebCrypto has no Ed25519, and read by WebCrypto', async () => {
    vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new DOMException('', 'NotSupportedError'));
    const kept = await makeKey();
    expect(kept.kind).toBe('bytes');
    const signature = await signerOf(kept).sign(bytes);
    expect(signature.key).toBe(kept.key);
    expect(await isSigned(signature, bytes)).toBe(true);
    expect(await isSigned({ ...signature, key: (await makeKey()).key }, bytes)).toBe(false);
  });
});
