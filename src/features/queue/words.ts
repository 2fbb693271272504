/** Durations, sizes and how far the queue is, as a person says them. */
import type { EntryView } from '../../contracts/queue';
import { t } from '../../messages';
import type { QueueState } from '../../state/queue/queueStore';

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

/** Decimal units, as disks have them. */
export function bytesWords(bytes: number): string {
  if (bytes < 1e6) return t('queue.kilobytes', { n: Math.max(1, Math.round(bytes / 1e3)) });
  if (bytes < 1e9) return t('queue.megabytes', { n: Math.round(bytes / 1e6) });
  return t('queue.gigabytes', { n: (bytes / 1e9).toFixed(1) });
}

/** What was made of a class. */
export function entryWords({ entry, made, accepted, rejected, state }: EntryView): string {
  const { counterparts } = entry.target;
  const added =
    counterparts === undefined ? '' : ` ${t('queue.counterparts')}: ${t('queue.number', { n: counterparts })}.`;
  if (made === 0) return `${t('queue.nothingMade')}${added}`;
  const decided = accepted + rejected;
  const parts: string[] = [t('queue.made', { count: made })];
  if (decided > 0) parts.push(t('queue.shareAccepted', { percent: Math.round((100 * accepted) / decided) }));
  if (entry.accept.by === 'person' && made > decided) parts.push(t('queue.someWait'));
  return `${parts.join(', ')}.${state === 'met' ? ` ${t('queue.complete')}` : ''}${added}`;
}

/** What the queue does now, and for how long. */
export function statusWords({ phase, entries, left, sampleMs, why }: QueueState, isReady: boolean): string {
  const made = entries.reduce((sum, view) => sum + view.made, 0);
  if (phase === 'idle') {
    if (why) return t('queue.stopped');
    return entries.some((view) => view.state === 'waiting') ? t('queue.paused') : t('queue.finished');
  }
  if (!isReady) return t('queue.waitsForModel');
  if (sampleMs === null) return made === 0 ? t('queue.firstSample') : t('queue.goesOn');
  const perHour = Math.round(3_600_000 / sampleMs);
  const time = betweenWords(left.expected * sampleMs, left.most * sampleMs);
  return perHour >= 60
    ? t('queue.perHour', { n: perHour, time })
    : t('queue.perCandidate', { each: durationWords(sampleMs), time });
}
