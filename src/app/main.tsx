/** Boot: wires the workers to the studio and shows it. */
import { StrictMode, type ReactNode } from 'react';
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
import { i18n, t } from '../messages';
import { messageOf } from '../messages/failures';
import { StudioContext } from '../state/context';
import { createStudio, type Studio } from '../state/studio';
import '../ui/tokens.css';
import '../ui/base.css';
import { Page } from '../ui/Page';
import { App } from './App';
import { keepReader } from './keptReader';
import { putLanguage, readLanguage } from './language';
import { watchOffline } from './offline';
import { protect, proveProtection } from './protection';
import { routeOf } from './routes';
import { loadScreen } from './screens';

function createPageStudio(): Studio {
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
  const studio = createStudio({
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
  return studio;
}

function show(what: ReactNode): void {
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<StrictMode>{what}</StrictMode>);
}

/** Nothing is shown before its words and its screen are there, nor before the policy that holds back what would leave. */
async function boot(): Promise<void> {
  initReactI18next.init(i18n);
  if (!window.isSecureContext) {
    await putLanguage(readLanguage());
    show(<Page title={t('app.insecure')} lead={t('app.insecureLead')} />);
    return;
  }
  await protect();
  const studio = createPageStudio();
  await Promise.all([putLanguage(readLanguage()), loadScreen(routeOf(window.location.hash))]);
  show(
    <StudioContext value={studio}>
      <App />
    </StudioContext>,
  );
  void watchOffline(studio);
  void proveProtection();
  await studio.start();
}

void boot();
