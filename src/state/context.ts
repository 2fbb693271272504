/** Hands the studio to components. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Projects } from './projects/projectStore';
import type { ClassCode } from '../contracts/classes';
import type { Studio } from './studio';

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('The studio is missing: wrap the component in StudioContext.');
  return studio;
}

export const ProjectsContext = createContext<Projects | null>(null);

export function useProjects(): Projects {
  const projects = useContext(ProjectsContext);
  if (!projects) throw new Error('The projects are missing: wrap the component in ProjectsContext.');
  return projects;
}

/** The classes of the project, by their codes and in its order. */
export function useClassCodes(): readonly ClassCode[] {
  return useSlice(
    (s) => s.classes,
    (s) => s.codes,
  );
}

/** Classes that the open model was shown or taught. */
export function useLearntCodes(): readonly ClassCode[] {
  const { learnt } = useStudio();
  useSlice(
    (s) => s.learnt,
    (s) => s.kept,
  );
  return learnt.codes();
}

/** Reads a part of one of the studio's stores and follows its changes. */
export function useSlice<State, Part>(
  pick: (studio: Studio) => { store: StoreApi<State> },
  select: (state: State) => Part,
): Part {
  return useStore(pick(useStudio()).store, select);
}
