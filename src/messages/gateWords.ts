/** The words of a gate in the language that is spoken; they stand in the gate's folder (core/gates). */
import i18next from 'i18next';
import type { GateFacts, GateWords } from '../core/gates/gate';
import { GATE_FACTS } from '../core/gates/facts';

export function gateWords({ words }: Pick<GateFacts, 'words'>): GateWords {
  return words[i18next.language] ?? words.en;
}

/** Null for what is no gate of this version: a record may come from another one. */
export function wordsOfGate(id: string): GateWords | null {
  const gate = GATE_FACTS.find((known) => known.id === id);
  return gate ? gateWords(gate) : null;
}
