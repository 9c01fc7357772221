import { expect, test } from '@jest/globals';
import { cardTextToHtml, messageToHtml } from '../../../src/sandbox/page/adaptive/markdown.ts';
import { splitText } from '../../../src/sandbox/page/chat/split-text.ts';

test('markup in a text is shown and never read', () => {
  const attack = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](https://a/b.png)';
  for (const html of [cardTextToHtml(attack), messageToHtml(attack)]) {
    expect(html).not.toMatch(/<img|href="javascript/i);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  }
});

test('a mention is marked, and what stands in it is escaped', () => {
  expect(messageToHtml('Welcome <at>Sam <b>Oogle</at>!')).toContain(
    '<span class="mention">Sam &lt;b&gt;Oogle</span>!',
  );
});

test('links open elsewhere and tell nothing of the page', () => {
  expect(cardTextToHtml('[Learn more](https://example.com)')).toContain(
    '<a href="https://example.com" target="_blank" rel="noopener noreferrer">',
  );
});

test('Markdown is read as Teams reads it in cards', () => {
  expect(cardTextToHtml('**bold** and\na second line')).toContain(
    '<strong>bold</strong> and<br>\na second line',
  );
});

test('addresses, links and mentions are found in a plain text, with nothing around them lost', () => {
  const text = '<at>Guestlist</at>\u00a0invite sam@gmail.com, see https://a.example/x. <b>ok</b>';

  const pieces = splitText(text);

  expect(pieces.map(({ kind, text: piece }) => `${kind}:${piece}`)).toEqual([
    'mention:Guestlist',
    'text:\u00a0invite ',
    'link:sam@gmail.com',
    'text:, see ',
    'link:https://a.example/x',
    'text:. <b>ok</b>',
  ]);
});
