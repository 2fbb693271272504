/** Sizes and how far the queue is, as a person says them. */
import type { EntryView } from '../../contracts/queue';
import { t } from '../../messages';
import { betweenWords, durationWords } from '../planning';
import type { QueueState } from '../../state/queue/queueStore';

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
