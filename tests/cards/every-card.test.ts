import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { CARD_BYTES, jsonBytes } from '../../src/cards/fit.ts';
import { textsFor } from '../../src/language/texts.ts';
import { gallery } from './gallery.ts';
import { inputs, ofType, parts } from './parts.ts';

/** The package's own main file cannot be loaded in Node; its bundle can, and has no types of its own. */
const renderer: typeof import('adaptivecards') = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);
const { AdaptiveCard, SerializationContext, Versions } = renderer;

/** What the client fills in itself. */
const A_MOMENT = /\{\{(DATE|TIME)\([\dT:,Z-]+(SHORT)?\)\}\}/g;

describe.each(Object.entries(gallery(textsFor('en'))))('%s', (_name, card) => {
  test('is read by the renderer of Teams without a complaint', () => {
    const context = new SerializationContext(Versions.v1_5);
    new AdaptiveCard().parse(card, context);
    const complaints = Array.from(
      { length: context.eventCount },
      (_, index) => context.getEventAt(index).message,
    );
    expect(complaints).toEqual([]);
  });

  test('can be told without being drawn, and is small enough', () => {
    expect(card).toMatchObject({ type: 'AdaptiveCard', version: '1.5' });
    expect(card.fallbackText).not.toBe('');
    expect(card.speak).toMatch(/^[^<>&]+$/);
    expect(jsonBytes(card)).toBeLessThanOrEqual(CARD_BYTES);
  });

  test('has no empty text, no hole and no key where a text should be', () => {
    for (const { type, text } of parts(card.body)) {
      if (type !== 'TextBlock' && type !== 'TextRun') continue;
      expect(text).toMatch(/\S/);
      expect(String(text).replace(A_MOMENT, '')).not.toMatch(
        /undefined|NaN|\[object|\{\{|(cards|errors)\.[a-z]|Something went/,
      );
    }
  });

  test('wraps its own texts and labels every input', () => {
    for (const block of ofType(card, 'TextBlock')) expect(block.wrap).toBe(true);
    for (const input of inputs(card).values()) {
      expect(input.label).toMatch(/\S/);
      if (input.isRequired) expect(input.errorMessage).toMatch(/\S/);
    }
  });

  test('sends the id of the request with a press and nothing else, also from older clients', () => {
    for (const { verb, data, title, fallback } of ofType(card.body, 'Action.Execute')) {
      expect(data).toEqual({ requestId: 'k7m2p9qa' });
      expect(fallback).toMatchObject({
        type: 'Action.Submit',
        title,
        data: { requestId: 'k7m2p9qa', verb },
      });
    }
  });

  test('has each id once and toggles only what is there', () => {
    const ids = [...parts(card.body)].flatMap(({ id }) => (id ? [String(id)] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { targetElements } of ofType(card, 'Action.ToggleVisibility')) {
      for (const target of Array.isArray(targetElements) ? targetElements : [])
        expect(ids).toContain(target);
    }
  });
});
