/** Durations as a person says them. */
import { t } from '../../messages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "40 s", "12 min", "3 h 20 min", "2 days 4 h": no more digits than the estimate has. */
export function durationWords(ms: number): string {
  if (ms < MINUTE) return t('queue.seconds', { n: Math.max(1, Math.round(ms / 1000)) });
  if (ms < HOUR) return t('queue.minutes', { n: Math.round(ms / MINUTE) });
  if (ms < DAY) {
    const hours = Math.floor(ms / HOUR);
    const minutes = Math.floor((ms - hours * HOUR) / MINUTE);
    return minutes === 0 || hours >= 20 ? t('queue.hours', { n: hours }) : t('queue.hoursMinutes', { hours, minutes });
  }
  const count = Math.floor(ms / DAY);
  const hours = Math.floor((ms - count * DAY) / HOUR);
  return hours === 0 || count >= 20 ? t('queue.days', { count }) : t('queue.daysHours', { count, hours });
}

/** "about 2 h", or "2 to 4 h" where both ends differ. */
export function betweenWords(fromMs: number, toMs: number): string {
  const [from, to] = [durationWords(fromMs), durationWords(toMs)];
  return from === to ? t('queue.about', { amount: from }) : t('queue.fromTo', { from, to });
}
