import { expect, test } from '@jest/globals';
import { placeMessages, threadMessages } from '../../../src/sandbox/page/chat/arrange-messages.ts';
import type { ChatMessage } from '../../../src/sandbox/page/chat/fold-messages.ts';

const dayOf = (iso: string) => iso.slice(0, 10);

function message(
  id: string,
  time: string,
  from = 'john',
  threadId: string | null = null,
): ChatMessage {
  const content = { text: id, markdown: false, cards: [], files: [], mentions: [] };
  const state = { version: 0, deleted: false, lost: false };
  return { ...content, ...state, id, time, threadId, from: { id: from, name: from } };
}

test('a day stands above its first message only', () => {
  const placed = placeMessages(
    [
      message('a', '2026-11-20T23:59:00Z'),
      message('b', '2026-11-21T00:01:00Z'),
      message('c', '2026-11-21T09:00:00Z'),
    ],
    dayOf,
  );

  expect(placed.map(({ newDay }) => newDay !== null)).toEqual([true, true, false]);
});

test('what the same person writes within five minutes stands together', () => {
  const placed = placeMessages(
    [
      message('a', '2026-11-21T09:00:00Z'),
      message('b', '2026-11-21T09:05:00Z'),
      message('c', '2026-11-21T09:11:00Z'),
      message('d', '2026-11-21T09:12:00Z', 'megan'),
    ],
    dayOf,
  );

  expect(placed.map(({ follows }) => follows)).toEqual([false, true, false, false]);
});

test('answers stand below their post, and a post is no answer to itself', () => {
  const threads = threadMessages(
    [
      message('1', '2026-11-21T09:00:00Z', 'john', '1'),
      message('2', '2026-11-21T09:01:00Z', 'megan', '2'),
      message('3', '2026-11-21T09:02:00Z', 'bot', '1'),
      message('4', '2026-11-21T09:03:00Z', 'bot', 'unknown'),
    ],
    dayOf,
  );

  const ids = threads.map(({ root, replies }) => [
    root.message.id,
    ...replies.map((reply) => reply.message.id),
  ]);
  expect(ids).toEqual([['1', '3'], ['2'], ['4']]);
});
