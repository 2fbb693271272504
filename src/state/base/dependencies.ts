/** What the state needs from outside, so that tests can hand it stand-ins. */
import type { InferenceClient } from '../../bridge/inferenceClient';
import type { ArchiveApi } from '../../contracts/archive';
import type { EvaluationApi } from '../../contracts/evaluation';
import type { FittingApi } from '../../contracts/fitting';
import type { DatasetApi } from '../../contracts/dataset';
import type { QueueTab } from '../../contracts/queue';
import type { StorageApi } from '../../contracts/storage';

export interface StudioDependencies {
  readonly storage: StorageApi;
  readonly archive: ArchiveApi;
  readonly dataset: DatasetApi;
  readonly fitting: FittingApi;
  readonly evaluation: EvaluationApi;
  readonly inference: InferenceClient;
  readonly queueTab: QueueTab;
  /** Asks the browser not to throw the studio's storage away by itself. */
  readonly persist: () => Promise<boolean>;
  /** Address of the page without its route, for the files that ship with it. */
  readonly baseUrl: string;
  readonly appVersion: string;
  readonly now: () => Date;
  /** A fresh 32-bit seed. */
  readonly randomSeed: () => number;
  readonly schedule: (action: () => void, delayMs: number) => number;
  readonly unschedule: (handle: number) => void;
}
