/** What all projects share. A project's entry is written after its data where they are copied, and removed before them. */
import { del, set } from 'idb-keyval';
import { fail, succeed, type Outcome } from '../contracts/failure';
import { projectSchema, type Project, type ProjectsApi } from '../contracts/projects';
import { createBundles } from './bundles';
import { guarded } from './guard';
import { projectKey, PROJECTS } from './keys';
import { hasEarlierWork, markMoved, moveEarlierWork } from './migrate';
import { entriesOf, placeOf, removePlace, shared } from './place';

/** The project that work from before there were projects becomes, or the first of a new user. */
const FIRST = 'first';

/** Held by the tabs of the version from before there were projects. */
const EARLIER_LOCKS = ['inlay-queue', 'inlay-dataset'];

/** What reads and writes zips is loaded when it is needed. */
const files = () => import('./projectFile');

export function createProjects(): ProjectsApi {
  return {
    ...createBundles(),
    prepare: async (now, firstName, onMoving) => {
      const prepared = await guarded('work', () =>
        navigator.locks.request('inlay-prepare', () => prepare(now, firstName, onMoving)),
      );
      return prepared.ok ? prepared.value : prepared;
    },
    save: (project) => guarded('project', () => save(project)),
    duplicate: (id, as, onProgress) =>
      guarded('project', () =>
        filled(as.id, async () => (await files()).copyProject(placeOf(id), placeOf(as.id), onProgress)).then(() =>
          save(as),
        ),
      ),
    exportProject: (id, onProgress) =>
      guarded('project', async () => {
        const project = (await readAll()).find((known) => known.id === id);
        if (!project) throw new DOMException('There is no such project.', 'NotFoundError');
        return (await files()).writeProjectFile(project, placeOf(id), onProgress);
      }),
    discard: (id) =>
      guarded('project', async () => {
        if (!(await readAll()).some((known) => known.id === id)) await removePlace(placeOf(id));
        return null;
      }),
    report: async () => {
      try {
        const { usage = 0, quota = 0 } = await navigator.storage.estimate();
        return succeed({ usedBytes: usage, quotaBytes: quota, persistent: await navigator.storage.persisted() });
      } catch (error) {
        return fail('storage-unmeasured', {}, String(error));
      }
    },
  };
}

async function prepare(
  now: string,
  firstName: string,
  onMoving: (done: number, total: number) => void,
): Promise<Outcome<readonly Project[]>> {
  const first: Project = {
    schema: 1,
    id: FIRST,
    name: firstName,
    createdAt: now,
    openedAt: now,
    dataset: null,
    removedAt: null,
  };
  if (await hasEarlierWork()) {
    if (await isHeldByEarlierVersion()) return fail('store-earlier-tab');
    await moveEarlierWork(placeOf(FIRST), onMoving);
    await save(first);
  }
  await markMoved();
  const kept: Project[] = [];
  await mend(first);
  for (const project of await readAll())
    if (project.removedAt === null || (await isOpen(project.id))) kept.push(project);
    else {
      await removePlace(placeOf(project.id));
      await del(projectKey(project.id), shared);
    }
  const there = kept.filter(({ removedAt }) => removedAt === null);
  if (there.length > 0) return succeed(there.sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1)));
  await save(first);
  return succeed([first]);
}

/** Those that can be read. */
async function readAll(): Promise<Project[]> {
  const found: Project[] = [];
  for await (const [, value] of entriesOf(shared, PROJECTS)) {
    const project = projectSchema.safeParse(value);
    if (project.success) found.push(project.data);
  }
  return found;
}

const LONG_AGO = '1970-01-01T00:00:00Z';

/** A project whose entry is not what was written still has its work: it gets a new entry, last in the list, with its id for a name. */
async function mend(first: Project): Promise<void> {
  for await (const [key, value] of entriesOf(shared, PROJECTS)) {
    if (projectSchema.safeParse(value).success) continue;
    const id = key.slice(PROJECTS.length);
    const mended = { ...first, id, name: id === FIRST ? first.name : id, openedAt: LONG_AGO };
    if (projectSchema.safeParse(mended).success) await save(mended);
  }
}

async function save(project: Project): Promise<null> {
  await set(projectKey(project.id), project, shared);
  return null;
}

/** Fills a new project's place; what was begun is removed where that fails. */
async function filled<T>(id: string, fill: () => Promise<T>): Promise<T> {
  try {
    return await fill();
  } catch (error) {
    await removePlace(placeOf(id)).catch(() => undefined);
    throw error;
  }
}

async function isOpen(project: string): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === `inlay-open-${project}`) ?? false;
}

async function isHeldByEarlierVersion(): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => EARLIER_LOCKS.includes(name ?? '')) ?? false;
}
