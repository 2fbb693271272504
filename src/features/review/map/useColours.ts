/** The colours of the theme as a canvas takes them, and anew when the theme changes. */
import { useEffect, useMemo, useState } from 'react';
import type { LesionClass } from '../../../contracts/classes';
import type { Colours } from './drawMap';

/** What a colour of tokens.css is in the theme in use. */
function resolved(token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function useColours(classes: readonly LesionClass[]): Colours {
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const change = (): void => setTheme((before) => before + 1);
    const observer = new MutationObserver(change);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const isDark = window.matchMedia('(prefers-color-scheme: dark)');
    isDark.addEventListener('change', change);
    return () => {
      observer.disconnect();
      isDark.removeEventListener('change', change);
    };
  }, []);
  return useMemo(
    () => ({
      classes: classes.map(({ colour }) => resolved(`--class-${colour}`)),
      ink: resolved('--ink'),
      surface: resolved('--sunken'),
      accent: resolved('--accent'),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the theme is what the colours come from
    [classes, theme],
  );
}
