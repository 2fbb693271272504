/** Collects what is odd about a data set: how often, with a few examples. */
import { ODDITIES, type Oddity } from '../../contracts/dataset';

const MAX_EXAMPLES = 5;

export interface OddityList {
  add(kind: Oddity['kind'], example: string): void;
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
    all: () =>
      ODDITIES.flatMap((kind) => {
        const known = found.get(kind);
        return known ? [{ kind, ...known }] : [];
      }),
  };
}
