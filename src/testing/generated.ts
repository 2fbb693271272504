/** What an engine makes that need not look like anything. */
import type { GeneratedSample } from '../contracts/inference';

export const GENERATED: GeneratedSample = {
  jobId: '',
  image: { width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 4) },
  png: new Uint8Array(8),
  pixelSha256: '1'.repeat(64),
  outsideMaskMaxDiff: 0,
  scores: {},
  verdict: { outcome: 'credible', reason: 'Credible.' },
  nearestReal: null,
  furtherReal: [],
  comparedWith: null,
  totalMs: 1,
};
