import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { clean, clip, escapeMarkdown, mentionName, oneLine, tidy } from '../../src/cards/escape.ts';

const markdown = new MarkdownIt({ html: true });
const signs = fc.string({
  unit: fc.constantFrom(...'*_#->`~<[]()|!&\\+=.1:/ \t\nab@{}$'.split(''), 'http://a.b', '<at>'),
  maxLength: 30,
});
const anyText = fc.oneof(signs, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

/** What is left of the HTML once paragraphs and line ends are taken as such. */
function shown(html: string): string {
  return html
    .replace(/<\/?p>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

const spaceless = (text: string) => text.replace(/\s+/g, '');

describe('escapeMarkdown', () => {
  test('shows every text letter by letter and makes no element of it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = markdown.render(escapeMarkdown(text));
        expect(html).not.toMatch(/<(?!\/?p>)/);
        expect(spaceless(shown(html))).toBe(spaceless(tidy(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['**bold** and [link](http://evil)', '\\*\\*bold\\*\\* and \\[link\\]\u2060(http://evil)'],
    ['# title', '\\# title'],
    ['1. first', '1\\. first'],
    ['<b>', '&lt;\u2060b&gt;'],
  ])('%s becomes %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('leaves an address readable', () => {
    expect(escapeMarkdown('sam_o@gmail.com')).toBe('sam_o@gmail.com');
  });
});

describe('tidy', () => {
  test('takes out controls and direction marks and keeps line ends', () => {
    expect(tidy('a\u0000b\u202ec\r\nd\u2028e\tf')).toBe('abc\nd\ne f');
  });

  test.each([
    '<at>John</at>',
    '{{DATE(2026-01-01T00:00:00Z)}}',
    `$${'{requester}'}`,
    '[here](http://x)',
  ])('keeps %s from being expanded, without taking a letter away', (text) => {
    expect(tidy(text)).not.toContain(text);
    expect(tidy(text).replaceAll('\u2060', '')).toBe(text);
  });

  test('never leaves half a character', () => {
    fc.assert(fc.property(anyText, (text) => tidy(text).isWellFormed()));
  });
});

test('clean changes no letter that a person sees', () => {
  expect(clean('Hi <b> {{x}} ](y)')).toBe('Hi <b> {{x}} ](y)');
});

test('clip keeps to its length and cuts no character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const clipped = clip(text.toWellFormed(), length);
      expect(clipped.length).toBeLessThanOrEqual(length);
      expect(clipped.isWellFormed()).toBe(true);
    }),
  );
});

test('oneLine leaves one line', () => {
  expect(oneLine(' a\n\n b\u2029c ')).toBe('a b c');
});

test('a name to be mentioned holds nothing that markup could begin with', () => {
  fc.assert(
    fc.property(anyText, (name) => {
      expect(mentionName(name)).not.toMatch(/[<>&[\]*_~`\\|#\n]/);
    }),
  );
});
