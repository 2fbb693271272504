/** The facts of every gate, in the order of `list.ts`. */
import type { GateFacts } from './gate';
import { labelFacts } from './label/facts';
import { novelFacts } from './novel/facts';
import { outsideFacts } from './outside/facts';
import { typicalFacts } from './typical/facts';

export const GATE_FACTS: readonly GateFacts[] = [typicalFacts, outsideFacts, labelFacts, novelFacts];
