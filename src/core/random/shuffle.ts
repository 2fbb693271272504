/** A random order that a seed gives again. */
import { uniform } from './gaussian';

/** Fisher and Yates, from the stream of a seed. */
export function shuffled<T>(items: readonly T[], seed: number, stream: number): T[] {
  const order = [...items];
  const random = uniform(seed, order.length, stream);
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor((random[i] ?? 0) * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
