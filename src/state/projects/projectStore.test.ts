import { beforeEach, describe, expect, it } from 'vitest';
import { fail, succeed } from '../../contracts/failure';
import type { Project } from '../../contracts/projects';
import { exampleWorld, type World } from '../../testing/studio';
import { createProjects, type Projects } from './projectStore';

const project = (id: string, changes: Partial<Project> = {}): Project => ({
  schema: 1,
  id,
  name: id,
  createdAt: '2026-11-23T10:00:00Z',
  openedAt: '2026-11-23T10:00:00Z',
  dataset: null,
  removedAt: null,
  ...changes,
});

let world: World;
let projects: Projects;
let kept: Project[];
let ended: string[];
let last: string | null;

function start(all: readonly Project[], wanted: string | null = null): Promise<void> {
  kept = [...all];
  last = wanted;
  Object.assign(world.dependencies.projects, {
    prepare: () => Promise.resolve(succeed(kept)),
    bundles: () => Promise.resolve(succeed({ bundles: [], activeBundleId: null, warnings: [] })),
    save: (saved: Project) => {
      kept = [...kept.filter(({ id }) => id !== saved.id), saved];
      return Promise.resolve(succeed(null));
    },
  });
  let ids = 0;
  projects = createProjects({
    ...world.dependencies,
    clientsOf: (id) => ({ ...world.dependencies, end: () => void ended.push(id) }),
    lastProject: { get: () => last, set: (id) => (last = id) },
    newId: () => `new-${(ids += 1)}`,
  });
  return projects.start();
}

const state = () => projects.store.getState();
const news = (): string =>
  projects.notices.store
    .getState()
    .notices.map(({ message }) => message)
    .join(' ');

beforeEach(() => {
  world = exampleWorld();
  ended = [];
});

describe('projects', () => {
  it('the one of this tab is opened, else the one that was opened last; the model starts once', async () => {
    await start([project('b'), project('a')]);
    expect(state()).toMatchObject({ current: 'b', work: null, failure: null });
    await start([project('b'), project('a')], 'a');
    expect(state().current).toBe('a');
    const before = state().studio;
    await projects.open('b');
    expect(state().current).toBe('b');
    expect(state().studio).not.toBe(before);
    expect(ended).toEqual(['a']);
    expect(last).toBe('b');
    expect(world.opened).toHaveLength(2); // one model for each start
  });

  it('says why none can be opened', async () => {
    await start([project('a')]);
    Object.assign(world.dependencies.projects, { prepare: () => Promise.resolve(fail('store-earlier-tab')) });
    await projects.start();
    expect(state().failure?.code).toBe('store-earlier-tab');
  });

  it('are made, named, and deleted with a way back', async () => {
    await start([project('a')]);
    await projects.create('  Spitz nevi ');
    expect(state().current).toBe('new-1');
    expect(kept.find(({ id }) => id === 'new-1')?.name).toBe('Spitz nevi');
    await projects.rename('new-1', ' ');
    expect(kept.find(({ id }) => id === 'new-1')?.name).toBe('Spitz nevi');
    await projects.rename('new-1', 'Two');
    await projects.remove('new-1');
    expect(state().current).toBe('a');
    expect(state().projects.map(({ id }) => id)).toEqual(['a']);
    expect(kept.find(({ id }) => id === 'new-1')?.removedAt).not.toBeNull();
    projects.notices.store.getState().notices.at(-1)?.action?.run();
    await Promise.resolve();
    expect(kept.find(({ id }) => id === 'new-1')).toMatchObject({ name: 'Two', removedAt: null });
    await projects.remove('new-1');
    await projects.remove('a'); // the last one makes room for a new one
    expect(state().projects).toHaveLength(1);
    expect(state().current).toBe('new-2');
  });

  it('another data set opens the project that is about it, or a new one', async () => {
    const files = { kind: 'files', name: 'other', files: [] } as const;
    const asked: string[] = [];
    Object.assign(world.dependencies.dataset, {
      open: () => {
        asked.push(state().current ?? '');
        return Promise.resolve(
          state().current === 'a' ? succeed({ name: 'other', token: 't2' }) : fail('dataset-empty', { name: 'other' }),
        );
      },
      pause: () => Promise.resolve(succeed(null)),
    });
    await start([project('a')]);
    await state().studio?.dataset.open(files);
    expect(state().current).toBe('new-1');
    expect(asked).toEqual(['a', 'new-1']);
    expect(news()).toContain('has a project of its own');
    await start([project('a'), project('b', { dataset: { name: 'elsewhere', token: 't2' } })]);
    await state().studio?.dataset.open(files);
    expect(state().current).toBe('b');
    expect(news()).toContain('belongs to the project b');
  });

  it('that cannot be written are not opened', async () => {
    await start([project('a')]);
    Object.assign(world.dependencies.projects, {
      save: () => Promise.resolve(fail('storage-full', { what: 'project' })),
    });
    await projects.create('Two');
    expect(state().current).toBe('a');
    expect(news()).toContain('There is no storage left');
  });

  it('one that has something unwritten stays open, and says why', async () => {
    await start([project('a'), project('b')]);
    Object.assign(world.dependencies.storage, {
      saveCompose: () => Promise.resolve(fail('storage-full', { what: 'compose' })),
    });
    state().studio?.compose.newSeed();
    await projects.open('b');
    expect(state()).toMatchObject({ current: 'a', work: null });
    expect(state().studio).not.toBeNull();
    expect(news()).toContain('There is no storage left');
    expect(ended).toEqual([]);
    await projects.remove('a');
    expect(state().projects.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('one that is being closed takes no more work', async () => {
    await start([project('a'), project('b')]);
    const shown: boolean[] = [];
    Object.assign(world.dependencies.dataset, {
      pause: () => {
        shown.push(state().studio !== null);
        return Promise.resolve(succeed(null));
      },
    });
    await projects.open('b');
    expect(shown).toEqual([false]);
    expect(state().studio).not.toBeNull();
  });
});
