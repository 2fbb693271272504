/** Boot: wires the workers to the studio and shows it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import {
  createArchiveClient,
  createDatasetClient,
  createEvaluationClient,
  createFittingClient,
  createProjectsClient,
  createStorageClient,
} from '../bridge/clients';
import { forcedProvider } from '../bridge/deviceLadder';
import { createInferenceClient } from '../bridge/inferenceClient';
import { createProjectTabs } from '../bridge/projectTabs';
import { i18n } from '../messages';
import { messageOf } from '../messages/failures';
import { createProjects, type Projects, type ProjectsNeeds } from '../state/projects/projectStore';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App';
import { keepReader } from './keptReader';
import { putLanguage, readLanguage } from './language';
import { watchOffline } from './offline';
import { protect, proveProtection } from './protection';
import { routeOf } from './routes';
import { loadScreen } from './screens';
import { storageFault, thisBrowser } from './storageCheck';
import { recall, remember } from '../ui/browserMemory';

/** What a reload of this tab opens again. */
const PROJECT_KEY = 'inlay-project';

const inference = createInferenceClient({
  facts: {
    webgpu: 'gpu' in navigator,
    crossOriginIsolated: window.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
  },
  forced: forcedProvider(window.location.search),
  onNotice: (news) => projects.notices.inform(messageOf(news)),
  onDevice: (opened) => projects.session.setDevice(opened),
});

const projects: Projects = createProjects({
  projects: createProjectsClient(),
  startReading: async () => (await import('../bridge/readingClient')).createReadingClient(),
  clientsOf,
  lastProject: {
    get: () => recall(PROJECT_KEY, 'tab'),
    set: (id) => remember(PROJECT_KEY, id, 'tab'),
  },
  newId: () => crypto.randomUUID(),
  inference,
  memory: { recall, remember },
  persist: () => navigator.storage.persist(),
  baseUrl: new URL('.', document.baseURI).href,
  appVersion: __APP_VERSION__,
  now: () => new Date(),
  randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  schedule: (action, delayMs) => window.setTimeout(action, delayMs),
  unschedule: (handle) => window.clearTimeout(handle),
});

function clientsOf(project: string): ReturnType<ProjectsNeeds['clientsOf']> {
  const workers = {
    storage: createStorageClient(project),
    archive: createArchiveClient(project),
    dataset: createDatasetClient(project),
    fitting: createFittingClient(project),
    evaluation: createEvaluationClient(project),
  };
  return {
    ...workers,
    tabs: createProjectTabs(project),
    end: () => Object.values(workers).forEach((worker) => worker.end()),
  };
}

projects.store.subscribe(({ studio }, before) => {
  if (studio && studio !== before.studio) keepReader(studio.review);
});

// A tab may be killed without a word: what is unsaved is written when it is hidden.
const saveNow = (): void => projects.store.getState().studio?.compose.saveNow();
document.addEventListener('visibilitychange', saveNow);
window.addEventListener('pagehide', saveNow);

/** Nothing is shown before its words and its screen are there, and nothing begins before the policy that holds back what would leave. */
async function boot(): Promise<void> {
  initReactI18next.init(i18n);
  await Promise.all([putLanguage(readLanguage(), 'first'), loadScreen(routeOf(window.location.hash))]);
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App projects={projects} />
      </StrictMode>,
    );
  }
  void putLanguage(readLanguage()).catch(() => undefined); // a screen that lacks its words says so when it is opened
  const fault = await storageFault(thisBrowser());
  if (fault) {
    projects.cannotStart(fault);
    return;
  }
  await protect();
  void watchOffline(projects);
  void proveProtection();
  await projects.start();
}

void boot();
