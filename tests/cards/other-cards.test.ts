import { describe, expect, test } from '@jest/globals';
import {
  arrivalCard,
  guestWelcomeCard,
  helpCard,
  refusalCard,
  requesterNotice,
  requestListCard,
  welcomeCard,
} from '../../src/cards/index.ts';
import { readCommand } from '../../src/language/read-command.ts';
import { ofType, readable } from './parts.ts';
import { texts } from './texts.ts';
import { givenView, guest, john, marketing, projectX, sam } from './views.ts';

describe('a list of requests', () => {
  test('asks for each by a press on its row, and stays where it is', () => {
    const views = [givenView(), givenView({ id: 'zzzzzzzz', status: 'cancelled' })];
    const rows = ofType(requestListCard('mine', views, texts), 'Action.Submit');
    expect(rows.map(({ data }) => data)).toEqual([
      { msteams: { type: 'imBack', value: 'status k7m2p9qa' } },
      { msteams: { type: 'imBack', value: 'status zzzzzzzz' } },
    ]);
  });

  test('says whom, where, how it stands and since when', () => {
    expect(readable(requestListCard('mine', [givenView()], texts))).toContain(
      'Sam Oogle, gsamoogle@gmail.com\nProject X (team)\nWaiting for approval · 21 November 2026 · k7m2p9qa',
    );
  });

  test('of what waits for the reader says who asks, and none of the private words', () => {
    const text = readable(requestListCard('waiting', [givenView()], texts));
    expect(text).toContain('Project X (team) · asked by John Doe');
    expect(text).toContain('Your decision, please');
    expect(text).not.toContain('We plan the launch');
  });

  test('shows ten and counts the rest', () => {
    const text = readable(requestListCard('mine', Array(13).fill(givenView()), texts));
    expect(text).toContain('13 requests');
    expect(text).toContain('3 more.');
  });

  test('counts what it was not even given', () => {
    const text = readable(requestListCard('mine', Array(10).fill(givenView()), texts, 230));
    expect(text).toContain('230 requests');
    expect(text).toContain('220 more.');
  });

  test('that is empty says so', () => {
    expect(readable(requestListCard('waiting', [], texts))).toContain('Nothing waits');
    expect(readable(requestListCard('mine', [], texts))).toContain('not asked for anything');
  });
});

describe('help and greetings', () => {
  test('run only sentences that change nothing by themselves', () => {
    for (const card of [helpCard(texts, { signIn: true }), welcomeCard('personal', texts)]) {
      expect(ofType(card, 'Action.Submit').map(({ data }) => data)).toEqual([
        { msteams: { type: 'imBack', value: 'invite' } },
        { msteams: { type: 'imBack', value: 'my requests' } },
        { msteams: { type: 'imBack', value: 'waiting for me' } },
      ]);
    }
  });

  test.each([
    ['start', 'invite'],
    ['invite', 'invite'],
    ['mine', 'myRequests'],
    ['waiting', 'waitingForMe'],
    ['status', 'status'],
    ['cancel', 'cancel'],
  ])('give an example (%s) that is understood as %s', (example, kind) => {
    const incoming = { text: texts.t(`cards.sentence.${example}`), html: null, botMentions: [] };
    const command = readCommand(incoming, { today: '2026-11-21', locale: 'en' });
    expect(command.kind).toBe(kind);
  });

  test('say in a shared chat that the bot must be mentioned', () => {
    expect(readable(welcomeCard('team', texts))).toContain('@Guestlist invite');
    expect(readable(welcomeCard('groupChat', texts))).toContain('only hear what mentions me');
  });
});

describe('a refusal', () => {
  test('gives each cause with its next step, and the corrected sentence as a button', () => {
    const problems = [
      { code: 'guest.plusAddress', params: {} },
      { code: 'guest.colleague', params: {} },
    ];
    const repair = { title: 'Invite sam@gmail.com', text: 'invite sam@gmail.com to Project X' };
    const card = refusalCard(problems, texts, [repair]);
    expect(readable(card)).toContain('[errors.guest.plusAddress] [nextSteps.guest.plusAddress]');
    expect(readable(card)).toContain('[errors.guest.colleague] [nextSteps.guest.colleague]');
    expect(ofType(card, 'Action.Submit')).toMatchObject([
      { title: repair.title, data: { msteams: { type: 'imBack', value: repair.text } } },
    ]);
  });

  test('of words that nobody could read says so in its title, and once', () => {
    const text = readable(
      refusalCard([{ code: 'sentence.unknown', params: {} }], texts, [], 'other'),
    );
    expect(text).toBe('I did not understand that\n[nextSteps.sentence.unknown]');
  });

  test('never offers a sentence that had to be cut', () => {
    const repair = { title: 'All of them', text: `invite ${'a@b.example, '.repeat(200)}` };
    expect(ofType(refusalCard([], texts, [repair]), 'Action.Submit')).toEqual([]);
  });
});

describe('an arrival', () => {
  const arrived = { ...sam, status: 'arrived' as const, arrivedAt: new Date('2026-11-21T11:47Z') };

  test('says who has come, where to, and who is still awaited', () => {
    const view = givenView({ guests: [arrived, guest(2, { status: 'invited' })] });
    const text = readable(arrivalCard(view, arrived, texts));
    expect(text).toContain('Sam Oogle has signed in and can now use Project X (team).');
    expect(text).toContain('1 other guest of this request has not signed in yet.');
  });

  test('in a team that Teams does not show yet says so, in the card and in its notification', () => {
    const grants = [{ resourceId: projectX.id, status: 'later' as const, problem: null }];
    const late = { ...arrived, grants };
    const view = givenView({ guests: [late] });
    for (const text of [
      readable(arrivalCard(view, late, texts)),
      requesterNotice('arrived', view, texts, late).summary,
    ]) {
      expect(text).toContain('Teams may take some hours to show');
      expect(text).not.toContain('can now use');
    }
  });

  test('to the directory alone promises nothing more', () => {
    const view = givenView({ guests: [arrived], resources: [], directoryOnly: true });
    expect(readable(arrivalCard(view, arrived, texts))).toContain('signed in for the first time.');
  });
});

describe('the welcome of a guest', () => {
  const welcome = { guest: sam, sponsor: john, until: null };

  test('says where to go, who the sponsor is and whom to ask', () => {
    const card = guestWelcomeCard(
      {
        ...welcome,
        resources: [
          { ...projectX, url: 'https://teams.example/x' },
          { ...marketing, url: null },
        ],
      },
      texts,
    );
    const text = readable(card);
    for (const part of ['Project X (team)', 'Marketing (group)', 'John Doe, john@', 'Ask John Doe'])
      expect(text).toContain(part);
    expect(ofType(card, 'Action.OpenUrl')).toMatchObject([
      { title: 'Open Project X', url: 'https://teams.example/x' },
    ]);
  });

  test.each(['http://teams.example', 'javascript:alert(1)'])('links to no %s', (url) => {
    const card = guestWelcomeCard({ ...welcome, resources: [{ ...projectX, url }] }, texts);
    expect(ofType(card, 'Action.OpenUrl')).toEqual([]);
  });
});
