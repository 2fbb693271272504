/** What the words of several failures name, each once. */
import type { Failure } from './failure';

/** No parameters, and nothing that could be taken for some. */
export type None = Readonly<Record<string, never>>;
export interface AtPath {
  readonly path: string;
}
export interface Named {
  readonly name: string;
}
export interface WithId {
  readonly id: string;
}
/** A failure of its own, of which the sentence stands in this one's. */
export interface Because {
  readonly fault: Failure;
}
export interface Misfit extends Because {
  /** "classes.0.attempts". */
  readonly where: string;
}
export interface Port extends AtPath, Named {}
export interface PortType extends Port {
  readonly type: string;
}
export interface Least {
  readonly least: number;
}
export interface Most {
  readonly most: number;
}
/** Something that a file says, by its name there. */
export interface Fact extends AtPath {
  readonly fact: string;
}
export interface AtLine extends AtPath {
  readonly line: string;
}
/** What is said, and what it would be. */
export interface Contradicted {
  readonly said: string;
  readonly meant: string;
}
