/** The screens. Each is loaded when it is first shown; until it is there the one before stays, so that nothing jumps. */
import { useEffect, useState } from 'react';
import { putLanguage, readLanguage } from './language';
import type { Route } from './routes';

type Screen = () => React.JSX.Element;

const LOAD: Readonly<Record<Route, () => Promise<Screen>>> = {
  dataset: async () => (await import('../features/dataset')).DatasetScreen,
  compose: async () => (await import('../features/compose')).ComposeScreen,
  queue: async () => (await import('../features/queue')).QueueScreen,
  review: async () => (await import('../features/review')).ReviewScreen,
  evaluate: async () => (await import('../features/evaluate')).EvaluateScreen,
  export: async () => (await import('../features/export')).ExportScreen,
  models: async () => (await import('../features/models')).ModelsScreen,
};

const loaded = new Map<Route, Screen>();

/** A screen that cannot be loaded fails when it is shown. */
export async function loadScreen(route: Route): Promise<void> {
  try {
    const [screen] = await Promise.all([LOAD[route](), route === 'compose' ? null : putLanguage(readLanguage())]);
    loaded.set(route, screen);
  } catch (error) {
    loaded.set(route, () => {
      throw error;
    });
  }
}

/** What is shown at a route: its screen, or as long as that is being loaded the one before. @param route of the first one loaded before */
export function useScreen(route: Route): { readonly shown: Route; readonly Screen: Screen | undefined } {
  const [last, setLast] = useState({ route }); // an object: set again, it is drawn again, though the route be the same
  useEffect(() => {
    let isWanted = true;
    const show = (): void => {
      if (isWanted) setLast({ route });
    };
    if (loaded.has(route)) show();
    else void loadScreen(route).then(show);
    return () => {
      isWanted = false;
    };
  }, [route]);
  const shown = loaded.has(route) ? route : last.route;
  return { shown, Screen: loaded.get(shown) };
}
