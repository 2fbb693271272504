export { EvaluateScreen } from './EvaluateScreen';
