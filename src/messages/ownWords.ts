/** Words that stand beside what they are about, a gate or a painting tool, in the language that is spoken. */
import i18next from 'i18next';
import { GATE_FACTS } from '../core/gates/facts';
import type { GateWords } from '../core/gates/gate';

/** English where the language is missing. */
export function ownWords<Words>({
  words,
}: {
  readonly words: { readonly en: Words } & Readonly<Record<string, Words>>;
}): Words {
  return words[i18next.language] ?? words.en;
}

/** Null for what is no gate of this version: a record may come from another one. */
export function wordsOfGate(id: string): GateWords | null {
  const gate = GATE_FACTS.find((known) => known.id === id);
  return gate ? ownWords(gate) : null;
}
