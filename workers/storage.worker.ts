/** Entry point of the storage worker. */
import { createStorage } from '../src/data/storage';
import { serveProject } from './serve';

serveProject(createStorage);
