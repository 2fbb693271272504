/** Ed25519 by WebCrypto where it is there, else by a library: browsers of before 2025 do not all have it. */
import type { Signature } from '../core/export/signature';
import { fromHex } from '../core/export/signature';
import { toHex } from '../core/provenance/digest';

const ED25519 = 'Ed25519';

/** Signs with a key that lies somewhere. */
export interface Signer {
  /** Public, 64 digits. */
  readonly key: string;
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Signature>;
}

/** How a key is kept: where WebCrypto has it, its secret part cannot be read out. */
export type KeptKey =
  | { readonly kind: 'held'; readonly key: string; readonly secret: CryptoKey }
  | { readonly kind: 'bytes'; readonly key: string; readonly secret: Uint8Array<ArrayBuffer> };

export async function makeKey(): Promise<KeptKey> {
  try {
    const pair = await crypto.subtle.generateKey(ED25519, false, ['sign', 'verify']);
    const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
    return { kind: 'held', key: toHex(new Uint8Array(raw)), secret: pair.privateKey };
  } catch {
    const { keygenAsync } = await import('@noble/ed25519');
    const { publicKey, secretKey } = await keygenAsync();
    return { kind: 'bytes', key: toHex(publicKey), secret: new Uint8Array(secretKey) };
  }
}

export function signerOf(kept: KeptKey): Signer {
  const { key } = kept;
  return {
    key,
    async sign(bytes) {
      if (kept.kind === 'held')
        return { key, signature: toHex(new Uint8Array(await crypto.subtle.sign(ED25519, kept.secret, bytes))) };
      const { signAsync } = await import('@noble/ed25519');
      return { key, signature: toHex(await signAsync(bytes, kept.secret)) };
    },
  };
}

/** Whether the bytes were signed by the holder of the key that the signature names. */
export async function isSigned({ key, signature }: Signature, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const held = await crypto.subtle.importKey('raw', fromHex(key), ED25519, false, ['verify']);
    return await crypto.subtle.verify(ED25519, held, fromHex(signature), bytes);
  } catch {
    const { verifyAsync } = await import('@noble/ed25519');
    return verifyAsync(fromHex(signature), bytes, fromHex(key), { zip215: false });
  }
}
