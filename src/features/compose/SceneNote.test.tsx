import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ClassCode } from '../../contracts/classes';
import type { SceneFits } from '../../contracts/inference';
import { StudioContext } from '../../state/context';
import { exampleStudio } from '../../testing/studio';
import { SceneNote, SceneWarning } from './SceneNote';

const said = (code: ClassCode, fits: SceneFits | null): string =>
  renderToString(createElement(SceneWarning, { code, fits }));

describe('the warning of a scene that does not fit', () => {
  it('names the class and how rare such a scene is', () => {
    expect(said('DF', { DF: 0.04, NV: 0.6 })).toContain(
      'DF dermatofibroma: in the real images, lesions of this class do not stand in skin like this. Of 100 real scenes of it, 4 fit no better.',
    );
    expect(said('DF', { DF: 0.001 })).toContain(', 1 fit no better');
  });

  it('is silent where the scene fits, where nothing is known, and for skin', () => {
    expect(said('NV', { DF: 0.04, NV: 0.6 })).toBe('');
    expect(said('DF', null)).toBe('');
    expect(said('DF', {})).toBe('');
    expect(said('SKIN', { DF: 0.01 })).toBe('');
  });

  it('is silent on the screen until a scene was read', async () => {
    const { studio } = await exampleStudio();
    const note = createElement(StudioContext.Provider, { value: studio }, createElement(SceneNote));
    expect(renderToString(note)).toBe('');
  });
});
