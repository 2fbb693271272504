import fc from 'fast-check';
import { crc32 as ofZlib } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32 } from './crc32';

it('the CRC of bytes, and of those that follow them, is that of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 40 }), (bytes, more) => {
      expect(crc32(bytes)).toBe(ofZlib(bytes));
      expect(crc32(more, crc32(bytes))).toBe(ofZlib(more, ofZlib(bytes)));
    }),
  );
});
