import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { channelWelcome, requesterNotice } from '../../src/cards/index.ts';
import { texts } from './texts.ts';
import { adele, approvedProjectX, givenView, guest, megan, projectX, sam } from './views.ts';

const failed = guest(2, { status: 'failed', problem: { code: 'unavailable', params: {} } });

describe('the welcome in a channel', () => {
  test('mentions the guest and the sponsor where the roster knows them', () => {
    const message = channelWelcome(
      {
        guest: { name: 'Sam Oogle', rosterId: '29:sam' },
        sponsor: { name: 'John Doe', rosterId: '29:john' },
        resource: projectX,
      },
      texts,
    );
    expect(message.text).toBe(
      'Welcome to Project X, <at>Sam Oogle</at>! <at>John Doe</at> brought you in and is the one to ask.',
    );
    expect(message.mentions).toEqual([
      { id: '29:sam', name: 'Sam Oogle' },
      { id: '29:john', name: 'John Doe' },
    ]);
  });

  test('names a guest whom the roster does not know yet', () => {
    const message = channelWelcome(
      {
        guest: { name: '*Sam*', rosterId: null },
        sponsor: { name: 'John Doe', rosterId: null },
        resource: projectX,
      },
      texts,
    );
    expect(message.text).toContain('Welcome to Project X, \\*Sam\\*!');
    expect(message).not.toHaveProperty('mentions');
  });

  test('holds each mention letter by letter, whatever the name, and no other one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (name, place) => {
        const guest = { name: `${name}<at>x</at>`, rosterId: '29:sam' };
        const resource = { ...projectX, name: `${place}<at>y</at>` };
        const { text, mentions } = channelWelcome(
          { guest, sponsor: { name: '<at>', rosterId: null }, resource },
          texts,
        );
        expect(text?.match(/<at>.*?<\/at>/g)).toEqual(
          mentions?.map((mention) => `<at>${mention.name}</at>`),
        );
        expect(mentions).toHaveLength(1);
      }),
    );
  });
});

describe('news for the requester', () => {
  test.each([
    [
      'decided' as const,
      givenView({ status: 'working', resources: [approvedProjectX] }),
      'Megan Bowen approved your request k7m2p9qa: Sam Oogle, gsamoogle@gmail.com to Project X (team). The invitation is on its way.',
    ],
    [
      'decided' as const,
      givenView({ status: 'denied', endedBy: megan, denial: 'Sign first.' }),
      'Megan Bowen denied your request k7m2p9qa: Sam Oogle, gsamoogle@gmail.com to Project X (team). The reason given: “Sign first.”',
    ],
    [
      'decided' as const,
      givenView({ status: 'denied', problem: { code: 'throttled', params: {} } }),
      'Your request k7m2p9qa cannot go on: Sam Oogle, gsamoogle@gmail.com to Project X (team). [errors.throttled] [nextSteps.throttled]',
    ],
    ['arrived' as const, givenView(), 'Sam Oogle has arrived and can now use Project X (team).'],
    [
      'attention' as const,
      givenView({ status: 'attention', guests: [sam, failed] }),
      'Your request k7m2p9qa to Project X (team) needs attention. guest2@fabrikam.example: [errors.unavailable] [nextSteps.unavailable]',
    ],
    [
      'unreached' as const,
      givenView({ unreached: [megan, adele] }),
      'Teams did not let me write to Megan Bowen and Adele Vance about your request k7m2p9qa. Please tell them yourself: they find it by writing “waiting for me” to me.',
    ],
  ])('%s: %s', (event, view, sentence) => {
    const { text, summary } = requesterNotice(event, view, texts, sam);
    expect(summary).toBe(sentence);
    expect(text?.replaceAll('\\', '')).toBe(sentence);
  });

  test('escapes names in the text and leaves the notification plain', () => {
    const starred = { ...sam, name: '**Sam**' };
    expect(requesterNotice('arrived', givenView(), texts, starred)).toEqual({
      text: expect.stringContaining('\\*\\*Sam\\*\\* has arrived'),
      summary: expect.stringContaining('**Sam** has arrived'),
    });
  });
});
