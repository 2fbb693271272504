/** The frame around the screens of a project: navigation, the screen, notices, the status line. */
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjects, useStudio } from '../state/context';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './App.module.css';
import { watchDrops } from './drops';
import { ErrorBoundary } from './ErrorBoundary';
import { bindKeys } from './keys';
import { KeySheet } from './KeySheet';
import { LanguageChoice } from './LanguageChoice';
import { NoticeArea } from './NoticeArea';
import { Palette } from './Palette';
import { routeOf, ROUTES, useRoute } from './routes';
import { loadScreen, useScreen } from './screens';
import { StatusBar } from './StatusBar';
import { ProjectMenu } from './ProjectMenu';
import { WorkPill } from './WorkPill';
import { keepTour, wantsTour } from './tour';
import { applyTheme, nextTheme, readTheme } from './theme';

const Tour = lazy(async () => ({ default: (await import('./Tour')).Tour }));
/** A name, the same in every language. */
const PRODUCT = 'Inlay';

export function Frame() {
  const studio = useStudio();
  const { t } = useTranslation();
  const route = useRoute();
  const projects = useProjects();
  const [sheetOpen, setSheetOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [theme, setTheme] = useState(readTheme);
  const [isTouring, setTouring] = useState(wantsTour);
  const showTour = useCallback((isOpen: boolean) => {
    keepTour(isOpen);
    setTouring(isOpen);
  }, []);
  const helpButton = useRef<HTMLButtonElement>(null);
  const closeTour = useCallback(() => {
    showTour(false);
    helpButton.current?.focus({ preventScroll: true }); // from there they are shown again
  }, [showTour]);
  useEffect(
    () => bindKeys(studio, { openSheet: () => setSheetOpen(true), openPalette: () => setPaletteOpen(true) }),
    [studio],
  );
  useEffect(() => watchDrops(studio, projects, () => routeOf(window.location.hash)), [studio, projects]);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    document.title = `${t(`screens.${route}`)} · ${PRODUCT}`;
  }, [route, t]);
  useEffect(() => studio.notices.leaveScreen(), [studio, route]);
  const { shown, Screen } = useScreen(route);
  return (
    <div className={styles['app']}>
      <header className={styles['bar']}>
        <span className={styles['brand']}>{PRODUCT}</span>
        <ProjectMenu />
        <nav aria-label={t('app.screens')} className={styles['nav']}>
          {ROUTES.map((name) => (
            <a
              key={name}
              href={`#/${name}`}
              onPointerEnter={() => void loadScreen(name)}
              {...(name === route ? { 'aria-current': 'page' as const } : {})}
            >
              {t(`screens.${name}`)}
            </a>
          ))}
        </nav>
        <WorkPill />
        <LanguageChoice />
        <IconButton
          label={t('app.theme', { theme: t(`app.themes.${theme}`) })}
          icon={<Icon name="sun" />}
          onClick={() => setTheme(nextTheme(theme))}
        />
        <IconButton
          ref={helpButton}
          label={t('app.keys')}
          keys="?"
          icon={<Icon name="help" />}
          onClick={() => setSheetOpen(true)}
        />
      </header>
      <div className={styles['above']}>
        {isTouring && (
          <ErrorBoundary>
            <Suspense fallback={<div className={styles['tour']} />}>
              <Tour onClose={closeTour} />
            </Suspense>
          </ErrorBoundary>
        )}
      </div>
      <main className={styles['main']}>
        <ErrorBoundary key={shown}>{Screen && <Screen />}</ErrorBoundary>
      </main>
      <StatusBar />
      <NoticeArea />
      <Palette open={isPaletteOpen} route={route} onClose={() => setPaletteOpen(false)} />
      <KeySheet
        open={sheetOpen}
        onClose={() => setSheetOpen(false)}
        onTour={() => {
          setSheetOpen(false);
          showTour(true);
        }}
      />
    </div>
  );
}
