import { expect, test } from '@jest/globals';
import { plainText } from '../../src/language/incoming-text.ts';

const BOT = '<at>Guestlist</at>';
const mention = (name: string, id = 0) =>
  `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${id}">${name}</span>`;

function plain(text: string, html: string | null = null): string {
  return plainText({ text, html, botMentions: [BOT] });
}

test.each<[string, string, string]>([
  ['a mention of the bot', `${BOT} my requests\n`, 'my requests'],
  ['a mention with other case and blanks', '<at> guestlist </at>&nbsp;help', 'help'],
  ['a mention of a person', 'invite <at>Sam Oogle</at> to X', 'invite Sam Oogle to X'],
  [
    'non-breaking and other blanks',
    'invite\u00a0sam@gmail.com\u2009to\u202fX',
    'invite sam@gmail.com to X',
  ],
  [
    'zero-width characters',
    '\ufeffinvite s\u200bam@gmail.com\u200d to\u00ad X',
    'invite sam@gmail.com to X',
  ],
  ['an emoji of several parts', 'to X 👩\u200d💻', 'to X 👩\u200d💻'],
  [
    'smart quotes',
    '“Road to Green”, ‘X’, „Y“ and «Z» don’t',
    '"Road to Green", \'X\', "Y" and "Z" don\'t',
  ],
  ['entities', 'R&amp;D &lt;sam@gmail.com&gt; &quot;X&quot;', 'R&D <sam@gmail.com> "X"'],
  [
    'addresses in brackets',
    'Sam <sam@gmail.com> and <jo@x.com>',
    'Sam <sam@gmail.com> and <jo@x.com>',
  ],
  ['a lone bracket', 'if a < b and c<d then e > f', 'if a < b and c<d then e > f'],
  [
    'line breaks',
    'invite\r\nsam@gmail.com\rto X\n\n\n\nThanks',
    'invite\nsam@gmail.com\nto X\n\nThanks',
  ],
  [
    'an anchor in the text',
    'invite <a href="mailto:sam@gmail.com">sam@gmail.com</a>',
    'invite sam@gmail.com',
  ],
])('%s in the text', (_case, text, want) => {
  expect(plain(text)).toBe(want);
});

test.each<[string, string, string]>([
  [
    'a message in a group chat',
    `<div><div>${mention('Guestlist')}&nbsp;my requests</div>\n</div>`,
    'my requests',
  ],
  [
    'a mention of the bot and one of a person',
    `<div>${mention('Guestlist')}&#160;invite ${mention('Sam Oogle', 1)} to X</div>`,
    'invite Sam Oogle to X',
  ],
  [
    'a pasted address',
    '<p>invite <a href="mailto:sam@gmail.com" rel="noreferrer noopener" target="_blank">sam@gmail.com</a>&nbsp;to Project X</p>',
    'invite sam@gmail.com to Project X',
  ],
  [
    'an address behind a name',
    '<p>invite <a href="mailto:sam%2Boogle@gmail.com?subject=Hi">Sam Oogle</a> to X</p>',
    'invite Sam Oogle <sam+oogle@gmail.com> to X',
  ],
  [
    'an address whose link says another one',
    '<p><a href="mailto:sam@gmail.com">sam@gmail</a></p>',
    'sam@gmail.com',
  ],
  [
    'several addresses in one link',
    '<p>invite <a href="mailto:a@x.com,b@x.com">the auditors</a></p>',
    'invite a@x.com,b@x.com',
  ],
  ['a link that is made wrongly', '<a href="mailto:%E0%A4%A@x.com">x</a>', 'x <%E0%A4%A@x.com>'],
  [
    'a domain that became a link',
    '<p>invite sam@<a href="http://gmail.com" title="http://gmail.com/">gmail.com</a></p>',
    'invite sam@gmail.com',
  ],
  [
    'paragraphs, breaks and lists',
    '<p>invite</p><ul><li>a@x.com</li><li>b@x.com</li></ul><p>to X<br>please</p>',
    'invite\n\na@x.com\n\nb@x.com\n\nto X\nplease',
  ],
  [
    'bold and other decoration',
    '<div>invite <strong>sam</strong>@<em>gmail.com</em> to <span style="color:red">X</span></div>',
    'invite sam@gmail.com to X',
  ],
  [
    'a reply, without what it quotes',
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"><strong>Megan</strong><p>invite jo@x.com</p></blockquote><p>my requests</p>',
    'my requests',
  ],
  ['a card beside the text', '<p>help</p><attachment id="1f">x</attachment>', 'help'],
])('%s in HTML', (_case, html, want) => {
  expect(plain('only the HTML counts', html)).toBe(want);
});

test('where the HTML is empty, the text counts', () => {
  expect(plain('help', '<div></div>')).toBe('help');
});

test('a mention is removed as the payload names it, with or without the sign', () => {
  const message = {
    html: null,
    text: 'Hey <at>Guestlist</at> help',
    botMentions: ['<at>@Guestlist</at>'],
  };
  expect(plainText(message)).toBe('Hey help');
});

test('a message that is nothing but tags, or nested without end, is read at once', () => {
  expect(plain(BOT, `<div>${mention('Guestlist')}</div>`)).toBe('');
  expect(plain('x', '<div>'.repeat(20_000))).toBe('x');
  expect(plain('<at>'.repeat(5_000))).toBe('');
});
