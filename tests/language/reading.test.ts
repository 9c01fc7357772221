import { expect, test } from '@jest/globals';
import { readCommand } from '../../src/language/read-command.ts';
import { reading } from '../../src/language/reading.ts';
import { TODAY } from './read.ts';

test('a field of guests is read like a sentence', () => {
  expect(
    reading.readGuests(
      'Sam Oogle <sam@gmail.com>,\u00a0jo@x.com\n“Last, First” <a@b.co>; JO@x.com',
    ),
  ).toEqual([
    { address: 'sam@gmail.com', name: 'Sam Oogle' },
    { address: 'jo@x.com', name: null },
    { address: 'a@b.co', name: 'Last, First' },
  ]);
  expect(reading.readGuests('')).toEqual([]);
});

test('what is no address stays in the field, to be refused by name', () => {
  expect(reading.readGuests('sam@gmail, jo@x.com, Megan')).toEqual([
    { address: 'jo@x.com', name: null },
    { address: 'sam@gmail', name: null },
    { address: 'Megan', name: null },
  ]);
});

test('an address is checked as Entra would', () => {
  expect(reading.checkAddress('sam@gmail.com')).toBeNull();
  expect(reading.checkAddress('sam+x@gmail.com')).toEqual({
    problem: { code: 'guest.plusAddress', params: { address: 'sam+x@gmail.com' } },
    suggestion: 'sam@gmail.com',
  });
});

test('a message from a channel is read without the mention, from its HTML', () => {
  const mention =
    '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Guestlist</span>';
  const link = '<a href="mailto:gsamoogle@gmail.com" rel="noreferrer">gsamoogle@gmail.com</a>';
  const command = readCommand(
    {
      text: '<at>Guestlist</at> invite gsamoogle@gmail.com to “Road to Green” until 31 March\n',
      html: `<div><div>${mention}&nbsp;invite ${link}&nbsp;to “Road to Green” until 31&nbsp;March</div>\n</div>`,
      botMentions: ['<at>Guestlist</at>'],
    },
    { today: TODAY, locale: 'en-US' },
  );
  expect(command).toEqual({
    kind: 'invite',
    wish: {
      guests: [{ address: 'gsamoogle@gmail.com', name: null }],
      resources: ['Road to Green'],
      directoryOnly: false,
      reason: null,
      until: '2027-03-31',
      message: null,
    },
    gaps: [],
  });
});

test('a mention and nothing else is a greeting', () => {
  const input = { text: '<at>Guestlist</at> ', html: null, botMentions: ['<at>Guestlist</at>'] };
  expect(readCommand(input, { today: TODAY, locale: 'en-US' })).toEqual({ kind: 'greeting' });
});

test('English is understood whatever the language of the reader', () => {
  const input = { text: 'my requests', html: null, botMentions: [] };
  for (const locale of ['nl-BE', 'xx', '', 'zh-Hant-TW']) {
    expect(readCommand(input, { today: TODAY, locale })).toEqual({ kind: 'myRequests' });
  }
});
