/** Hash routes: one a screen. */
import { useSyncExternalStore } from 'react';

export const ROUTES = ['dataset', 'compose', 'queue', 'review', 'evaluate', 'export', 'models'] as const;
export type Route = (typeof ROUTES)[number];

/** "#/review" -> "review"; anything unknown is Compose. */
export function routeOf(hash: string): Route {
  const name = hash.replace(/^#\/?/, '');
  return ROUTES.find((route) => route === name) ?? 'compose';
}

export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('hashchange', listener);
      return () => window.removeEventListener('hashchange', listener);
    },
    () => routeOf(window.location.hash),
  );
}
