/** What the worker of the bench of opening offers. */
import type { SampleSummary } from '../../src/contracts/sample';
import type { SavedSample } from '../../src/contracts/storage';

type OnBatch = (batch: readonly SampleSummary[]) => void | Promise<void>;

export interface Stores {
  /** Keeps samples in both ways, each with the same image. */
  fill(saved: readonly SavedSample[], png: Uint8Array<ArrayBuffer>): Promise<void>;
  /** As it was before there were projects. @returns how many there are */
  earlier(onBatch: OnBatch): Promise<number>;
  /** As a project is opened. @returns how many there are */
  project(onBatch: OnBatch): Promise<number>;
}
