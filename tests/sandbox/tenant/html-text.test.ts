import { expect, test } from '@jest/globals';
import { textOf } from '../../../src/sandbox/tenant/html-text.ts';

test('the text of a mail leaves out what is hidden, and says a link once where it is its own words', () => {
  const html = `<div style="display:none;max-height:0;">Preview</div><h1>WoodGrove</h1>
    <p><a href="https://example.com/a">Get started</a></p>
    <p>Or: <a href="https://example.com/b">https://example.com/b</a></p>`;
  expect(textOf(html)).toBe(
    'WoodGrove\nGet started <https://example.com/a>\nOr: https://example.com/b',
  );
});
