/** Entry point of the fitting worker. */
import { createFitting } from '../src/data/fitting/fitting';
import { serveProject } from './serve';

serveProject(createFitting);
