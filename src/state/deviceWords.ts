/** How devices are named on screen. */
export { deviceName } from '../bridge/deviceLadder';
