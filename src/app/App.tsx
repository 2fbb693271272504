/** The frame: navigation, the screen, notices, the status line. */
import { useEffect, useState } from 'react';
import { ComposeScreen } from '../features/compose';
import { DatasetScreen } from '../features/dataset';
import { EvaluateScreen } from '../features/evaluate';
import { ExportScreen } from '../features/export';
import { ModelsScreen } from '../features/models';
import { QueueScreen } from '../features/queue';
import { ReviewScreen } from '../features/review';
import { useStudio } from '../state/context';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './App.module.css';
import { ErrorBoundary } from './ErrorBoundary';
import { bindKeys } from './keys';
import { KeySheet } from './KeySheet';
import { NoticeArea } from './NoticeArea';
import { ROUTES, useRoute, type Route } from './routes';
import { StatusBar } from './StatusBar';
import { applyTheme, nextTheme, readTheme, type Theme } from './theme';

const SCREENS: Readonly<Record<Route, () => React.JSX.Element>> = {
  dataset: DatasetScreen,
  compose: ComposeScreen,
  queue: QueueScreen,
  review: ReviewScreen,
  evaluate: EvaluateScreen,
  export: ExportScreen,
  models: ModelsScreen,
};
const NAMES: Readonly<Record<Route, string>> = {
  dataset: 'Dataset',
  compose: 'Compose',
  queue: 'Queue',
  review: 'Review',
  evaluate: 'Evaluate',
  export: 'Export',
  models: 'Models',
};
const THEME_WORDS: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };

export function App() {
  const studio = useStudio();
  const route = useRoute();
  const [sheetOpen, setSheetOpen] = useState(false);
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => bindKeys(studio, () => setSheetOpen(true)), [studio]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    document.title = `${NAMES[route]} · Inlay`;
  }, [route]);
  const Screen = SCREENS[route];
  return (
    <div className={styles['app']}>
      <header className={styles['bar']}>
        <span className={styles['brand']}>Inlay</span>
        <nav aria-label="Screens" className={styles['nav']}>
          {ROUTES.map((name) => (
            <a key={name} href={`#/${name}`} {...(name === route ? { 'aria-current': 'page' as const } : {})}>
              {NAMES[name]}
            </a>
          ))}
        </nav>
        <IconButton
          label={`Theme: ${THEME_WORDS[theme]}`}
          icon={<Icon name="sun" />}
          onClick={() => setTheme(nextTheme(theme))}
        />
        <IconButton label="Keys" keys="?" icon={<Icon name="help" />} onClick={() => setSheetOpen(true)} />
      </header>
      <main className={styles['main']}>
        <ErrorBoundary key={route}>
          <Screen />
        </ErrorBoundary>
      </main>
      <StatusBar />
      <NoticeArea />
      <KeySheet open={sheetOpen} onClose={() => setSheetOpen(false)} />
    </div>
  );
}
