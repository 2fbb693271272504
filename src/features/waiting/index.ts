export { Waits } from './Waits';
export { secondsWords, useMsToReady } from './msToReady';
