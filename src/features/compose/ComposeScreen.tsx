/** Compose: the image in the centre, what it is made from on the left, what was made on the right. */
import { useTranslation } from 'react-i18next';
import { useEffect } from 'react';
import { useStudio } from '../../state/context';
import { BackgroundPicker } from './BackgroundPicker';
import styles from './Compose.module.css';
import { MaskCanvas } from './MaskCanvas';
import { PaintToolbar } from './PaintToolbar';
import { GenerateBar, SettingsPanel } from './SettingsPanel';
import { VariantList } from './VariantList';

export function ComposeScreen() {
  const { compose } = useStudio();
  const { t } = useTranslation();

  // An image can be pasted anywhere on the screen; what is dropped is taken on every screen.
  useEffect(() => {
    const stop = new AbortController();
    const take = async (files: readonly File[]): Promise<void> => {
      for (const file of files) await compose.importBackground(file, file.name);
    };
    window.addEventListener('paste', (event) => void take([...(event.clipboardData?.files ?? [])]), {
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [compose]);

  return (
    <div className={styles['screen']}>
      <h1 className="srOnly">{t('screens.compose')}</h1>
      <aside className={styles['left']} aria-label={t('compose.settings')}>
        <div className={styles['leftScroll']}>
          <SettingsPanel />
          <BackgroundPicker />
        </div>
        <GenerateBar />
      </aside>
      <section className={styles['centre']} aria-label={t('compose.canvas')}>
        <PaintToolbar />
        <MaskCanvas />
      </section>
      <aside className={styles['right']} aria-label={t('compose.made')}>
        <VariantList />
      </aside>
    </div>
  );
}
