/** Every gate. A sample is told of the last one that rejects it: what rules a sample out altogether stands at the end. */
import type { Gate } from './gate';
import { label } from './label';
import { novel } from './novel';
import { outside } from './outside';
import { typical } from './typical';

export const GATES: readonly Gate[] = [typical, outside, label, novel];
