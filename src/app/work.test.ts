import { describe, expect, it } from 'vitest';
import { exampleRecord } from '../testing/samples';
import { createPace, workOf, type WorkFacts } from './work';

const queue: WorkFacts['queue'] = {
  ...{ phase: 'idle', role: 'runner', why: null, entries: [], forming: null, sampleMs: null },
  left: { expected: 0, most: 0 },
};
const idle: WorkFacts = {
  model: { phase: 'ready', environment: exampleRecord().environment },
  msToReady: null,
  batch: { done: 0, total: 0 },
  batchMs: null,
  queue,
  exporting: { phase: 'idle' },
  replay: { phase: 'none', progress: null, running: null },
  evaluating: { kind: 'idle' },
  isForMap: false,
  fitting: { kind: 'idle' },
  learning: { kind: 'idle' },
  library: { kind: 'idle' },
  scan: null,
  describing: null,
  grouping: null,
};

describe('the work under way', () => {
  it('is none while nothing is done', () => {
    expect(workOf(idle)).toEqual([]);
    expect(workOf({ ...idle, scan: { scanning: false, done: 3, total: 9 } })).toEqual([]);
  });

  it('is all of it, each with the screen where it is at home, what is waited for first', () => {
    const busy: WorkFacts = {
      ...idle,
      model: { phase: 'loading', doneBytes: 5e6, totalBytes: 20e6 },
      msToReady: 9000,
      batch: { done: 1, total: 4 },
      batchMs: 20_000,
      queue: { ...queue, phase: 'running', sampleMs: 500, left: { expected: 10, most: 20 } },
      exporting: { phase: 'running', progress: { phase: 'writing', done: 2, total: 8 } },
      evaluating: { kind: 'real', done: 1, total: 2 },
      fitting: { kind: 'fitting' },
      scan: { scanning: true, done: 30, total: 90 },
    };
    expect(workOf(busy).map(({ kind, route }) => `${kind} ${route}`)).toEqual([
      ...['generating compose', 'queue queue', 'export export', 'evaluating evaluate', 'fitting dataset'],
      ...['scanning dataset', 'model models'],
    ]);
    expect(workOf({ ...busy, isForMap: true })[3]).toMatchObject({ kind: 'mapping', route: 'review' });
    expect(workOf(busy)[1]?.remainingMs).toBe(5000);
    expect(workOf(busy).at(-1)).toMatchObject({ done: 25, total: 100, remainingMs: 9000 });
  });

  it('is reckoned from its pace, and anew when it begins again', () => {
    const pace = createPace();
    const at = (done: number, nowMs: number): number | null => {
      const all = workOf({ ...idle, scan: { scanning: true, done, total: 100 } });
      return [...pace.remaining(all, nowMs).values()][0] ?? null;
    };
    expect(at(20, 0)).toBeNull();
    expect(at(21, 60_000), 'too little is done to tell').toBeNull();
    pace.remaining([], 0);
    expect(at(20, 0)).toBeNull();
    expect(at(40, 1000)).toBe(3000);
    pace.remaining([], 2000);
    expect(at(0, 5000)).toBeNull();
    expect(at(50, 6000)).toBe(1000);
  });
});
