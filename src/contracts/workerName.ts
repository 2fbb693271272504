/** A worker's name says what it offers, for which project it works, and is unlike any other's. */

/** @param project none where the worker serves all of them */
export function workerName(service: string, project: string): string {
  return `${service}:${project}:${crypto.randomUUID()}`;
}

export function projectOf(name: string): string {
  return name.split(':')[1] ?? '';
}
