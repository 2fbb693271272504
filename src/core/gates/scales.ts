import { ofClass, type ClassCode } from '../../contracts/classes';
import type { GateReference } from '../../contracts/gateReference';
import { GATE_FACTS } from './facts';
import type { GateFacts } from './gate';
import { typicalFacts } from './typical/facts';

/** The gates that the model in use was fitted with: one from before a gate was added is judged without it. All, where that is not known. */
export function gatesFitted(reference: GateReference | null): readonly GateFacts[] {
  if (!reference) return GATE_FACTS;
  const classes = Object.values(reference);
  return GATE_FACTS.filter(({ id }) => classes.some(({ scales }) => (scales[id] ?? null) !== null));
}

/** Whether samples of a class are scored: it has real images to be compared with. */
export function isScored(reference: GateReference, code: ClassCode): boolean {
  return (ofClass(reference, code)?.scales[typicalFacts.id] ?? null) !== null;
}
