import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat } from './half';
import { parseSafetensors, SafetensorsError, writeSafetensors } from './safetensors';

/** Builds a file from a header and raw data. */
function file(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const GOOD = file(
  {
    __metadata__: { k: '5' },
    a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    b: { dtype: 'F16', shape: [1, 2], data_offsets: [8, 12] },
    c: { dtype: 'I64', shape: [1], data_offsets: [12, 20] },
  },
  Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 64, 0x00, 0x3c, 0x00, 0xc0, 7, 0, 0, 0, 0, 0, 0, 0),
);

describe('parseSafetensors', () => {
  it('reads tensors and metadata', () => {
    const { tensors, metadata } = parseSafetensors(GOOD);
    expect(metadata).toEqual({ k: '5' });
    expect([...(tensors['a']?.data ?? [])]).toEqual([1, 2]);
    expect([...(tensors['b']?.data ?? [])]).toEqual([1, -2]);
    expect([...(tensors['c']?.data ?? [])]).toEqual([7]);
  });

  it.each([
    ['an empty file', new Uint8Array()],
    ['a header beyond the end', GOOD.subarray(0, 20)],
    ['data cut short', GOOD.subarray(0, GOOD.length - 1)],
    ['an unknown type', file({ a: { dtype: 'F8', shape: [0], data_offsets: [0, 0] } })],
    ['a shape that does not fit', file({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, new Uint8Array(4))],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseSafetensors(bytes)).toThrow(SafetensorsError);
  });

  it('does nothing but parse or refuse, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: GOOD.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const broken = GOOD.slice();
        broken[at] = value;
        try {
          parseSafetensors(broken);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
        }
      }),
    );
  });
});

describe('writeSafetensors', () => {
  it('writes what is read back, halves rounded once', () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
    const values = fc.array(float, { maxLength: 9 });
    fc.assert(
      fc.property(
        values,
        values,
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
        fc.string(),
        (a, b, c, note) => {
          const file = writeSafetensors(
            {
              half: { dtype: 'F16', shape: [b.length], data: Float32Array.from(b) },
              single: { dtype: 'F32', shape: [1, a.length], data: Float32Array.from(a) },
              whole: { dtype: 'I32', shape: [c.length], data: Int32Array.from(c) },
            },
            { note },
          );
          const { tensors, metadata } = parseSafetensors(file);
          expect(metadata).toEqual({ note });
          expect(tensors['single']).toEqual({ dtype: 'F32', shape: [1, a.length], data: Float32Array.from(a) });
          expect(tensors['whole']?.data).toEqual(Int32Array.from(c));
          expect(tensors['half']?.data).toEqual(halfToFloat(floatToHalf(Float32Array.from(b))));
        },
      ),
    );
  });

  it('refuses a shape that does not fit', () => {
    const wrong = { a: { dtype: 'F32', shape: [3], data: Float32Array.of(1, 2) } } as const;
    expect(() => writeSafetensors(wrong, {})).toThrow(SafetensorsError);
  });
});

describe('halfToFloat', () => {
  it('decodes normal, subnormal and special values', () => {
    const values = halfToFloat(Uint16Array.of(0x3c00, 0x3555, 0x0001, 0x8000, 0x7bff, 0x7c00));
    expect([...values]).toEqual([1, 0.333251953125, 2 ** -24, -0, 65504, Infinity]);
    expect(halfToFloat(Uint16Array.of(0x7e01))[0]).toBeNaN();
  });
});
