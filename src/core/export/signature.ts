/** The signature of an export: Ed25519 (RFC 8032) over the bytes of the tag manifest, which has the hashes of everything else. */
import * as z from 'zod/mini';
import { TAG_MANIFEST } from './bag';

const hex = (bytes: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));

/** A public key: 32 bytes as 64 lower-case digits. */
export const publicKeySchema = hex(32);

const signatureSchema = z.strictObject({
  schema: z.literal(1),
  algorithm: z.literal('Ed25519'),
  key: publicKeySchema,
  covers: z.literal(TAG_MANIFEST),
  signature: hex(64),
});

/** Both in lower-case hexadecimal. */
export interface Signature {
  readonly key: string;
  readonly signature: string;
}

export function signatureJson({ key, signature }: Signature): string {
  return `${JSON.stringify({ schema: 1, algorithm: 'Ed25519', key, covers: TAG_MANIFEST, signature }, null, 1)}\n`;
}

/** Null where it is none. */
export function readSignature(text: string): Signature | null {
  try {
    return signatureSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
