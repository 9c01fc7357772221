import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CardFactory } from 'botbuilder';
import { askForReason, type GivenPages, givenPages, untilSome } from './support/given-pages.ts';
import {
  actAs,
  attach,
  directoryRow,
  fillInput,
  goToChat,
  message,
  moveClock,
  personButton,
  pressButton,
  pressInMail,
  say,
  startOver,
  waitForCard,
  waitForToast,
} from './support/sandbox-page.ts';

let given: GivenPages;

beforeAll(async () => {
  given = await givenPages();
});

afterAll(() => given?.close());

test('a card is validated before it is sent, and sent with what was typed', async () => {
  const page = await given.open((context) => context.sendActivity({ attachments: [askForReason] }));
  await actAs(page, 'John Doe');
  await say(page, 'ask me');
  const card = await waitForCard(page, 'Why?');
  const invokes = () => given.bot.received.filter(({ name }) => name === 'adaptiveCard/action');

  await pressButton(card, 'Deny');
  await card.getByText('Say why.').waitFor();
  expect(invokes()).toEqual([]);

  await pressButton(card, 'Details');
  await card.getByText('The small print').waitFor();
  await fillInput(card, /Reason/, 'No room');
  await pressButton(card, 'Deny');
  await expect(untilSome(invokes)).resolves.toMatchObject([
    { value: { action: { verb: 'test.deny', data: { requestId: 'r1', reason: 'No room' } } } },
  ]);
  expect(await page.title()).not.toBe('1');
  await page.context().close();
});

test('what somebody is typing into a card is still there when the card changes', async () => {
  let sent: string | undefined;
  const page = await given.open(async (context) => {
    if (!sent) sent = (await context.sendActivity({ attachments: [askForReason] }))?.id;
    else {
      const { content } = askForReason;
      const body = [{ type: 'TextBlock', text: 'It has changed' }, ...content.body];
      const changed = CardFactory.adaptiveCard({ ...content, body });
      await context.updateActivity({ id: sent, type: 'message', attachments: [changed] });
    }
  });
  await actAs(page, 'Adele Vance');
  await say(page, 'ask me');
  await fillInput(await waitForCard(page, 'Why?'), /Reason/, 'half a sent');

  await say(page, 'now change it');

  const card = await waitForCard(page, 'It has changed');
  expect(await card.getByRole('textbox', { name: /Reason/ }).inputValue()).toBe('half a sent');
  await message(page, 'It has changed').getByText('Edited').waitFor();
  await page.context().close();
});

test('the bot hears a shared chat only where it is mentioned, and answers a post below it', async () => {
  const page = await given.open((context) => context.sendActivity('I **heard** you'));
  await actAs(page, 'Megan Bowen');
  await goToChat(page, 'Project X › General');
  const before = given.bot.received.length;

  await say(page, 'just among us');
  await message(page, 'just among us').waitFor();
  const box = page.getByRole('textbox', { name: 'Type a message' });
  await box.pressSequentially('@gu');
  await page.getByRole('button', { name: 'Mention Guestlist' }).first().waitFor();
  await box.press('Enter');
  await box.pressSequentially('do you hear me');
  await box.press('Enter');

  const thread = page.getByRole('region', { name: 'Post and replies' }).last();
  await thread.getByText('heard', { exact: true }).waitFor();
  expect(await thread.innerText()).toMatch(/do you hear me[\s\S]*I heard you/);
  const heard = given.bot.received.slice(before).filter(({ type }) => type === 'message');
  expect(heard.map(({ text }) => text)).toEqual(['<at>Guestlist</at>\u00a0do you hear me']);
  await page.context().close();
});

test('people change and take back what they wrote, and send files', async () => {
  const page = await given.open(async () => undefined);
  await actAs(page, 'John Doe');
  await attach(page, [{ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') }]);
  await say(page, 'here they are');
  const mine = message(page, 'here they are');
  await mine.getByText('guests.csv').waitFor();

  await mine.hover();
  await pressButton(mine, 'More options');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Edit' }).fill('here is everybody');
  await pressButton(page, 'Save');
  const changed = message(page, 'here is everybody');
  await changed.getByText('Edited').waitFor();

  await changed.hover();
  await pressButton(changed, 'More options');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await message(page, 'This message has been deleted.').waitFor();
  await page.context().close();
});

test('a bot that does not answer is told of before anybody talks to it, until it answers again', async () => {
  const page = await given.open(async () => undefined);
  await actAs(page, 'Ada Admin');
  await given.bot.goDown();
  await page.getByText('Guestlist does not answer.').waitFor();

  await say(page, 'is anybody there');

  await message(page, 'is anybody there').getByText('did not get this message').waitFor();
  await given.bot.comeUp();
  await page.getByText('Guestlist does not answer.').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a guest reads the mail, presses Get started, and is somebody one can be', async () => {
  const page = await given.open(async () => undefined);
  const redeemUrl = await given.mailInvitation('new.guest@gmail.com');
  await actAs(page, 'new.guest@gmail.com');
  await directoryRow(page, 'new.guest@gmail.com').getByText('PendingAcceptance').waitFor();

  await pressInMail(page, 'Get started');

  await waitForToast(page, 'new.guest@gmail.com has accepted the invitation');
  await directoryRow(page, 'new.guest@gmail.com').getByText('Accepted', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Guestlist' }).waitFor();
  expect(redeemUrl).toContain(given.origin);
  expect(page.context().pages()).toHaveLength(1);
  await page.context().close();
});

test.each([
  { width: 1400, height: 900 },
  { width: 1000, height: 700 },
  { width: 390, height: 844 },
])('nothing hangs over the edge of a screen of $width pixels', async (viewport) => {
  const page = await given.open(
    (context) => context.sendActivity({ attachments: [askForReason] }),
    {
      viewport,
    },
  );
  await say(page, 'ask me');
  await waitForCard(page, 'Why?');

  const over = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const seen = [...document.querySelectorAll('button, input, textarea, h1, h2, p, [role=tab]')];
    return seen
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => element.getBoundingClientRect().right > edge + 1)
      .map((element) => element.outerHTML.slice(0, 200));
  });
  expect(over).toEqual([]);
  await page.context().close();
});

test('the look is the system’s until somebody chooses, and the choice is kept', async () => {
  const page = await given.open(async () => undefined, { colorScheme: 'dark' });
  await pressButton(page, 'Use the light look');

  await page.reload();

  await page.getByRole('button', { name: 'Use the dark look' }).waitFor();
  await page.context().close();
});

test('the clock goes forward by a press, and everything starts over by two', async () => {
  const page = await given.open(async () => undefined);
  const clock = page.getByRole('region', { name: 'WoodGrove’s clock' }).locator('time');
  const read = async () => Date.parse((await clock.getAttribute('datetime')) ?? '');
  const before = await read();

  await moveClock(page, 'Fourteen days later');
  await untilSome(async () => ((await read()) - before >= 14 * 86_400_000 ? [true] : []));
  await startOver(page);

  await untilSome(async () => ((await read()) - before < 86_400_000 ? [true] : []));
  await personButton(page, 'new.guest@gmail.com').waitFor({ state: 'detached' });
  await page.context().close();
});
