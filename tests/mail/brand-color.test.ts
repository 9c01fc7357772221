import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contrast, inkOn } from '../../src/mail/brand-color.ts';

test.each([
  ['#4f52b2', '#ffffff'],
  ['#ffd400', '#000000'],
  ['#ffffff', '#000000'],
  ['#000000', '#ffffff'],
])('on %s one writes in %s', (color, ink) => {
  expect(inkOn(color)).toBe(ink);
});

test('black on white has the highest contrast there is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

test('every brand color carries a text that can be read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const color = `#${number.toString(16).padStart(6, '0')}`;
      expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 1_000 },
  );
});
