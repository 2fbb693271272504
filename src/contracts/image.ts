/** Pixel containers that cross threads: plain typed arrays, transferable, no DOM types. */

/** 8-bit sRGB with alpha, row-major, `data.length === width * height * 4`. Same layout as ImageData. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Binary mask, row-major, one byte a pixel: 1 where the lesion is to be painted, else 0. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A square in image pixels; it may reach beyond the image (pixels there are reflected). */
export interface SquareRegion {
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
}
