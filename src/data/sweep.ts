/** Removes what nothing names any more: samples that were removed, decisions and tags without samples, files without entries, gaps in segments. */
import { get, keys, promisifyRequest } from 'idb-keyval';
import { backgroundKey, DECISIONS, REMOVED_SAMPLES, SAMPLES, TAGS } from './keys';
import { list, openFile, remove } from './opfs';
import { forget, startingWith, type Place } from './place';
import type { ProjectSamples } from './samples';

/** Does nothing while another tab has the project open: what was removed there can still be brought back. */
export async function sweep(place: Place, samples: ProjectSamples): Promise<null> {
  const name = `inlay-open-${place.project}`;
  await navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? clean(place, samples) : null));
  // Held as long as this worker lives.
  void navigator.locks.request(name, { mode: 'shared' }, () => new Promise<never>(() => undefined));
  return null;
}

async function clean({ database, folder }: Place, samples: ProjectSamples): Promise<void> {
  await database('readwrite', (store) => promisifyRequest(store.delete(startingWith(REMOVED_SAMPLES))));
  const all = await keys<string>(database);
  const idsOf = (prefix: string): string[] =>
    all.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const known = new Set(idsOf(SAMPLES));
  const orphans = [DECISIONS, TAGS].flatMap((prefix) =>
    idsOf(prefix).flatMap((id) => (known.has(id.split(':')[0] ?? '') ? [] : [`${prefix}${id}`])),
  );
  await forget(database, orphans);
  for (const file of await list(`${folder}/backgrounds`)) {
    const path = `${folder}/backgrounds/${file}`;
    const isNamed = (await get(backgroundKey(file.replace(/\.png$/, '')), database)) !== undefined;
    // One of this session may wait for its entry.
    if (!isNamed && (await openFile(path)).lastModified < performance.timeOrigin) await remove(path);
  }
  await remove(`${folder}/export`);
  await samples.closeGaps();
}
