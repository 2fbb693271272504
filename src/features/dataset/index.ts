export { DatasetScreen } from './DatasetScreen';
export { droppedThings, type Dropped } from './pickers';
