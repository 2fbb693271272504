/** What the sample that is shown is compared with, and how. */
import { createStore } from 'zustand/vanilla';
import type { SampleId } from '../../contracts/sample';

export const COMPARISONS = ['off', 'slider', 'side', 'difference'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export interface CompareState {
  readonly mode: Comparison;
  /** Null: the plain skin. */
  readonly withId: SampleId | null;
  /** Where the slider divides the stage, 0..1 from the left. */
  readonly split: number;
}

export function createCompare() {
  const store = createStore<CompareState>(() => ({ mode: 'off', withId: null, split: 0.5 }));
  return {
    store,
    setMode: (mode: Comparison): void => store.setState({ mode }),
    /** The next way of comparing, for a key. */
    turn(): void {
      const { mode } = store.getState();
      store.setState({ mode: COMPARISONS[(COMPARISONS.indexOf(mode) + 1) % COMPARISONS.length] ?? 'off' });
    },
    setWith: (withId: SampleId | null): void => store.setState({ withId }),
    setSplit(split: number): void {
      if (Number.isFinite(split)) store.setState({ split: Math.min(1, Math.max(0, split)) });
    },
  };
}
