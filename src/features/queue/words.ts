/** Durations and sizes as a person says them. Pure. */
import { thousands } from '../../ui/thousands';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "40 s", "12 min", "3 h 20 min", "2 days 4 h": no more digits than the estimate has. */
export function durationWords(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  const [large, small, one, many, part] = ms < DAY ? [HOUR, MINUTE, 'h', 'h', 'min'] : [DAY, HOUR, 'day', 'days', 'h'];
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms - whole * large) / small);
  const unit = whole === 1 ? one : many;
  return rest === 0 || whole >= 20 ? `${thousands(whole)} ${unit}` : `${whole} ${unit} ${rest} ${part}`;
}

/** "about 2 h", or "2 to 4 h" where both ends differ. */
export function betweenWords(fromMs: number, toMs: number): string {
  const [from, to] = [durationWords(fromMs), durationWords(toMs)];
  return from === to ? `about ${from}` : `${from} to ${to}`;
}

/** Decimal units, as disks have them. */
export function bytesWords(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
