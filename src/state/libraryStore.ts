/** What plans draw from: the outlines that are kept. Backgrounds are with the Compose screen. */
import { createStore } from 'zustand/vanilla';
import type { MaskShape } from '../contracts/library';

export interface LibraryState {
  readonly shapes: readonly MaskShape[];
}

export function createLibrary() {
  const store = createStore<LibraryState>(() => ({ shapes: [] }));
  return {
    store,
    restore: (shapes: readonly MaskShape[]): void => store.setState({ shapes }),
  };
}

export type Library = ReturnType<typeof createLibrary>;
