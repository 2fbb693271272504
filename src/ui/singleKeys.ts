/** Whether single letters are commands: whoever dictates, or whose hand slips, can switch them off (WCAG 2.1.4). */
import { recall, remember } from './browserMemory';

const KEY = 'inlay-single-keys';

export function singleKeysAreOn(): boolean {
  return recall(KEY) !== 'off';
}

export function setSingleKeys(on: boolean): void {
  remember(KEY, on ? null : 'off');
}

/** A letter, digit or sign by itself while those are switched off. */
export function isSwitchedOff({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey && !singleKeysAreOn();
}
