import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { textsFor } from '../../src/language/texts.ts';
import { type Invitation, invitationMail } from '../../src/mail/invitation-mail.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const texts = textsFor('en');
const redeem = 'https://login.example/redeem?rd=https%3a%2f%2fi.example%2f%3ftenant%3d1&user=2';
const landing = 'https://teams.example/l/team/19%3aabc?groupId=1&tenantId=2';

function givenInvitation(changes: Partial<Invitation> = {}): Invitation {
  return {
    brand: { name: 'WoodGrove', color: '#4f52b2', logoUrl: 'https://woodgrove.example/logo.png' },
    guest: { address: 'gsamoogle@gmail.com', name: 'Sam Oogle' },
    requester: { id: 'id-john', name: 'John Doe', mail: 'john@woodgrove.example' },
    resources: [{ kind: 'team', name: 'Project X' }],
    landingUrl: landing,
    getStartedUrl: redeem,
    accepted: false,
    message: 'Hello Sam,\nlooking forward to working with you!',
    until: '2027-03-31',
    ...changes,
  };
}

function* elements(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

/** Each element with its attributes' names and the values of those that people's text never reaches. */
function skeleton(html: string): string[] {
  return [...elements(parse(html))].map(({ tagName, attrs }) => {
    const written = attrs.map(({ name, value }) => (name === 'alt' ? name : `${name}=${value}`));
    return `${tagName} ${written.join(' ')}`;
  });
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  if ('tagName' in node && node.tagName === 'br') return '\n';
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function find(html: string, tagName: string): Element[] {
  return [...elements(parse(html))].filter((element) => element.tagName === tagName);
}

const attribute = (element: Element | undefined, name: string) =>
  element?.attrs.find((each) => each.name === name)?.value;

describe('the invitation', () => {
  const { subject, html, text } = invitationMail(givenInvitation(), texts);

  test('says in its subject who invites and to what', () => {
    expect(subject).toBe('John Doe invites you to Project X');
  });

  test.each([
    ['who invites and why', 'John Doe wants to work with you'],
    ['what it leads to', 'Project X (a team in Microsoft Teams)'],
    ['until when', 'Your access is planned until 31 March 2027.'],
    ['in whose words', 'looking forward to working with you!'],
    ['what happens at sign-in', 'Sign in with your own account for gsamoogle@gmail.com.'],
    ['whom to ask', 'John Doe is the one to ask: john@woodgrove.example.'],
    ['what to do with a mail nobody expected', 'If you did not expect it'],
  ])('says %s, as HTML and as text', (_what, sentence) => {
    expect(textOf(parse(html))).toContain(sentence);
    expect(text).toContain(sentence);
  });

  test('leads to the redeem link by a button and by the link itself, letter by letter', () => {
    const [button, link, later] = find(html, 'a');
    expect(button && textOf(button)).toBe('Get started');
    expect(attribute(button, 'href')).toBe(redeem);
    expect(attribute(link, 'href')).toBe(redeem);
    expect(link && textOf(link)).toBe(redeem);
    expect(attribute(later, 'href')).toBe(landing);
    expect(text).toContain(`Get started:\n${redeem}\n`);
    expect(text).toContain(landing);
  });

  test('shows the logo with the name of the brand, or the name alone', () => {
    const [logo] = find(html, 'img');
    expect(attribute(logo, 'src')).toBe('https://woodgrove.example/logo.png');
    expect(attribute(logo, 'alt')).toBe('WoodGrove');
    const brand = { name: 'WoodGrove', color: '#4f52b2', logoUrl: null };
    const plain = invitationMail(givenInvitation({ brand }), texts).html;
    expect(find(plain, 'img')).toEqual([]);
    expect(find(plain, 'span').map(textOf)).toEqual(['WoodGrove']);
  });

  test('has its language, says that it knows dark colors, and is laid out by tables', () => {
    expect(attribute(find(html, 'html')[0], 'lang')).toBe('en-GB');
    expect(find(html, 'meta').map((meta) => attribute(meta, 'name'))).toContain('color-scheme');
    for (const table of find(html, 'table')) expect(attribute(table, 'role')).toBe('presentation');
  });
});

describe('an invitation of another kind', () => {
  test('to the directory alone names the organisation', () => {
    const { subject, text } = invitationMail(givenInvitation({ resources: [] }), texts);
    expect(subject).toBe('John Doe invites you to WoodGrove');
    expect(text).toContain('with everything that WoodGrove shares with you');
  });

  test('to several names each, and counts in the subject', () => {
    const resources = ['A', 'B', 'C', 'D'].map((name) => ({ kind: 'group' as const, name }));
    const { subject, text } = invitationMail(givenInvitation({ resources }), texts);
    expect(subject).toBe('John Doe invites you to A, B and 2 more');
    expect(text).toContain('- D (a Microsoft 365 group)');
  });

  test('for a guest who has redeemed before speaks of no terms to accept', () => {
    const { text } = invitationMail(givenInvitation({ accepted: true }), texts);
    expect(text).toContain('Sign in as before');
    expect(text).not.toContain('accept its terms');
  });

  test('greets by name, and where none is known without the address', () => {
    const greeting = (name: string | null) =>
      invitationMail(givenInvitation({ guest: { address: 'gsamoogle@gmail.com', name } }), texts)
        .text;
    expect(greeting('Sam Oogle')).toContain('\nHello Sam Oogle,\n');
    expect(greeting(null)).toContain('\nHello,\n');
  });

  test('without words, without end and without a mailbox to ask leaves those out', () => {
    const { html, text } = invitationMail(
      givenInvitation({
        message: ' \n',
        until: null,
        requester: { id: 'id-john', name: 'John Doe', mail: null },
      }),
      texts,
    );
    expect(find(html, 'blockquote')).toEqual([]);
    expect(text).not.toMatch(/writes:|planned until|\n\n\n/);
    expect(text).toContain('John Doe is the one to ask.');
  });
});

describe('what people write', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        ...'<>"\'&/=\n `-!'.split(''),
        '</blockquote>',
        '<img src=x onerror=alert(1)>',
        '<!--',
        '-->',
        '<![endif]-->',
        '&lt;script&gt;',
        '</style>',
        '</title>',
        '" href="javascript:x',
        'a',
      ),
    }),
  );
  /** A word that is never empty, so that the same parts of the mail are there. */
  const word = hostile.map((text) => `a${text}`);

  test('never makes an element or an attribute', () => {
    const plain = skeleton(invitationMail(givenInvitation({ message: 'a' }), texts).html);
    fc.assert(
      fc.property(word, word, word, word, (message, guest, requester, resource) => {
        const written = givenInvitation({
          message: message.replace(/[\r\n\u2028\u2029]/g, ' '),
          guest: { address: `${guest}@example.com`, name: guest },
          requester: { id: 'id', name: requester, mail: requester },
          resources: [{ kind: 'team', name: resource }],
        });
        const { html } = invitationMail(written, texts);
        expect(skeleton(html)).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  test('is quoted whole, with its line ends', () => {
    const readable = fc.string({ unit: 'grapheme' }).map((line) => `x${line.replace(/\s/g, ' ')}x`);
    fc.assert(
      fc.property(fc.array(readable, { minLength: 1, maxLength: 5 }), (lines) => {
        const message = lines.join('\n');
        const { html, text } = invitationMail(givenInvitation({ message }), texts);
        expect(find(html, 'blockquote').map(textOf)).toEqual([message]);
        expect(text).toContain(lines.map((line) => `> ${line}`).join('\n'));
      }),
    );
  });

  test('keeps the subject on one line and short', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, resource) => {
        const { subject } = invitationMail(
          givenInvitation({
            requester: { id: 'id', name: name.repeat(50), mail: null },
            resources: [{ kind: 'team', name: resource.repeat(50) }],
          }),
          texts,
        );
        expect(subject).not.toMatch(/[\r\n]/);
        expect(subject.length).toBeLessThan(200);
      }),
    );
  });
});
