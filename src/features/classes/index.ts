export { ClassName } from './ClassName';
