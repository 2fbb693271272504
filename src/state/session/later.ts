/** What was pressed before the model is ready: it begins by itself when it is, and nobody has to press it again. */
import { createStore } from 'zustand/vanilla';
import type { Session } from './sessionStore';

/** Things that need the model, by the buttons that ask for them. */
export type Waiting =
  | 'generate'
  | 'more-like'
  | 'sample-mask'
  | 'lesion-removal'
  | 'measure'
  | 'fit'
  | 'plan'
  | 'evaluate'
  | 'mend'
  | 'replay'
  | 'own-class';

export interface LaterState {
  /** In the order in which they were asked for. */
  readonly waiting: readonly Waiting[];
}

interface Wish {
  readonly run: () => void;
  /** Listens for the model no more. */
  readonly end: () => void;
  /** Tells whoever waits that nothing comes of it. */
  readonly drop: () => void;
}

export function createLater(session: Session) {
  const store = createStore<LaterState>(() => ({ waiting: [] }));
  const actions = new Map<Waiting, Wish>();

  function put(): void {
    store.setState({ waiting: [...actions.keys()] });
  }

  function take(what: Waiting): Wish | undefined {
    const wish = actions.get(what);
    wish?.end();
    actions.delete(what);
    put();
    return wish;
  }

  // Without a model each of them says for itself why it cannot be.
  session.store.subscribe(({ model }) => {
    if (model.phase === 'failed') for (const what of [...actions.keys()]) take(what)?.run();
  });

  return {
    store,
    /** Runs it now, or once the model is ready; asked for again, the later wish stands. Resolves when it is done or cancelled. */
    whenReady(what: Waiting, action: () => Promise<void> | void): Promise<void> {
      const { phase } = session.store.getState().model;
      if (phase === 'ready' || phase === 'failed') return Promise.resolve(action());
      take(what)?.drop();
      return new Promise<void>((resolve) => {
        const end = session.whenReady(() => take(what)?.run());
        actions.set(what, {
          run: () => void Promise.resolve(action()).then(resolve),
          end,
          drop: resolve,
        });
        put();
      });
    },
    isWaiting: (what: Waiting): boolean => actions.has(what),
    /** It is not wanted any more. */
    cancel: (what: Waiting): void => take(what)?.drop(),
  };
}

export type Later = ReturnType<typeof createLater>;
