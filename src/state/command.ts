/** What a command is. */
import type { Studio } from './studio';

export interface Command {
  readonly id: string;
  /** As on the key sheet; the first one is bound: "Ctrl+Shift+Z", "[". */
  readonly keys: readonly string[];
  readonly screen: 'compose' | 'review' | 'everywhere';
  enabled(studio: Studio): boolean;
  run(studio: Studio): void;
}
