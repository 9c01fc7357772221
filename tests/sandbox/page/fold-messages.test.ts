import { expect, test } from '@jest/globals';
import type { LogEntry } from '../../../src/sandbox/page/api/shapes.ts';
import { foldMessages } from '../../../src/sandbox/page/chat/fold-messages.ts';

const john = { id: '29:john', name: 'John Doe' };

function entry(op: LogEntry['op'], activityId: string, activity: object = {}): LogEntry {
  const time = '2026-11-21T10:00:00Z';
  return { time, op, activityId, activity: { type: 'message', ...activity } };
}

test('an updated message keeps its place, its time and its sender, and is a version further', () => {
  const log: LogEntry[] = [
    entry('post', '1', { from: john, text: 'first' }),
    entry('post', '2', { from: john, text: 'second' }),
    { ...entry('update', '1', { text: 'changed' }), time: '2026-11-21T11:00:00Z' },
  ];

  const messages = foldMessages(log);

  expect(messages.map(({ text }) => text)).toEqual(['changed', 'second']);
  expect(messages[0]).toMatchObject({ from: john, time: '2026-11-21T10:00:00Z', version: 1 });
});

test('of a deleted message nothing is left but that it was there', () => {
  const messages = foldMessages([
    entry('post', '1', { from: john, text: 'secret' }),
    { ...entry('delete', '1'), activity: null },
  ]);

  expect(messages).toMatchObject([{ id: '1', deleted: true, text: '', from: john }]);
});

test('what shows nothing is no message', () => {
  expect(foldMessages([entry('post', '1', { type: 'typing', from: john })])).toEqual([]);
  expect(foldMessages([{ ...entry('post', '2'), activity: { type: 7 } }])).toEqual([]);
});

test('a message that the bot was down for is marked until it is written anew', () => {
  const lost: LogEntry = { ...entry('post', '1', { from: john, text: 'hi' }), delivered: false };

  expect(foldMessages([lost])[0]?.lost).toBe(true);
  expect(foldMessages([lost, entry('update', '1', { text: 'hi again' })])[0]?.lost).toBe(false);
});

test('cards, files and mentions are read, whatever else is attached', () => {
  const [message] = foldMessages([
    entry('post', '1', {
      from: john,
      text: '<at>Guestlist</at> look',
      conversation: { id: '19:abc@thread.tacv2;messageid=77' },
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard' },
        },
        { contentType: 'application/vnd.microsoft.card.adaptive', content: 'no card' },
        { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'guests.csv' },
        { contentType: 'text/html', content: '<p>look</p>' },
      ],
      entities: [
        { type: 'clientInfo', locale: 'en-US' },
        {
          type: 'mention',
          text: '<at>Guestlist</at>',
          mentioned: { id: '28:bot', name: 'Guestlist' },
        },
      ],
    }),
  ]);

  expect(message).toMatchObject({
    cards: [{ type: 'AdaptiveCard' }],
    files: ['guests.csv'],
    mentions: ['28:bot'],
    threadId: '77',
  });
});
