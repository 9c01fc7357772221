import { expect, test } from '@jest/globals';
import { read, wishOf } from './read.ts';

test.each([
  'invite sam@gmail.com to Project X',
  'Invite sam@gmail.com to Project X.',
  'INVITE sam@gmail.com TO Project X',
  '  invite   sam@gmail.com   to   Project X  ',
  'please invite sam@gmail.com to Project X',
  'Could you please invite sam@gmail.com to Project X?',
  'can you invite sam@gmail.com to Project X, please?',
  'Hi, can you add sam@gmail.com to Project X for me? Thanks!',
  'Hello there! I would like to invite sam@gmail.com to Project X.',
  "I'd like you to bring in sam@gmail.com to Project X, thank you very much",
  "let's invite sam@gmail.com to Project X",
  'We need to invite sam@gmail.com to Project X asap',
  'We have a new auditor, could you invite sam@gmail.com to Project X',
  'Good morning.\nPlease add sam@gmail.com to Project X.\nBest regards,\nJohn',
  '"invite sam@gmail.com to Project X"',
  '/invite sam@gmail.com to Project X',
  'onboard sam@gmail.com to Project X',
  'let sam@gmail.com into Project X',
  'give sam@gmail.com access to Project X',
  'send an invitation to sam@gmail.com to join Project X',
])('%j invites', (text) => {
  expect(wishOf(text)).toMatchObject({
    guests: [{ address: 'sam@gmail.com', name: null }],
    resources: ['Project X'],
    directoryOnly: false,
    reason: null,
    until: null,
    message: null,
  });
});

test.each([
  ['myRequests', ['my requests', 'My Requests!', 'requests', 'show my requests', 'my invitations']],
  ['myRequests', ['status', 'cancel', 'cancel my request', 'status of my requests?']],
  [
    'waitingForMe',
    ['waiting for me', "what's waiting for me?", 'what’s waiting for me', 'pending'],
  ],
  ['waitingForMe', ['approvals', 'show my approvals please', 'Is anything waiting for me?']],
  ['waitingForMe', ['approve', 'approve k7m2p9qa', 'please deny sam@gmail.com']],
  ['help', ['help', 'Help!', '?help', '/help', 'what can you do?', 'can you help me', 'help me']],
  ['help', ['How do I invite someone?', 'what is this', 'who are you', 'commands']],
  [
    'greeting',
    ['hi', 'Hello!', 'hey there 👋', 'good morning', 'Good day', 'ok', '👍', '', '   ', 'please'],
  ],
  [
    'thanks',
    ['thanks', 'Thank you so much!!', 'thx', 'great, thanks', 'Perfect!', 'ok, thanks 👍'],
  ],
  ['help', ['?', '??', ' ? ']],
])('%s: %j', (kind, texts) => {
  for (const text of texts) expect([text, read(text)]).toEqual([text, { kind }]);
});

test.each<[string, 'status' | 'cancel', string]>([
  ['status k7m2p9qa', 'status', 'k7m2p9qa'],
  ['Status K7M2P9QA?', 'status', 'k7m2p9qa'],
  ['status of request #k7m2p9qa', 'status', 'k7m2p9qa'],
  ['status: k7m2p9qa', 'status', 'k7m2p9qa'],
  ['what is the status of sam@gmail.com?', 'status', 'sam@gmail.com'],
  ['where is Sam@Gmail.com', 'status', 'sam@gmail.com'],
  ['status "Sam Oogle" <sam@gmail.com>', 'status', 'sam@gmail.com'],
  ['status Project X', 'status', 'Project X'],
  ['cancel k7m2p9qa', 'cancel', 'k7m2p9qa'],
  ['please cancel my request k7m2p9qa, thanks', 'cancel', 'k7m2p9qa'],
  ['could you cancel the invitation for mailto:sam@gmail.com?', 'cancel', 'sam@gmail.com'],
  ['withdraw k7m2p9qa', 'cancel', 'k7m2p9qa'],
])('%j is %s of %j', (text, kind, subject) => {
  expect(read(text)).toEqual({ kind, subject });
});

test.each<[string, string | null]>([
  ['invit sam@gmail.com to Project X', 'invite sam@gmail.com to Project X'],
  ['inivte sam@gmail.com', 'invite sam@gmail.com'],
  ['please invte sam@gmail.com', 'invite sam@gmail.com'],
  ['sam@gmail.com to Project X', 'invite sam@gmail.com to Project X'],
  ['Sam <sam@gmail.com> to Project X', 'invite Sam <sam@gmail.com> to Project X'],
  ['Project X bob@contoso.com', 'invite bob@contoso.com to Project X'],
  ['remove bob@contoso.com', null],
  ['stauts k7m2p9qa', 'status k7m2p9qa'],
  ['cancle k7m2p9qa', 'cancel k7m2p9qa'],
  ['my reqests', 'my requests'],
  ['wating for me', 'waiting for me'],
  ['hlep', 'help'],
  ['the weather is nice today', null],
  ['check the weather', null],
  ["don't invite sam@gmail.com", null],
  ['🤷 what', null],
])('%j is nothing we know; the nearest is %j', (text, nearest) => {
  expect(read(text)).toMatchObject({ kind: 'unknown', nearest });
});

test('what is suggested is understood', () => {
  for (const text of ['invit sam@gmail.com to Project X', 'my reqests', 'stauts k7m2p9qa']) {
    const command = read(text);
    if (command.kind !== 'unknown') throw new Error(`${text} was understood`);
    expect(read(command.nearest ?? '').kind).not.toBe('unknown');
  }
});

test('the verb alone opens an invitation that lacks everything', () => {
  expect(read('invite')).toMatchObject({
    kind: 'invite',
    gaps: [{ code: 'sentence.noGuest' }, { code: 'sentence.noResource' }],
  });
});
