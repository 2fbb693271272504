/** Collects what is odd about a data set: how often, with a few examples. */
import { ODDITIES, type Oddity } from '../../contracts/dataset';

const MAX_EXAMPLES = 5;

export interface OddityList {
  add(kind: Oddity['kind'], example: string): void;
  /** What another list has found. */
  addAll(found: readonly Oddity[]): void;
  all(): Oddity[];
}

export function oddityList(): OddityList {
  const found = new Map<Oddity['kind'], { count: number; examples: string[] }>();
  return {
    add(kind, example) {
      const known = found.get(kind);
      if (!known) found.set(kind, { count: 1, examples: [example] });
      else {
        known.count += 1;
        if (known.examples.length < MAX_EXAMPLES && !known.examples.includes(example)) known.examples.push(example);
      }
    },
    addAll(others) {
      for (const { kind, count, examples } of others) {
        const known = found.get(kind);
        const all = new Set([...(known?.examples ?? []), ...examples]);
        found.set(kind, { count: (known?.count ?? 0) + count, examples: [...all].slice(0, MAX_EXAMPLES) });
      }
    },
    all: () =>
      ODDITIES.flatMap((kind) => {
        const known = found.get(kind);
        return known ? [{ kind, ...known }] : [];
      }),
  };
}
