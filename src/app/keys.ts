/** Binds the keys of the commands. */
import { RESERVED_KEYS } from '../state/command';
import { COMMANDS } from '../state/commands';
import type { Studio } from '../state/studio';
import { isSwitchedOff } from '../ui/singleKeys';
import { isTyping } from '../ui/typing';
import { routeOf } from './routes';

/** "Ctrl+Shift+Z" against an event; Ctrl is Command on a Mac. */
export function matches(
  keys: string,
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  const key = parts.at(-1) ?? '';
  const withCtrl = parts.includes('Ctrl');
  const withShift = parts.includes('Shift');
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  // Some keyboards type a sign with Option, or with AltGr, which counts as Ctrl and Alt.
  if (event.altKey && isSign(key) && !withCtrl) return true;
  const shiftMatters = withShift || withCtrl;
  return (
    (event.ctrlKey || event.metaKey) === withCtrl && !event.altKey && (!shiftMatters || event.shiftKey === withShift)
  );
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
}

/** What keys open on every screen. */
export interface Opening {
  readonly openSheet: () => void;
  readonly openPalette: () => void;
}

/** Opens the palette, also while something is typed. */
export const PALETTE_KEYS = 'Ctrl+K';

/** @returns a function that unbinds them */
export function bindKeys(studio: Studio, { openSheet, openPalette }: Opening): () => void {
  const stop = new AbortController();
  const onDown = (event: KeyboardEvent): void => {
    if (matches(PALETTE_KEYS, event) && !event.shiftKey && document.querySelector('dialog[open]') === null) {
      event.preventDefault();
      openPalette();
      return;
    }
    const isTaken =
      event.defaultPrevented || (event.key === 'Escape' && document.querySelector(':popover-open') !== null);
    if (isTaken || isTyping(event.target) || isSwitchedOff(event) || document.querySelector('dialog[open]')) return;
    if (event.key === RESERVED_KEYS.sheet) {
      openSheet();
      return;
    }
    const screen = routeOf(window.location.hash);
    if (screen === 'compose' && event.key.toLowerCase() === RESERVED_KEYS.hide) studio.compose.setHideOverlay(true);
    const hit = COMMANDS.find(
      (command) =>
        (command.screen === screen || command.screen === 'everywhere') &&
        command.keys.some((keys) => matches(keys, event)) &&
        command.enabled(studio),
    );
    if (!hit) return;
    event.preventDefault();
    if (event.repeat && hit.isOnce === true) return;
    hit.run(studio);
  };
  const onUp = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === RESERVED_KEYS.hide) studio.compose.setHideOverlay(false);
  };
  window.addEventListener('keydown', onDown, { signal: stop.signal });
  window.addEventListener('keyup', onUp, { signal: stop.signal });
  window.addEventListener('blur', () => studio.compose.setHideOverlay(false), { signal: stop.signal });
  return () => stop.abort();
}
