/** What the state needs from outside, so that tests can hand it stand-ins. */
import type { InferenceClient } from '../../bridge/inferenceClient';
import type { ArchiveApi } from '../../contracts/archive';
import type { DatasetApi, DatasetSource, OtherDataset } from '../../contracts/dataset';
import type { EvaluationApi } from '../../contracts/evaluation';
import type { FittingApi } from '../../contracts/fitting';
import type { ProjectsApi } from '../../contracts/projects';
import type { Reader } from '../../contracts/reading';
import type { StorageApi } from '../../contracts/storage';
import type { ProjectTabs } from '../../contracts/tabs';

/** Small things that the browser remembers: for all tabs and visits, or until this tab is closed, reloads outlasted. */
interface Memory {
  recall(key: string, where: 'browser' | 'tab'): string | null;
  /** @param value null: forgets it */
  remember(key: string, value: string | null, where: 'browser' | 'tab'): void;
}

/** For all projects. */
export interface SharedDependencies {
  readonly memory: Memory;
  readonly projects: ProjectsApi;
  readonly inference: InferenceClient;
  /** A worker for one file from outside. */
  readonly startReading: () => Promise<Reader>;
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

/** Of one project. */
export interface ProjectClients {
  readonly storage: StorageApi;
  readonly archive: ArchiveApi;
  readonly dataset: DatasetApi;
  readonly fitting: FittingApi;
  readonly evaluation: EvaluationApi;
  readonly tabs: ProjectTabs;
}

export interface StudioDependencies extends SharedDependencies, ProjectClients {
  /** Of the project. */
  readonly projectId: string;
  /** The person has opened a data set, and the project is about another one. */
  readonly onOtherDataset: (source: DatasetSource, found: OtherDataset) => Promise<void>;
  /** The project is now about this data set. */
  readonly onDataset: (found: OtherDataset) => void;
}
