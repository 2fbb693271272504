/** Entry point of the evaluation worker. */
import { createEvaluation } from '../src/data/evaluation';
import { serveProject } from './serve';

serveProject(createEvaluation);
