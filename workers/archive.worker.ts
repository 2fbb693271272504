/** Entry point of the archive worker. */
import { createArchive } from '../src/data/archive';
import { serveProject } from './serve';

serveProject(createArchive);
