/** The whole state of the studio, put together. */

import type { SampleId } from '../contracts/sample';
import type { OpenedDevice } from '../bridge/inferenceClient';
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
import { createExport } from './export/exportStore';
import { createFittingState } from './dataset/fittingStore';
import { createGeneration } from './compose/generation';
import { createLibrary } from './queue/libraryStore';
import { createLive } from './compose/liveStore';
import { createNoticeStore } from './base/noticeStore';
import { createPainter } from './compose/painter';
import { createScene } from './compose/sceneStore';
import { createPlanning } from './queue/planStore';
import { createQueue } from './queue/queueStore';
import { createReplay } from './export/replayStore';
import { createReview } from './review/reviewStore';
import { createSamples } from './review/sampleStore';
import { createSelection } from './review/selectionStore';
import { createSession } from './session/sessionStore';
import { createStudy } from './review/studyStore';

export function createStudio(dependencies: StudioDependencies) {
  const notices = createNoticeStore();
  const session = createSession(dependencies, notices);
  const classes = createClasses(dependencies, { notices, session });
  const compose = createCompose(dependencies, { notices, session });
  const painter = createPainter(compose);
  yieldToInput(painter, dependencies);
  session.onChoice(({ defaults }) => compose.takeDefaults(defaults));
  const samples = createSamples(dependencies, notices);
  const recipes = createComposeRecipes(dependencies, { session, compose, classes });
  const generation = createGeneration(dependencies, { notices, session, compose, samples, recipes });
  const compare = createCompare();
  const live = createLive(dependencies, { session, compose, recipes, generation });
  const scene = createScene(dependencies, { session, compose });
  const review = createReview(dependencies, { notices, samples });
  const selection = createSelection(dependencies, { notices, session, samples });
  const exporting = createExport(dependencies, { notices, classes });
  const replay = createReplay(dependencies, { notices, session, compose });
  const dataset = createDatasetState(dependencies, { notices, session, classes });
  const ownClasses = createOwnClasses({ notices, classes, dataset, samples });
  const study = createStudy(dependencies, { notices, samples, dataset, classes });
  const fitting = createFittingState(dependencies, { notices, session, selection, dataset, classes });
  session.onReady(() => void fitting.restore());
  const evaluation = createEvaluationState(dependencies, {
    notices,
    session,
    compose,
    samples,
    dataset,
    fitting,
    classes,
  });
  const library = createLibrary(dependencies, { notices, session, compose, dataset, classes });
  const queue = createQueue(dependencies, { notices, session, compose, samples });
  const planning = createPlanning(dependencies, {
    notices,
    session,
    compose,
    selection,
    dataset,
    library,
    queue,
    classes,
  });

  return {
    notices,
    session,
    classes,
    ownClasses,
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
        classes: list,
        draft,
        selection: rule,
        study: reading,
        backgrounds,
        shapes,
        bundles,
        activeBundleId,
        warnings,
      } = loaded.value;
      for (const warning of warnings) notices.inform(messageOf(warning));
      classes.restore(list);
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
