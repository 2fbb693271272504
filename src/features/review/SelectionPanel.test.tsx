import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { StudioContext } from '../../state/context';
import { exampleStudio } from '../../testing/studio';
import { SelectionPanel } from './SelectionPanel';

describe('the panel of the rule', () => {
  it('offers the most varied set beside the most typical one, and describes nothing before it is asked for', async () => {
    const { studio } = await exampleStudio();
    const panel = createElement(SelectionPanel, { code: 'DF', shown: [], all: [], chosen: new Map(), active: null });
    const page = renderToString(createElement(StudioContext.Provider, { value: studio }, panel));
    expect(page.match(/review\.rule\.mostVaried/g)).toHaveLength(4);
    expect(page.match(/review\.rule\.mostTypical/g)).toHaveLength(4);
    expect(page).toContain('<option value="" selected="">review.rule.allOfThem</option>');
    expect(page).not.toContain('review.rule.describing');
  });
});
