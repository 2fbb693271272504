export { WaitLine, Waits } from './Waits';
export { secondsWords, useMsToReady } from './msToReady';
