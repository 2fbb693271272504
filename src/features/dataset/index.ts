export { DatasetScreen } from './DatasetScreen';
