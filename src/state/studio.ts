/** The whole state of the studio, put together. */

import type { SampleId } from '../contracts/sample';
import { t } from '../messages';
import { messageOf } from '../messages/failures';
import { createCompare } from './compose/compareStore';
import { createComposeRecipes } from './compose/composeRecipes';
import { createCompose } from './compose/composeStore';
import { yieldToInput } from './compose/yieldToInput';
import { createClasses } from './dataset/classStore';
import { createDatasetState } from './dataset/datasetStore';
import type { StudioDependencies } from './base/dependencies';
import { createOwnClasses } from './dataset/ownClasses';
import { createEvaluationState } from './evaluate/evaluationStore';
import { createMap } from './evaluate/mapStore';
import { createExport } from './export/exportStore';
import { createFittingState } from './dataset/fittingStore';
import { createLater } from './session/later';
import { createLearnt } from './learnt/learntStore';
import { createGeneration } from './compose/generation';
import { createLibrary } from './queue/libraryStore';
import { createLive } from './compose/liveStore';
import type { Notices } from './base/noticeStore';
import { createWriting } from './base/writing';
import { createPainter } from './compose/painter';
import { createScene } from './compose/sceneStore';
import { createPlanning } from './queue/planStore';
import { createQueue } from './queue/queueStore';
import { createRenaming } from './queue/renaming';
import { createRemaking } from './compose/remaking';
import { createReplay } from './export/replayStore';
import { createMending } from './review/mending';
import { createReview } from './review/reviewStore';
import { createSamples } from './review/sampleStore';
import { createSelection } from './review/selectionStore';
import { remedyOf } from './remedies';
import { sessionOfProject, type Session } from './session/sessionStore';
import { createStudy } from './review/studyStore';

/** What all projects have in common. */
export interface SharedState {
  readonly notices: Notices;
  readonly session: Session;
}

/** One project, opened. */
export function createStudio(dependencies: StudioDependencies, shared: SharedState) {
  const { notices } = shared;
  const { session, release } = sessionOfProject(shared.session);
  const { tabs, storage } = dependencies;
  const writing = createWriting(dependencies);
  const later = createLater(session);
  const classes = createClasses(dependencies, { notices, session, writing });
  const compose = createCompose(dependencies, { notices, session, writing, later });
  const painter = createPainter(compose);
  yieldToInput(painter, dependencies);
  session.onChoice(({ defaults }) => compose.takeDefaults(defaults));
  const samples = createSamples(dependencies, notices);
  const dataset = createDatasetState(dependencies, { notices, session, classes });
  const learnt = createLearnt(dependencies, { notices, session, dataset, later });
  const recipes = createComposeRecipes(dependencies, { session, compose, classes, learnt });
  const generation = createGeneration(dependencies, {
    ...{ notices, session, compose, samples, recipes, learnt, later },
  });
  const compare = createCompare();
  const live = createLive(dependencies, { session, compose, recipes, learnt, generation });
  const scene = createScene(dependencies, { session, compose });
  const review = createReview(dependencies, { notices, samples });
  const selection = createSelection(dependencies, { notices, session, samples, writing });
  const remaking = createRemaking(dependencies, { session, compose, learnt });
  const replay = createReplay(dependencies, { notices, remaking, later, samples });
  const mending = createMending(dependencies, { notices, samples, remaking, later });
  const exporting = createExport(dependencies, { notices, classes, compose, dataset });
  const study = createStudy(dependencies, { notices, dataset, writing, classes });
  const fitting = createFittingState(dependencies, { notices, session, selection, dataset, classes, later });
  session.onReady(() => void fitting.restore());
  const material = async () =>
    (await import('./evaluate/material')).createMaterial(dependencies, { samples, fitting, classes });
  const evaluation = createEvaluationState(dependencies, {
    ...{ notices, session, compose, samples, dataset, fitting, classes, material, later },
  });
  const map = createMap(dependencies, { session, dataset, classes, material, evaluation });
  const library = createLibrary(dependencies, { notices, session, compose, dataset, classes, later });
  const queue = createQueue(dependencies, { notices, session, compose, samples, learnt, writing });
  const planning = createPlanning(dependencies, {
    ...{ notices, session, compose, selection, dataset, library, queue, writing, classes, learnt, later },
  });
  const rename = createRenaming({ compose, library, planning });
  const ownClasses = createOwnClasses(dependencies, { notices, classes, dataset, samples, queue, rename });

  let hasCompany = false;
  tabs.listen(({ kind }) => {
    if (kind !== 'hello' && kind !== 'here') return;
    if (kind === 'hello') tabs.tell({ kind: 'here' });
    if (!hasCompany) notices.inform(t('state.otherTab'));
    hasCompany = true;
  });

  async function load(): Promise<void> {
    const loaded = await storage.load(dependencies.baseUrl);
    if (!loaded.ok) {
      notices.report(loaded.failure);
      return;
    }
    const {
      compose: kept,
      classes: list,
      draft,
      selection: rule,
      study: reading,
      backgrounds,
      shapes,
      ownClasses: told,
      lessons,
      warnings,
    } = loaded.value;
    for (const warning of warnings) notices.inform(messageOf(warning));
    classes.restore(list);
    learnt.restore(told, lessons);
    void samples.restore().then(() => storage.sweep());
    void queue.restore();
    selection.restore(rule);
    study.restore(reading);
    library.shapes.restore(shapes);
    planning.restore(draft);
    await compose.restore(kept, backgrounds);
    const takeDefaults = (): void => {
      const { manifest } = session.store.getState();
      if (manifest) compose.takeDefaults(manifest.defaults, true);
    };
    if (!kept) session.whenReady(takeDefaults);
    if (session.store.getState().model.phase === 'ready') void fitting.restore();
    generation.restore();
  }

  const studio = {
    notices,
    session,
    later,
    writing,
    classes,
    ownClasses,
    learnt,
    compose,
    painter,
    samples,
    generation,
    compare,
    live,
    scene,
    review,
    study,
    selection,
    exporting,
    replay,
    mending,
    dataset,
    fitting,
    evaluation,
    map,
    library,
    queue,
    planning,
    readRecord: (id: SampleId) => storage.readRecord(id),
    readSamplePng: (id: SampleId) => mending.readPng(id),
    readBackground: (id: string) => storage.readBackground(id),
    readThumbnail: (id: string) => storage.readThumbnail(id),
    /** Restores what was kept; painting works before the model is there. */
    async start(): Promise<void> {
      tabs.tell({ kind: 'hello' });
      void dataset.restore();
      await load();
    },
    /** Writes what is not written yet, and ends all work; what the queue was doing goes on when the project is opened again. */
    async close(): Promise<void> {
      compose.saveNow();
      replay.close();
      live.end();
      generation.end();
      evaluation.end();
      await Promise.all([learnt.end(), queue.end(), dataset.pause(), dataset.settle(), fitting.settle()]);
      await writing.settled();
      if (fitting.store.getState().fitted) await dependencies.inference.compareWith(null);
      release();
      tabs.close();
    },
  };
  notices.setRemedies((failure) => remedyOf(studio, failure));
  return studio;
}

export type Studio = ReturnType<typeof createStudio>;
