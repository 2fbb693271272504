/** What a command is. */
import type { Studio } from './studio';

/** Keys that are no command's, as the browser names them: the key sheet, and on Compose hiding, the whole image, panning. No command takes them. */
export const RESERVED_KEYS = { sheet: '?', hide: 'x', fit: '0', pan: ' ' } as const;

export interface Command {
  readonly id: string;
  /** As on the key sheet; the first one is bound: "Ctrl+Shift+Z", "[". */
  readonly keys: readonly string[];
  readonly screen: 'compose' | 'review' | 'everywhere';
  /** Holding the keys down does it once: what comes next was not there to be seen when the hand moved. */
  readonly isOnce?: boolean;
  enabled(studio: Studio): boolean;
  run(studio: Studio): void;
}
