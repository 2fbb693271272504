/** The workers that the page talks to, one a capability. Inference has its own client: it changes devices. */
import { transfer } from 'comlink';
import type { ArchiveApi } from '../contracts/archive';
import type { DatasetApi } from '../contracts/dataset';
import type { EvaluationApi } from '../contracts/evaluation';
import type { FittingApi } from '../contracts/fitting';
import type { InferenceApi } from '../contracts/inference';
import type { ProjectsApi } from '../contracts/projects';
import type { StorageApi } from '../contracts/storage';
import { clientOf, type Client } from './clientOf';

// The bundler finds a worker only where its address is written out in `new Worker(new URL(…))`.

export function createArchiveClient(project: string): Client<ArchiveApi> {
  return clientOf<ArchiveApi>(
    'archive',
    project,
    (name) => new Worker(new URL('../../workers/archive.worker.ts', import.meta.url), { type: 'module', name }),
  );
}

export function createDatasetClient(project: string): Client<DatasetApi> {
  return clientOf<DatasetApi>(
    'dataset',
    project,
    (name) => new Worker(new URL('../../workers/dataset.worker.ts', import.meta.url), { type: 'module', name }),
  );
}

export function createEvaluationClient(project: string): Client<EvaluationApi> {
  return clientOf<EvaluationApi>(
    'evaluation',
    project,
    (name) => new Worker(new URL('../../workers/evaluation.worker.ts', import.meta.url), { type: 'module', name }),
    {
      evaluate(request, onProgress) {
        const { real, made } = request;
        return [transfer(request, [real.deep.buffer, made.deep.buffer]), onProgress];
      },
      map(request, onProgress) {
        const { real, made } = request;
        return [transfer(request, [real.deep.buffer, made.deep.buffer]), onProgress];
      },
    },
  );
}

export function createFittingClient(project: string): Client<FittingApi> {
  return clientOf<FittingApi>(
    'fitting',
    project,
    (name) => new Worker(new URL('../../workers/fitting.worker.ts', import.meta.url), { type: 'module', name }),
  );
}

export function createStorageClient(project: string): Client<StorageApi> {
  return clientOf<StorageApi>(
    'storage',
    project,
    (name) => new Worker(new URL('../../workers/storage.worker.ts', import.meta.url), { type: 'module', name }),
    {
      saveSample: (sample, png) => [sample, transfer(png, [png.buffer])],
      replaceSamplePng: (id, png) => [id, transfer(png, [png.buffer])],
    },
  );
}

export function createInferenceWorker(): Client<InferenceApi> {
  return clientOf<InferenceApi>(
    'inference',
    '',
    (name) => new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), { type: 'module', name }),
  );
}

/** Of all projects. */
export function createProjectsClient(): Client<ProjectsApi> {
  return clientOf<ProjectsApi>(
    'projects',
    '',
    (name) => new Worker(new URL('../../workers/projects.worker.ts', import.meta.url), { type: 'module', name }),
  );
}
