/** Entry point of the dataset worker. */
import { createDataset } from '../src/data/dataset/dataset';
import { serveProject } from './serve';

serveProject(createDataset);
