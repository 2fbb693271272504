/**
 * The lesion while its mask is painted: the bundle's fast sampler, started once the mask has rested for a moment, stopped by the next
 * change. Nothing of it is kept or assessed.
 */
import { createStore } from 'zustand/vanilla';
import { studentOf, type BundleManifest } from '../../contracts/bundle';
import type { Failure } from '../../contracts/failure';
import type { Sampler } from '../../contracts/recipe';
import { samplerOf } from '../../core/plan/sampler';
import type { ComposeRecipes } from './composeRecipes';
import type { Compose } from './composeStore';
import type { StudioDependencies } from '../base/dependencies';
import type { Generation, Preview } from './generation';
import type { Learnt } from '../learnt/learntStore';
import type { Session } from '../session/sessionStore';

export interface LiveState {
  /** `resting`: nothing to do, or nothing that can be done. */
  readonly phase: 'resting' | 'waiting' | 'painting';
  readonly failure: Failure | null;
}

/** A hand that pauses for this long wants to see something. */
const REST_MS = 180;

/** Of the full sampler, where it stands in for the fast one. */
const QUICK_STEPS = 4;

/** The parts of the studio that it works with. */
export interface LiveNeeds {
  readonly session: Session;
  readonly compose: Compose;
  readonly recipes: ComposeRecipes;
  readonly learnt: Pick<Learnt, 'find'>;
  readonly generation: Generation;
}

export function createLive(
  dependencies: StudioDependencies,
  { session, compose, recipes, learnt, generation }: LiveNeeds,
) {
  const store = createStore<LiveState>(() => ({ phase: 'resting', failure: null }));
  const listeners = new Set<() => void>();
  let timer: number | null = null;
  let running: string | null = null;
  let count = 0;
  let preview: Preview | null = null;

  function show(next: Preview | null): void {
    preview = next;
    listeners.forEach((listener) => listener());
  }

  function canPaint(): boolean {
    const { manifest, model } = session.store.getState();
    const isWanted = compose.store.getState().live && !compose.document.isEmpty;
    return isWanted && model.phase === 'ready' && manifest !== null && studentOf(manifest) !== null;
  }

  /** The mask or what is to be painted has changed: what is being painted is of the past. */
  function changed(): void {
    if (timer !== null) dependencies.unschedule(timer);
    timer = null;
    if (running !== null) dependencies.inference.cancel(running);
    running = null;
    if (!canPaint()) {
      if (preview) show(null);
      store.setState({ phase: 'resting', failure: null });
      return;
    }
    store.setState({ phase: 'waiting' });
    timer = dependencies.schedule(() => void showPreview(), REST_MS);
  }

  async function showPreview(): Promise<void> {
    timer = null;
    const { manifest } = session.store.getState();
    const read = recipes.read();
    if (!read.ok || !manifest || generation.isWorking) {
      store.setState({ phase: 'resting' });
      return;
    }
    const { recipe, background, mask } = read.value;
    const jobId = `live-${(count += 1)}`;
    running = jobId;
    store.setState({ phase: 'painting', failure: null });
    const sampler = quickSampler(manifest, recipe.sampler.strength);
    const { class: code, seed, ownClass } = recipe;
    const own = learnt.find(ownClass, code);
    const job = { jobId, class: code, own: own.ok ? own.value : undefined, seed, sampler, background, mask };
    const outcome = await dependencies.inference.preview(job, ({ preview: image, region }) => {
      if (running === jobId) show({ image, region, mask, featherPx: sampler.featherPx });
    });
    if (running !== jobId) return; // of the past
    running = null;
    store.setState({ phase: 'resting', failure: outcome.ok ? null : outcome.failure });
  }

  /** The fast one; of a lesion that is repainted, a few steps of the full one, for the fast one begins with noise. */
  function quickSampler(manifest: BundleManifest, strength = 1): Sampler {
    const settings = { ...compose.store.getState(), sampler: 'fast', strength } as const;
    return samplerOf(manifest, strength < 1 ? { ...settings, steps: Math.min(settings.steps, QUICK_STEPS) } : settings);
  }

  compose.document.subscribe(changed);
  compose.store.subscribe((now, before) => {
    const same = (['live', 'class', 'seed', 'strength', 'featherPx', 'backgroundId'] as const).every(
      (key) => now[key] === before[key],
    );
    if (same) return;
    if (now.backgroundId !== before.backgroundId) show(null);
    changed();
  });
  generation.store.subscribe((now, before) => {
    if (before.forming.length > 0 && now.forming.length === 0) changed(); // the device is free again
  });
  session.store.subscribe((now, before) => {
    if (now.model !== before.model || now.manifest !== before.manifest) changed();
  });

  return {
    store,
    /** Paints nothing more. */
    end(): void {
      if (timer !== null) dependencies.unschedule(timer);
      if (running !== null) dependencies.inference.cancel(running);
      [timer, running] = [null, null];
    },
    /** What was painted last, of this background; null where it is not wanted. */
    preview: (): Preview | null => preview,
    /** @returns a function that ends the subscription */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
