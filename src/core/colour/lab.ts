/** CIELAB under D65 of sRGB bytes (IEC 61966-2-1, CIE 15). */

const LINEAR = Float64Array.from({ length: 256 }, (_, i) => {
  const v = i / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

export interface Lab {
  /** Lightness, 0..100. */
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** @param red 0..255, as the others */
export function lab(red: number, green: number, blue: number): Lab {
  const r = LINEAR[red] ?? 0;
  const g = LINEAR[green] ?? 0;
  const b = LINEAR[blue] ?? 0;
  const x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = curve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = curve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

/** CIE76: about 2 is the least that one sees. */
export function deltaE(colour: Lab, other: Lab): number {
  return Math.hypot(colour.l - other.l, colour.a - other.a, colour.b - other.b);
}

function curve(t: number): number {
  return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
}
