/** Which of the open tabs runs the queue: the one that holds a lock. The others hear what it does. */
import type { QueueNews, QueueTab } from '../contracts/queue';

const NAME = 'inlay-queue';

export function createQueueTab(): QueueTab {
  const channel = new BroadcastChannel(NAME);
  const forever = (): Promise<never> => new Promise(() => undefined);
  return {
    claim: (onOther) =>
      new Promise((resolve) => {
        const hold = (lock: Lock | null): Promise<unknown> => {
          if (!lock) return Promise.resolve('held');
          resolve();
          return forever();
        };
        void navigator.locks.request(NAME, { ifAvailable: true }, hold).then((answer) => {
          if (answer !== 'held') return;
          onOther();
          void navigator.locks.request(NAME, hold);
        });
      }),
    tell: (news) => channel.postMessage(news),
    listen(onNews) {
      channel.addEventListener('message', ({ data }: MessageEvent<QueueNews>) => onNews(data));
    },
  };
}
