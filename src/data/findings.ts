/** What a check has found, in its order: named once each, and counted beyond a hundred. */
import { failureIn, InlayError, logLine, type Failure } from '../contracts/failure';
import { isOverLimit } from '../contracts/limits';

/** Of each kind that are named. */
const NAMED = 100;

export interface Findings {
  /** Not intact. */
  readonly damage: (failure: Failure) => void;
  readonly contradiction: (...failures: readonly Failure[]) => void;
  readonly unchecked: (failure: Failure) => void;
  /** What it throws is damage, and null is returned; but what is over a limit ends the check: throws InlayError. */
  attempt<T>(read: () => Promise<T>): Promise<T | null>;
  found(): {
    readonly damages: readonly Failure[];
    readonly contradictions: readonly Failure[];
    readonly more: number;
    readonly unchecked: readonly Failure[];
  };
}

export function createFindings(): Findings {
  const damages = named();
  const contradictions = named();
  const unchecked = named();
  return {
    damage: damages.add,
    contradiction: (...failures) => failures.forEach(contradictions.add),
    unchecked: unchecked.add,
    async attempt(read) {
      try {
        return await read();
      } catch (error) {
        const failure = failureIn(error);
        if (isOverLimit(failure)) throw InlayError.of(failure); // nothing can be said of what is not read
        damages.add(failure);
        return null;
      }
    },
    found: () => ({
      damages: damages.all,
      contradictions: contradictions.all,
      more: damages.more() + contradictions.more(),
      unchecked: unchecked.all,
    }),
  };
}

function named() {
  const all: Failure[] = [];
  const seen = new Set<string>();
  let beyond = 0;
  return {
    all,
    more: () => beyond,
    add: (failure: Failure): void => {
      if (all.length >= NAMED) {
        beyond += 1;
        return;
      }
      const line = logLine(failure);
      if (seen.has(line)) return;
      seen.add(line);
      all.push(failure);
    },
  };
}
