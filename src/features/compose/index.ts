export { ComposeScreen } from './ComposeScreen';
