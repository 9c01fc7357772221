import { expect, test } from '@jest/globals';
import { composePersonal, composeShared } from '../../../src/sandbox/teams/compose-message.ts';

const bot = { id: '28:bot', name: 'Guestlist' };
const typed = (text: string, more: object = {}) => ({
  text,
  isHtml: false,
  html: null,
  mention: false,
  ...more,
});
const at = '<at>Guestlist</at>\u00a0';
const span = (id: number) =>
  `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="${id}">Guestlist</span>&nbsp;`;

test('what is typed after @Guestlist reaches the bot as a mention and its words', () => {
  const { text, html, heard, entities } = composeShared(typed('@Guestlist help'), bot);
  expect(text).toBe(`${at}help`);
  expect(html).toBe(`<p>${span(0)}help</p>`);
  expect(heard).toBe(true);
  expect(entities).toEqual([{ mentioned: bot, text: '<at>Guestlist</at>', type: 'mention' }]);
});

test('a mention may stand in the middle, more than once, and as the client marked it', () => {
  const { text, html, entities } = composeShared(
    typed('hey @guestlist a <at>Guestlist</at> b'),
    bot,
  );
  expect(text).toBe(`hey ${at}a ${at}b`);
  expect(html).toBe(`<p>hey ${span(0)}a ${span(1)}b</p>`);
  expect(entities).toHaveLength(2);
});

test('a text that only names the bot is not heard, unless the mention is asked for', () => {
  for (const text of ['Guestlist help', 'me@Guestlist help', '@Guestlisting']) {
    expect(composeShared(typed(text), bot).heard).toBe(false);
  }
  expect(composeShared(typed('help', { mention: true }), bot).text).toBe(`${at}help`);
});

test('a pasted address becomes a mailto: link in the formatted form alone', () => {
  const { text, html } = composeShared(typed('@Guestlist invite sam@gmail.com & <b>'), bot);
  expect(text).toBe(`${at}invite sam@gmail.com & <b>`);
  expect(html).toBe(
    `<p>${span(0)}invite <a href="mailto:sam@gmail.com" title="mailto:sam@gmail.com">sam@gmail.com</a> &amp; &lt;b&gt;</p>`,
  );
});

test('a text that is HTML goes out with its tags', () => {
  const html = 'invite <a href="mailto:sam@gmail.com">sam@gmail.com</a>';
  expect(composePersonal(typed(html, { isHtml: true }))).toMatchObject({ text: html, html });
  expect(composeShared(typed(`@Guestlist ${html}`, { isHtml: true }), bot)).toMatchObject({
    text: `${at}${html}`,
    html: `<p>${span(0)}${html}</p>`,
  });
});

test('a 1:1 message is plain text', () => {
  expect(composePersonal(typed('invite sam@gmail.com'))).toEqual({
    text: 'invite sam@gmail.com',
    html: null,
    heard: true,
    entities: [],
  });
});
