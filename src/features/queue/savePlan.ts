/** Hands a plan out as a file. */
import type { Plan } from '../../contracts/plan';

export function savePlan(plan: Plan): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(plan, null, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'inlay-plan.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // the download has begun by then
}
