/** Waits for what is dropped on any screen. */
import { droppedThings } from '../state/dataset/pickers';
import type { Projects } from '../state/projects/projectStore';
import type { Studio } from '../state/studio';
import type { Route } from './routes';

/** @returns a function that ends it */
export function watchDrops(studio: Studio, projects: Pick<Projects, 'importFile'>, route: () => Route): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('dragover', (event) => event.preventDefault(), { signal });
  window.addEventListener(
    'drop',
    (event) => {
      event.preventDefault(); // the browser would leave the studio for the file
      if (event.dataTransfer)
        void Promise.all([droppedThings(event.dataTransfer), import('./dropped')]).then(([all, { takeDropped }]) =>
          takeDropped(all, studio, projects, route()),
        );
    },
    { signal },
  );
  return () => stop.abort();
}
