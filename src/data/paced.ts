/** What is told of a file while it is read. */

const PROGRESS_MS = 100;

/** Not more often than eyes can follow: what the page has to draw, the reading has to wait for. The last word comes in any case. */
export function paced(onRead: (done: number, total: number) => void): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - last < PROGRESS_MS) return;
    last = now;
    onRead(done, total);
  };
}

/** For sentences about a file. */
export function nameOf(file: Blob): string {
  return file instanceof File ? file.name : 'The file';
}
