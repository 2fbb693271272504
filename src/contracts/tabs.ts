/** What the tabs in which a project is open tell each other. */
import type { MovedClass } from './classes';
import type { QueueView } from './queue';
import type { SampleId, SampleSummary } from './sample';
import type { Grid } from './storage';
import type { MaskChange } from './strokes';

export type TabNews =
  /** A tab has just opened; the others answer. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'here' }
  /** Samples come and are decided in any tab, the queue runs in one. */
  | { readonly kind: 'sample'; readonly sample: SampleSummary }
  | { readonly kind: 'removed'; readonly ids: readonly SampleId[] }
  | { readonly kind: 'queue'; readonly view: QueueView }
  | { readonly kind: 'ask-queue' }
  /** Told once it is kept. */
  | { readonly kind: 'stroke'; readonly backgroundId: string; readonly change: MaskChange }
  /** The list has changed. `moved`: a class that is called otherwise now, or is none any more. */
  | { readonly kind: 'classes'; readonly moved: MovedClass | null }
  | { readonly kind: 'lists'; readonly grids: readonly Grid[]; readonly pinned: readonly SampleId[] };

/** The other tabs of the same project. */
export interface ProjectTabs {
  /** @param onOther another tab runs the queue: this one waits. Resolves once this tab is the one that runs it, until it is closed. */
  claimQueue(onOther: () => void): Promise<void>;
  tell(news: TabNews): void;
  listen(onNews: (news: TabNews) => void): void;
  /** Gives the queue to another tab and hears nothing more. */
  close(): void;
}
