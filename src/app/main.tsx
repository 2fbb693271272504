/** Boot: wires the workers to the studio and shows it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import {
  createArchiveClient,
  createDatasetClient,
  createEvaluationClient,
  createFittingClient,
  createStorageClient,
} from '../bridge/clients';
import { forcedProvider } from '../bridge/deviceLadder';
import { createInferenceClient } from '../bridge/inferenceClient';
import { createQueueTab } from '../bridge/queueTab';
import { i18n } from '../messages';
import { messageOf } from '../messages/failures';
import { StudioContext } from '../state/context';
import { createStudio, type Studio } from '../state/studio';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App';
import { keepReader } from './keptReader';
import { putLanguage, readLanguage } from './language';
import { watchOffline } from './offline';
import { routeOf } from './routes';
import { loadScreen } from './screens';

const inference = createInferenceClient({
  facts: {
    webgpu: 'gpu' in navigator,
    crossOriginIsolated: window.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
  },
  forced: forcedProvider(window.location.search),
  onNotice: (news) => studio.notices.inform(messageOf(news)),
  onDevice: (opened) => studio.deviceChanged(opened),
});

const studio: Studio = createStudio({
  storage: createStorageClient(),
  archive: createArchiveClient(),
  dataset: createDatasetClient(),
  fitting: createFittingClient(),
  evaluation: createEvaluationClient(),
  inference,
  queueTab: createQueueTab(),
  persist: () => navigator.storage.persist(),
  baseUrl: new URL('.', document.baseURI).href,
  appVersion: __APP_VERSION__,
  now: () => new Date(),
  randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  schedule: (action, delayMs) => window.setTimeout(action, delayMs),
  unschedule: (handle) => window.clearTimeout(handle),
});

keepReader(studio.review);

// A tab may be killed without a word: what is unsaved is written when it is hidden.
document.addEventListener('visibilitychange', () => void studio.compose.saveNow());
window.addEventListener('pagehide', () => void studio.compose.saveNow());

/** Nothing is shown before its words and its screen are there. */
async function boot(): Promise<void> {
  initReactI18next.init(i18n);
  await Promise.all([putLanguage(readLanguage()), loadScreen(routeOf(window.location.hash))]);
  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <StudioContext value={studio}>
          <App />
        </StudioContext>
      </StrictMode>,
    );
  }
  watchOffline(studio);
  await studio.start();
}

void boot();
