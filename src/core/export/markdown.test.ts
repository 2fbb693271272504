import { describe, expect, it } from 'vitest';
import { markdownText } from './markdown';

describe('text from outside in a Markdown file', () => {
  it.each(['CC-BY-NC-SA-4.0', 'DF dermatofibroma', 'inlay-ham10000 0.3.0 (CC-BY-NC-SA-4.0)', 'Läsion, groß'])(
    'is left as it is where Markdown reads nothing in it: %s',
    (text) => expect(markdownText(text)).toBe(text),
  );

  it.each([
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['[here](javascript:x)', '\\[here\\](javascript:x)'],
    ['a | b', 'a \\| b'],
    ['*bold* `code` _x_ ~y~ &amp;', '\\*bold\\* \\`code\\` \\_x\\_ \\~y\\~ \\&amp;'],
    ['MIT\n\n# A heading', 'MIT \\# A heading'],
    ['- a list', '\\- a list'],
    ['1. a list', '1\\. a list'],
    ['http://a.b and www.c.d and e@f', 'http\\://a.b and www\\.c.d and e\\@f'],
    ['a\u202eb', 'a b'],
  ])('is text: %j', (text, written) => expect(markdownText(text)).toBe(written));
});
