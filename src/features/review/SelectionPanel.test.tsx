import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { StudioContext } from '../../state/context';
import { exampleStudio } from '../../testing/studio';
import { SelectionPanel } from './SelectionPanel';

describe('the panel of the rule', () => {
  it('offers the most varied set, and says while samples are described for it', async () => {
    const { studio } = await exampleStudio();
    const panel = createElement(SelectionPanel, { code: 'DF', shown: [], all: [], chosen: new Map(), active: null });
    const page = () => renderToString(createElement(StudioContext.Provider, { value: studio }, panel));
    expect(page()).toContain('review.rule.mostVaried');
    expect(page()).not.toContain('review.rule.describing');
    studio.selection.setRule({ mostVaried: 0.4 });
    studio.selection.store.setState({ describing: { done: 3, total: 7 } });
    expect(page()).toContain('<option value="0.4" selected="">');
    expect(page()).toContain('review.rule.describing');
  });
});
