/** What lies where. Small state in IndexedDB, one key a thing; pixels and weights as files in OPFS. */
import * as z from 'zod/mini';
import { bundleManifestSchema } from '../contracts/bundle';
import { sha256Schema } from '../contracts/recipe';
import type { Reader } from '../contracts/sample';

// Of a project.
export const COMPOSE_KEY = 'compose';
export const SELECTION_KEY = 'selection';
export const QUEUE_KEY = 'queue';
export const DRAFT_KEY = 'plan-draft';
export const CLASSES_KEY = 'classes';
export const STUDY_KEY = 'reader-study';
export const FITTED_KEY = 'fitted';
export const EVALUATION_KEY = 'evaluation';
/** Which file each class is told by, of those that were shown or taught. */
export const OWN_CLASSES_KEY = 'own-classes';
/** Where teaching a class has got to. */
export const LESSONS = 'lesson:';
export const lessonKey = (code: string): string => `${LESSONS}${code}`;
export const DATASET_KEY = 'dataset';
export const SAMPLES = 'sample:';
export const sampleKey = (id: string): string => `${SAMPLES}${id}`;
/** Samples that were removed and can be brought back until the project is opened anew. */
export const REMOVED_SAMPLES = 'removed-sample:';
export const removedSampleKey = (id: string): string => `${REMOVED_SAMPLES}${id}`;
export const DECISIONS = 'decision:';
export const decisionKey = (id: string, reader: Reader): string => `${DECISIONS}${id}:${reader}`;
export const TAGS = 'tags:';
export const tagsKey = (id: string): string => `${TAGS}${id}`;
export const SAMPLE_FEATURES = 'features:';
export const sampleFeaturesKey = (encoderSha256: string, id: string): string =>
  `${SAMPLE_FEATURES}${encoderSha256.slice(0, 12)}:${id}`;
export const maskKey = (backgroundId: string): string => `mask:${backgroundId}`;
/** Of one mask, in the order in which they were kept. */
export const strokesOf = (backgroundId: string): string => `stroke:${backgroundId}:`;
export const BACKGROUNDS = 'background:';
export const backgroundKey = (id: string): string => `${BACKGROUNDS}${id}`;
export const SHAPES = 'shape:';
export const shapeKey = (id: string): string => `${SHAPES}${id}`;

// In the folder of a project.
export const SAMPLES_FOLDER = 'samples';
export const backgroundPng = (id: string): string => `backgrounds/${id}.png`;

// Shared by all projects.
export const ACTIVE_BUNDLE_KEY = 'active-bundle';
export const BUNDLES = 'bundle:';
export const bundleKey = (id: string): string => `${BUNDLES}${id}`;
export const PROJECTS = 'project:';
export const projectKey = (id: string): string => `${PROJECTS}${id}`;
/** Of this device; its secret part is in no export and no project file. */
export const SIGNING_KEY = 'signing-key';
/** The name that a person has given to another's public key. */
export const knownKey = (key: string): string => `known-key:${key}`;
/** What the store is like: absent before there were projects. */
export const STORE_VERSION_KEY = 'store-version';
/** Two versions of a bundle lie side by side while one replaces the other. */
export const bundleFolder = (id: string, manifestSha256: string): string =>
  `bundles/${id}-${manifestSha256.slice(0, 12)}`;

/** What IndexedDB holds of a kept bundle. */
export const keptBundleSchema = z.object({ manifest: bundleManifestSchema, manifestSha256: sha256Schema });
export type KeptBundle = z.infer<typeof keptBundleSchema>;
