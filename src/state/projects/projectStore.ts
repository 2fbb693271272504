/** Which projects there are and which one is open in this tab. Opening one closes the other; the model stays where it is. */
import { createStore } from 'zustand/vanilla';
import type { DatasetSource, OtherDataset } from '../../contracts/dataset';
import { succeed, type Failure, type Outcome } from '../../contracts/failure';
import { PROJECT_NAME_LIMIT, type Project } from '../../contracts/projects';
import { createTurns } from '../../core/turns';
import { t } from '../../messages';
import { messageOf } from '../../messages/failures';
import type { ProjectClients, SharedDependencies } from '../base/dependencies';
import { createNoticeStore } from '../base/noticeStore';
import { dropUrls } from '../pixelUrls';
import { createSession } from '../session/sessionStore';
import { createStudio, type Studio } from '../studio';

/** What is done to projects, one thing at a time. */
export interface ProjectWork {
  readonly kind: 'moving' | 'opening' | 'copying' | 'exporting' | 'importing';
  readonly done: number;
  readonly total: number;
}

export interface ProjectsState {
  /** The one that was opened last first. */
  readonly projects: readonly Project[];
  /** Id of the one that is open; null while none is. */
  readonly current: string | null;
  /** Of the current project. */
  readonly studio: Studio | null;
  readonly work: ProjectWork | null;
  /** Why no project can be opened at all. */
  readonly failure: Failure | null;
}

export interface ProjectsNeeds extends SharedDependencies {
  /** Starts the workers of a project. */
  readonly clientsOf: (project: string) => ProjectClients & { end(): void };
  /** Of the tab: what a reload opens again. */
  readonly lastProject: { get(): string | null; set(id: string): void };
  readonly newId: () => string;
}

