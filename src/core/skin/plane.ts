/** A plane through points, by least squares: light falls off across a dermoscopic image about linearly over a lesion's width. */

/** value = level + alongX x + alongY y */
export type Plane = readonly [level: number, alongX: number, alongY: number];

/** Points as [x, y, value]. Where they do not span a plane it is level along what they leave open. Zero for no points. */
export function fitPlane(points: readonly (readonly [number, number, number])[]): Plane {
  const count = Math.max(1, points.length);
  const means = [0, 1, 2].map((k) => points.reduce((sum, point) => sum + (point[k] ?? 0), 0) / count);
  const [meanX = 0, meanY = 0, level = 0] = means;
  let [xx, xy, yy, xv, yv] = [0, 0, 0, 0, 0];
  for (const [x, y, value] of points) {
    const [dx, dy, dv] = [x - meanX, y - meanY, value - level];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    xv += dx * dv;
    yv += dy * dv;
  }
  const ridge = 1e-9 * (xx + yy) + 1e-12;
  const determinant = (xx + ridge) * (yy + ridge) - xy * xy;
  const alongX = ((yy + ridge) * xv - xy * yv) / determinant;
  const alongY = ((xx + ridge) * yv - xy * xv) / determinant;
  return [level - alongX * meanX - alongY * meanY, alongX, alongY];
}
