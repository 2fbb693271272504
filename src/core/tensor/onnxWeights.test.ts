import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExport } from '../../../scripts/golden/exports';
import { externalDataOf } from './onnxWeights';

/** A field of fewer than 16,384 bytes. */
function field(number: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const length = bytes.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.from([
    8 * number + 2,
    128 + (length % 128),
    Math.floor(length / 128),
    ...bytes.flatMap((part) => [...part]),
  ]);
}

const tensor = (location: string): Uint8Array =>
  Uint8Array.from([
    ...field(13, field(1, 'offset'), field(2, '0')),
    ...field(13, field(1, 'location'), field(2, location)),
  ]);

describe('the files that a graph names', () => {
  it("are those of Optimum's export", () => {
    const files = readExport('latent');
    expect(externalDataOf(files['unet/model.onnx'] ?? new Uint8Array())).toEqual(['model.onnx_data']);
    expect(externalDataOf(files['vae_decoder/model.onnx'] ?? new Uint8Array())).toEqual([]);
  });

  it('are each named once, in constants and inner graphs as well', () => {
    const inner = field(6, field(5, tensor('body.weight')));
    const node = field(1, field(5, field(5, tensor('weights.pb'))), field(5, inner));
    const model = field(7, field(5, tensor('a')), field(5, tensor('a')), node);
    expect(externalDataOf(model)).toEqual(['a', 'weights.pb', 'body.weight']);
  });

  it('are none where the bytes are something else, and none of it throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => Array.isArray(externalDataOf(bytes))));
    expect(externalDataOf(new TextEncoder().encode('<!doctype html>'))).toEqual([]);
  });
});