export function createProjects(dependencies: ProjectsNeeds) {
  const { projects: api, clientsOf, lastProject, newId, now } = dependencies;
  const notices = createNoticeStore();
  const session = createSession(dependencies, notices);
  const store = createStore<ProjectsState>(() => ({
    projects: [],
    current: null,
    studio: null,
    work: null,
    failure: null,
  }));
  let endClients = (): void => undefined;
  /** Of two projects that are opened at once, one would be left open. */
  const inTurn = createTurns();

  const find = (id: string | null): Project | undefined => store.getState().projects.find((known) => known.id === id);
  const progress =
    (kind: ProjectWork['kind']) =>
    (done: number, total: number): void =>
      store.setState({ work: { kind, done, total } });

  function put(project: Project): void {
    store.setState(({ projects }) => ({ projects: [project, ...projects.filter(({ id }) => id !== project.id)] }));
  }

  /** Keeps it, or says why not. */
  async function keep(project: Project): Promise<boolean> {
    const saved = await api.save(project);
    if (saved.ok) put(project);
    else notices.report(saved.failure);
    return saved.ok;
  }

  async function change(id: string, changes: Partial<Project>): Promise<void> {
    const project = find(id);
    if (project) await keep({ ...project, ...changes });
  }

  /** @param name as it was typed; cut where it is too long */
  function fresh(name: string): Project {
    const at = now().toISOString();
    const kept = name.trim().slice(0, PROJECT_NAME_LIMIT) || t('projects.untitled');
    return { schema: 1, id: newId(), name: kept, createdAt: at, openedAt: at, dataset: null, removedAt: null };
  }

  /** @returns null where the one that is open has to stay: something of it cannot be written yet */
  async function openNow(project: Project): Promise<Studio | null> {
    const { studio: before, current } = store.getState();
    if (before && current === project.id) return before;
    store.setState({ work: { kind: 'opening', done: 0, total: 0 } });
    await settle();
    if (before) {
      const { failure } = before.writing.store.getState();
      if (failure) {
        store.setState({ work: null });
        notices.report(failure);
        return null;
      }
      store.setState({ studio: null }); // what is being closed takes no more work
      await before.close();
    }
    endClients();
    dropUrls();
    const clients = clientsOf(project.id);
    endClients = () => clients.end();
    const studio = createStudio(
      {
        ...dependencies,
        ...clients,
        projectId: project.id,
        onOtherDataset: (source, found) => openDataset(source, found),
        onDataset: (dataset) => void change(project.id, { dataset: { name: dataset.name, token: dataset.token } }),
      },
      { notices, session },
    );
    lastProject.set(project.id);
    await keep({ ...project, openedAt: now().toISOString() });
    const started = studio.start();
    store.setState({ studio, current: project.id, work: null });
    await started;
    return studio;
  }

  /** The project that is about the data set, or a new one, in place of the current one. */
  async function openDataset(source: DatasetSource, { name, token }: OtherDataset): Promise<void> {
    const { projects } = store.getState();
    const known =
      projects.find(({ dataset }) => dataset?.token === token) ??
      projects.find(({ dataset }) => dataset?.name === name);
    const project = known ?? fresh(name);
    if (!known && !(await keep(project))) return;
    const studio = await inTurn(() => openNow(project));
    if (!studio) return;
    notices.inform(t(known ? 'projects.openedOf' : 'projects.madeOf', { dataset: name, name: project.name }));
    await studio.dataset.open(source);
  }

  /** What the open project has not written yet is written before it is copied or closed. */
  async function settle(): Promise<void> {
    const { studio } = store.getState();
    studio?.compose.saveNow();
    await studio?.writing.settled();
  }

  async function worked<T>(kind: ProjectWork['kind'], work: (say: ReturnType<typeof progress>) => Promise<Outcome<T>>) {
    progress(kind)(0, 0);
    const outcome = await work(progress(kind));
    store.setState({ work: null });
    if (!outcome.ok) notices.report(outcome.failure);
    return outcome.ok ? outcome.value : null;
  }

  return {
    store,
    notices,
    session,
    /** No project can be opened; the page says why. */
    cannotStart: (failure: Failure): void => store.setState({ failure }),
    /** Opens the project of this tab, or the one that was opened last; then the model. */
    async start(): Promise<void> {
      const prepared = await api.prepare(now().toISOString(), t('projects.first'), progress('moving'));
      store.setState({ work: null });
      if (!prepared.ok) {
        store.setState({ failure: prepared.failure });
        return;
      }
      store.setState({ projects: prepared.value });
      const wanted = find(lastProject.get()) ?? prepared.value[0];
      const opening = wanted ? inTurn(() => openNow(wanted)) : Promise.resolve(null);
      const kept = await api.bundles();
      if (!kept.ok) notices.report(kept.failure);
      for (const warning of kept.ok ? kept.value.warnings : []) notices.inform(messageOf(warning));
      void session.refreshStorage();
      await Promise.all([
        opening,
        session.start(kept.ok ? kept.value.bundles : [], kept.ok ? kept.value.activeBundleId : null),
      ]);
    },
    open: (id: string): Promise<void> =>
      inTurn(async () => {
        const project = find(id);
        if (project) await openNow(project);
      }),
    create: (name: string): Promise<void> =>
      inTurn(async () => {
        const project = fresh(name);
        if (await keep(project)) await openNow(project);
      }),
    rename: (id: string, name: string): Promise<void> => {
      const kept = name.trim().slice(0, PROJECT_NAME_LIMIT);
      return kept === '' ? Promise.resolve() : change(id, { name: kept });
    },
    duplicate: (id: string): Promise<void> =>
      inTurn(async () => {
        const project = find(id);
        if (!project) return;
        const copy = { ...fresh(t('projects.copyOf', { name: project.name })), dataset: project.dataset };
        await settle();
        const isMade = await worked('copying', async (say) => {
          const copied = await api.duplicate(id, copy, say);
          return copied.ok ? succeed(true) : copied;
        });
        if (isMade) put(copy);
      }),
    /** Takes a project out, which can be taken back; another one is opened where it was the current one. */
    remove: (id: string): Promise<void> =>
      inTurn(async () => {
        const project = find(id);
        if (!project) return;
        const others = store.getState().projects.filter((known) => known.id !== id);
        const [next = fresh(t('projects.first'))] = others;
        if (store.getState().current === id) {
          if (others.length === 0 && !(await keep(next))) return;
          if (!(await openNow(next))) return;
        }
        const saved = await api.save({ ...project, removedAt: now().toISOString() });
        if (!saved.ok) {
          notices.report(saved.failure);
          return;
        }
        store.setState(({ projects }) => ({ projects: projects.filter((known) => known.id !== id) }));
        notices.offer(t('projects.removed', { name: project.name }), {
          label: t('projects.undo'),
          run: () => void keep(project),
        });
      }),
    /** The whole project as one file; null where that failed. */
    exportFile: (id: string): Promise<Blob | null> =>
      settle().then(() => worked('exporting', (say) => api.exportProject(id, say))),
    importFile: (file: Blob): Promise<void> =>
      inTurn(async () => {
        const { id, createdAt } = fresh('');
        const { readOutside } = await import('../base/readOutside');
        const read = await worked('importing', (say) =>
          readOutside(dependencies, notices, file, (reader, onRead) =>
            reader.readProject(file, id, (done, total) => {
              say(done, total);
              onRead(done, total);
            }),
          ),
        );
        const project: Project | null = read && {
          ...{ schema: 1, ...read, id, createdAt },
          ...{ openedAt: createdAt, removedAt: null },
        };
        if (project && (await keep(project))) await openNow(project);
        else await api.discard(id);
      }),
  };
}

export type Projects = ReturnType<typeof createProjects>;
