/** The tabs in which one project is open: what they tell each other, and which of them runs the queue (the one that holds a lock). */
import type { ProjectTabs, TabNews } from '../contracts/tabs';

export function createProjectTabs(project: string): ProjectTabs {
  const name = `inlay-project-${project}`;
  const channel = new BroadcastChannel(name);
  const closing = new AbortController();
  const untilClosed = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()));
  return {
    claimQueue: (onOther) =>
      new Promise((resolve) => {
        const hold = (lock: Lock | null): Promise<unknown> => {
          if (!lock) return Promise.resolve('held');
          resolve();
          return untilClosed;
        };
        void navigator.locks.request(name, { ifAvailable: true }, hold).then((answer) => {
          if (answer !== 'held' || closing.signal.aborted) return;
          onOther();
          navigator.locks.request(name, { signal: closing.signal }, hold).catch(() => undefined); // it was closed
        });
      }),
    tell(news) {
      if (!closing.signal.aborted) channel.postMessage(news);
    },
    listen(onNews) {
      channel.addEventListener('message', ({ data }: MessageEvent<TabNews>) => onNews(data));
    },
    close() {
      closing.abort();
      channel.close();
    },
  };
}
