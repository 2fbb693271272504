/** A class that got another code is called so by all that names it: skin, outlines, the next plan, the choice on the Compose screen. */
import { renamedBackground, renamedDraft, renamedShape } from '../../core/plan/renamedClass';
import type { Compose } from '../compose/composeStore';
import type { Rename } from '../dataset/ownClasses';
import type { Library } from './libraryStore';
import type { Planning } from './planStore';

/** The parts of the studio that it works with. */
export interface RenamingNeeds {
  readonly compose: Compose;
  readonly library: Library;
  readonly planning: Planning;
}

export function createRenaming({ compose, library, planning }: RenamingNeeds): Rename {
  return async (renamed, isOwn) => {
    const skin = compose.store.getState().backgrounds.flatMap((known) => renamedBackground(known, renamed) ?? []);
    const shapes = library.store.getState().shapes.flatMap((known) => renamedShape(known, renamed) ?? []);
    const draft = renamedDraft(planning.store.getState().draft, renamed);
    if (compose.store.getState().class === renamed.from) compose.set({ class: renamed.to });
    if (draft) planning.set(draft);
    if (isOwn) {
      await library.change(skin);
      await library.shapes.change(shapes);
    } else {
      compose.putBackgrounds(skin);
      library.shapes.put(shapes);
    }
  };
}
