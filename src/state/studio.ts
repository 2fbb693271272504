/** The whole state of the studio, put together. */

import type { SampleId } from '../contracts/sample';
import type { OpenedDevice } from '../bridge/inferenceClient';
import { createCompare } from './compareStore';
import { createComposeRecipes } from './composeRecipes';
import { createCompose } from './composeStore';
import { yieldToInput } from './yieldToInput';
import { createDatasetState } from './datasetStore';
import type { StudioDependencies } from './dependencies';
import { createEvaluationState } from './evaluationStore';
import { createExport } from './exportStore';
import { createFittingState } from './fittingStore';
import { createGeneration } from './generation';
import { createLibrary } from './libraryStore';
import { createLive } from './liveStore';
import { createNoticeStore } from './noticeStore';
import { createPainter } from './painter';
import { createPlanning } from './planStore';
import { createQueue } from './queueStore';
import { createReplay } from './replayStore';
import { createReview } from './reviewStore';
import { createSamples } from './sampleStore';
import { createSelection } from './selectionStore';
import { createSession } from './sessionStore';
import { createStudy } from './studyStore';

export function createStudio(dependencies: StudioDependencies) {
  const notices = createNoticeStore();
  const session = createSession(dependencies, notices);
  const compose = createCompose(dependencies, notices, session);
  const painter = createPainter(compose);
  yieldToInput(painter, dependencies);
  session.onChoice(({ defaults }) => compose.takeDefaults(defaults));
  const samples = createSamples(dependencies, notices);
  const recipes = createComposeRecipes(dependencies, session, compose);
  const generation = createGeneration(dependencies, notices, session, compose, samples, recipes);
  const compare = createCompare();
  const live = createLive(dependencies, session, compose, recipes, generation);
  const review = createReview(dependencies, notices, samples);
  const selection = createSelection(dependencies, notices, samples);
  const exporting = createExport(dependencies, notices);
  const replay = createReplay(dependencies, notices, session, compose);
  const dataset = createDatasetState(dependencies, notices, session);
  const study = createStudy(dependencies, notices, samples, dataset);
  const fitting = createFittingState(dependencies, notices, session, selection, dataset);
  session.onReady(() => void fitting.restore());
  const evaluation = createEvaluationState(dependencies, notices, session, compose, samples, dataset, fitting);
  const library = createLibrary(dependencies, notices, session, compose, dataset);
  const queue = createQueue(dependencies, notices, session, compose, samples);
  const planning = createPlanning(dependencies, notices, session, compose, selection, dataset, library, queue);

  return {
    notices,
    session,
    compose,
    painter,
    samples,
    generation,
    compare,
    live,
    review,
    study,
    selection,
    exporting,
    replay,
    dataset,
    fitting,
    evaluation,
    library,
    queue,
    planning,
    readRecord: (id: SampleId) => dependencies.storage.readRecord(id),
    readSamplePng: (id: SampleId) => dependencies.storage.readSamplePng(id),
    readBackground: (id: string) => dependencies.storage.readBackground(id),
    readThumbnail: (id: string) => dependencies.storage.readThumbnail(id),
    /** Called by the bridge when a device had to be replaced. */
    deviceChanged: (opened: OpenedDevice): void => session.setDevice(opened),
    /** Restores what was kept, then loads the model; painting works before the model is there. */
    async start(): Promise<void> {
      void dataset.restore();
      const loaded = await dependencies.storage.load(dependencies.baseUrl);
      if (!loaded.ok) {
        notices.report(loaded.failure);
        await session.start([], null);
        return;
      }
      const {
        compose: kept,
        draft,
        selection: rule,
        study: reading,
        backgrounds,
        shapes,
        bundles,
        activeBundleId,
        warnings,
      } = loaded.value;
      for (const warning of warnings) notices.inform(warning);
      void samples.restore();
      void queue.restore();
      selection.restore(rule);
      study.restore(reading);
      library.shapes.restore(shapes);
      planning.restore(draft);
      await compose.restore(kept, backgrounds);
      void session.refreshStorage();
      await session.start(bundles, activeBundleId);
      const { manifest } = session.store.getState();
      if (!kept && manifest) compose.takeDefaults(manifest.defaults);
    },
  };
}

export type Studio = ReturnType<typeof createStudio>;
