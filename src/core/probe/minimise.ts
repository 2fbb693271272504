/** L-BFGS with a backtracking line search (Nocedal & Wright, algorithms 7.4 and 3.1), for smooth convex functions. */

/** Writes the gradient at a point into `gradient`. @returns the value */
export type Smooth = (point: Float64Array, gradient: Float64Array) => number;

const MEMORY = 10;
const MOST_STEPS = 500;
const SUFFICIENT = 1e-4;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly rho: number;
}

/** @returns the minimum, to where no part of the gradient is above `tolerance` or no step goes down any more */
export function minimise(smooth: Smooth, start: Float64Array, tolerance: number): Float64Array {
  let point = Float64Array.from(start);
  let gradient = new Float64Array(start.length);
  let value = smooth(point, gradient);
  const steps: Step[] = [];
  for (let n = 0; n < MOST_STEPS && largest(gradient) > tolerance; n += 1) {
    const direction = downhill(gradient, steps);
    const slope = dot(direction, gradient);
    let length = steps.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(point.length);
    const nextGradient = new Float64Array(point.length);
    let nextValue = Infinity;
    for (; length > 1e-12; length /= 2) {
      for (let i = 0; i < next.length; i += 1) next[i] = (point[i] ?? 0) + length * (direction[i] ?? 0);
      nextValue = smooth(next, nextGradient);
      if (nextValue <= value + SUFFICIENT * length * slope) break;
    }
    if (!(nextValue < value)) break;
    remember(steps, point, next, gradient, nextGradient);
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  return point;
}

function downhill(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { moved, turned, rho } of [...steps].reverse()) {
    const share = rho * dot(moved, direction);
    shares.push(share);
    add(direction, turned, -share);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.turned, last.turned));
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] ?? 0) * scale;
  }
  for (const { moved, turned, rho } of steps) add(direction, moved, (shares.pop() ?? 0) - rho * dot(turned, direction));
  return direction;
}

function remember(
  steps: Step[],
  from: Float64Array,
  to: Float64Array,
  before: Float64Array,
  after: Float64Array,
): void {
  const moved = to.map((value, i) => value - (from[i] ?? 0));
  const turned = after.map((value, i) => value - (before[i] ?? 0));
  const curvature = dot(moved, turned);
  if (!(curvature > 1e-16)) return;
  steps.push({ moved, turned, rho: 1 / curvature });
  if (steps.length > MEMORY) steps.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] ?? 0) + times * (what[i] ?? 0);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
