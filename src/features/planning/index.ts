export { AwaitsScan } from './AwaitsScan';
export { betweenWords, durationWords } from './durations';
export { LikeNote } from './LikeNote';
export { LibraryWorking } from './LibraryWorking';
export { TargetInput } from './TargetInput';
export { useOutlook } from './useOutlook';
export { usePlan } from './usePlan';
