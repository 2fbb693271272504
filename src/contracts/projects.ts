/** What all projects share: which projects there are, the bundles, and how much storage is used. */
import * as z from 'zod/mini';
import type { BundleFiles, BundleManifest, CheckedBundle } from './bundle';
import type { Failure, Outcome } from './failure';

/** Names a project in databases and folders. */
const projectIdSchema = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/));

/** Characters of a project's name. */
export const PROJECT_NAME_LIMIT = 80;

export const projectSchema = z.object({
  schema: z.literal(1),
  id: projectIdSchema,
  name: z.string().check(z.minLength(1), z.maxLength(PROJECT_NAME_LIMIT)),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  openedAt: z.iso.datetime(),
  /** The data set that was opened in it; its token is the same for the same name and files. */
  dataset: z.nullable(z.object({ name: z.string(), token: z.string() })),
  /** It can be brought back until the studio is started anew. */
  removedAt: z.nullable(z.iso.datetime()),
});
export type Project = z.infer<typeof projectSchema>;

export interface StorageReport {
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly persistent: boolean;
}

export interface KeptBundles {
  readonly bundles: readonly BundleManifest[];
  readonly activeBundleId: string | null;
  /** Entries that could not be read and were set aside. */
  readonly warnings: readonly Failure[];
}

export interface ProjectsApi {
  /**
   * Makes the store what this version works with, and removes what was deleted. Called first, by every tab. Fails with store-earlier-tab.
   * @param firstName of the project that is made where there is none
   * @param onMoving work from before there were projects is moved into the first one: pieces done of all
   * @returns every project, the one that was opened last first; at least one
   */
  prepare(
    now: string,
    firstName: string,
    onMoving: (done: number, total: number) => void,
  ): Promise<Outcome<readonly Project[]>>;
  /** Keeps a new project, or what has changed of one. */
  save(project: Project): Promise<Outcome<null>>;
  /** Copies all that a project holds into another one, which is kept once all of it is there. */
  duplicate(id: string, as: Project, onProgress: (done: number, total: number) => void): Promise<Outcome<null>>;
  /** A project in one file. Fails with storage-*. */
  exportProject(id: string, onProgress: (done: number, total: number) => void): Promise<Outcome<Blob>>;
  /** Removes what was read of a project that never became one. */
  discard(id: string): Promise<Outcome<null>>;
  bundles(): Promise<Outcome<KeptBundles>>;
  /** Keeps a checked bundle in place of another one of its id, which stays until the new one is whole. */
  keepBundle(bundle: CheckedBundle): Promise<Outcome<null>>;
  /** Reads a kept bundle and checks its hashes again. */
  readBundle(id: string): Promise<Outcome<CheckedBundle>>;
  /** Fetches the shipped bundle from this origin and checks its hashes. Fails with network-unavailable, bundle-*. */
  readShippedBundle(
    baseUrl: string,
    onProgress: (doneBytes: number, totalBytes: number) => void,
  ): Promise<Outcome<CheckedBundle>>;
  /**
   * The files of an open bundle that were left for later, checked. Fails with network-unavailable, bundle-*.
   * @param baseUrl of the shipped one; null for one that is kept
   */
  readLater(manifest: BundleManifest, manifestSha256: string, baseUrl: string | null): Promise<Outcome<BundleFiles>>;
  setActiveBundle(id: string | null): Promise<Outcome<null>>;
  removeBundle(id: string): Promise<Outcome<null>>;
  report(): Promise<Outcome<StorageReport>>;
}
