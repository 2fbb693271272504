/** What is fitted once for a set of real images, and kept with it. */
import type { CalibrationKind } from './calibrationSet';
import type { Gate } from './gate';

export interface GateFit {
  readonly calibration: CalibrationKind;
  /** Of each gate by its id; a gate that is not here is not applied. */
  readonly fits: Readonly<Record<string, unknown>>;
}

/** Null where the gate was not fitted. */
export function fitOf<Fit>({ fits }: GateFit, gate: Gate<Fit>): Fit | null {
  return (fits[gate.facts.id] as Fit | undefined) ?? null;
}
