/** What thousands of samples have in common is kept once. */
import type { SampleSummary } from '../../contracts/sample';

/** Equal environments, samplers and backgrounds become one object each. */
export function sharing(): (summary: SampleSummary) => SampleSummary {
  const kept = new Map<string, unknown>();
  const shared = <T>(value: T): T => {
    const key = JSON.stringify(value);
    const known = kept.get(key);
    if (known !== undefined) return known as T;
    kept.set(key, value);
    return value;
  };
  return (summary) => ({
    ...summary,
    environment: shared(summary.environment),
    sampler: shared(summary.sampler),
    background: shared(summary.background),
  });
}
