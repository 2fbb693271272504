/** The map of Review: where real images and samples lie on two axes. What draws it is loaded when it is first looked at. */
import { createStore } from 'zustand/vanilla';
import type { FeatureMap, LIES } from '../../contracts/evaluation';
import type { SampleId } from '../../contracts/sample';
import type { StudioDependencies } from '../base/dependencies';
import type { MapNeeds } from './mapWork';

export interface DrawnMap extends Omit<FeatureMap, 'lies'> {
  /** Places of the real images in the data set, in the order of the map's points; the samples come after them. */
  readonly images: Int32Array;
  readonly ids: readonly SampleId[];
  /** Of the samples. */
  readonly lies: readonly (typeof LIES)[number][];
  readonly heldOutOnly: boolean;
}

/** What is not described yet. */
export interface MapCost {
  readonly real: number;
  readonly samples: number;
}

/** Why there is no map, where nothing has to be described for one. */
export type MapLack = 'no-encoder' | 'no-model' | 'not-scanned' | 'too-few';

export interface MapState {
  /** Of the data set, encoder and classes in use; null while none is drawn. */
  readonly drawn: DrawnMap | null;
  /** Null while there is nothing to describe, or nothing is known of it. */
  readonly cost: MapCost | null;
  readonly lack: MapLack | null;
}

export function createMap(dependencies: StudioDependencies, needs: MapNeeds) {
  const store = createStore<MapState>(() => ({ drawn: null, cost: null, lack: null }));
  const load = async () => (await import('./mapWork')).createMapWork(dependencies, needs, store);
  let loading: ReturnType<typeof load> | undefined;
  const work = (): ReturnType<typeof load> => (loading ??= load());
  return {
    store,
    /** Looks at what a map would cost; where that is nothing, it is drawn. */
    lookAhead: async (): Promise<void> => (await work()).lookAhead(),
    /** Describes what was not described, and draws. */
    draw: async (): Promise<void> => (await work()).draw(),
    /** What was described is kept. */
    cancel: (): void => needs.evaluation.end(),
  };
}
