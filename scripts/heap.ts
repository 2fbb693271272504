/** Memory of a page and of its workers, as the browser tells it. */
import type { CDPSession } from '@playwright/test';

export interface HeapWatch {
  readonly largestMb: () => number;
  /** @returns the largest seen */
  readonly stop: () => Promise<number>;
}

interface Usage {
  readonly usedSize?: number;
  readonly backingStorageSize?: number;
}

/**
 * Asks twice a second how large the JavaScript heap of the page and of some of its workers is, together.
 * @param isLive what is not needed is collected before each reading, and buffers count too; since a worker that is busy makes garbage
 * between the two, the least of five readings in a row counts. Slow: time nothing meanwhile.
 */
export function watchHeap(session: CDPSession, workers: readonly string[], isLive = false): HeapWatch {
  let largest = 0;
  const readings: number[] = [];
  let next = 0;
  const ended = new AbortController();
  const sizes = new Map<string, number>();
  const sizeOf = ({ usedSize = 0, backingStorageSize = 0 }: Usage): number =>
    usedSize + (isLive ? backingStorageSize : 0);
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const { result } = JSON.parse(message) as { result?: Usage };
    if (result?.usedSize !== undefined) sizes.set(sessionId, sizeOf(result));
  });
  const sessions = new Set<string>();
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (workers.some((name) => targetInfo.url.includes(name))) sessions.add(sessionId);
  });
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    sessions.delete(sessionId);
    sizes.delete(sessionId);
  });
  const methods = [...(isLive ? (['HeapProfiler.collectGarbage'] as const) : []), 'Runtime.getHeapUsage'] as const;
  const watching = (async () => {
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    while (!ended.signal.aborted) {
      for (const method of methods)
        for (const sessionId of sessions)
          await session.send('Target.sendMessageToTarget', {
            sessionId,
            message: JSON.stringify({ id: (next += 1), method }),
          });
      if (isLive) await session.send('HeapProfiler.collectGarbage');
      const own: Usage = await session.send('Runtime.getHeapUsage');
      readings.unshift(sizeOf(own) + [...sizes.values()].reduce((sum, size) => sum + size, 0));
      readings.length = Math.min(readings.length, isLive ? 5 : 1);
      largest = Math.max(largest, Math.min(...readings));
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  watching.catch(() => undefined); // the browser may be closed by what went wrong elsewhere
  return {
    largestMb: () => largest / 1e6,
    async stop() {
      ended.abort();
      await watching;
      return largest / 1e6;
    },
  };
}
