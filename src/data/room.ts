/** Room for so much at a time: what needs more than is left waits, and what needs more than there is has all of it to itself. */
export type Room = <T>(needed: number, work: () => Promise<T>) => Promise<T>;

export function createRoom(total: number): Room {
  let left = total;
  const waiting: (() => void)[] = [];
  return async (needed, work) => {
    const taken = Math.min(needed, total);
    while (left < taken) await new Promise<void>((resolve) => waiting.push(resolve));
    left -= taken;
    try {
      return await work();
    } finally {
      left += taken;
      waiting.splice(0).forEach((resume) => resume());
    }
  };
}
