/** Masks grown and shrunk by squares, and their logic. */
import type { Mask } from '../../contracts/image';

/** Grows a mask by a square of the given radius; nothing comes in from beyond the edge. */
export function dilateMask(mask: Mask, radiusPx: number): Mask {
  const { width, height } = mask;
  const wide = reach(mask.data, height, width, 1, width, radiusPx);
  return { width, height, data: reach(wide, width, height, width, 1, radiusPx) };
}

/** Shrinks a mask by a square of the given radius; beyond the edge counts as inside. */
export function erodeMask(mask: Mask, radiusPx: number): Mask {
  return invertMask(dilateMask(invertMask(mask), radiusPx));
}

export function invertMask({ width, height, data }: Mask): Mask {
  return { width, height, data: data.map((value) => 1 - value) };
}

/** What lies in `a` and not in `b`, of the same size. */
export function maskWithout(a: Mask, b: Mask): Mask {
  return { ...a, data: a.data.map((value, i) => (value === 1 && b.data[i] !== 1 ? 1 : 0)) };
}

/** 1 where a 1 lies within `radius` along lines of `length` pixels, `stride` apart; the lines start `lineStride` apart. */
function reach(
  data: Uint8Array<ArrayBuffer>,
  lines: number,
  length: number,
  stride: number,
  lineStride: number,
  radius: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(data.length);
  for (let line = 0; line < lines; line += 1) {
    let filledTo = 0; // pixels before this one are decided
    for (let i = 0; i < length; i += 1) {
      if (data[line * lineStride + i * stride] !== 1) continue;
      const end = Math.min(length, i + radius + 1);
      for (let j = Math.max(filledTo, i - radius); j < end; j += 1) out[line * lineStride + j * stride] = 1;
      filledTo = end;
    }
  }
  return out;
}
