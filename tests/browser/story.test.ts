import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Product, startProduct } from '../support/product.ts';
import { launchBrowser } from './support/browser.ts';
import {
  actAs,
  directoryRow,
  fillInput,
  goToChat,
  message,
  openSandbox,
  openTenantTab,
  personButton,
  pressButton,
  pressInMail,
  say,
  waitForCard,
} from './support/sandbox-page.ts';

const SAM = 'gsamoogle@gmail.com';

let product: Product;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  page = await openSandbox(browser, product.origin);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('John types one sentence and sees who decides', async () => {
  await actAs(page, 'John Doe');
  await say(
    page,
    `invite ${SAM} to Project X because he audits Q3, with message "Hi Sam, see you soon"`,
  );
  const card = await waitForCard(page, 'Waiting for approval');
  expect(await card.innerText()).toContain(SAM);
  expect(await card.innerText()).toContain('Megan Bowen');
});

test('Megan has something new, reads all she needs on one card, and approves with a comment', async () => {
  await personButton(page, 'Megan Bowen').getByText(/^\d+/).waitFor();
  await actAs(page, 'Megan Bowen');
  const card = await waitForCard(page, SAM);
  for (const words of ['John Doe', 'Project X', 'he audits Q3', 'Hi Sam, see you soon']) {
    expect(await card.innerText()).toContain(words);
  }
  await fillInput(card, /comment/i, 'Welcome aboard');
  await pressButton(card, 'Approve');
  await waitForCard(page, 'Welcome aboard');
});

test("John's card has changed by itself, and Sam is in the directory as a guest", async () => {
  await actAs(page, 'John Doe');
  await waitForCard(page, /Invited/);
  await openTenantTab(page, 'Directory');
  await directoryRow(page, SAM).getByText('PendingAcceptance').waitFor();
});

test("Sam reads one mail in John's words and presses Get started", async () => {
  await openTenantTab(page, 'Mail');
  await page
    .getByRole('button', { name: new RegExp(SAM) })
    .first()
    .waitFor();
  await actAs(page, SAM);
  const mail = page.getByRole('main').frameLocator('iframe');
  await mail.getByText('Hi Sam, see you soon').waitFor();
  await pressInMail(page, 'Get started');
  await openTenantTab(page, 'Directory');
  await directoryRow(page, SAM).getByText('Accepted').waitFor();
});

test('Sam is welcomed in his own chat and in the channel, and John is told', async () => {
  await waitForCard(page, 'John Doe');
  await actAs(page, 'Megan Bowen');
  await goToChat(page, 'Project X › General');
  await message(page, /brought|welcome/i).waitFor();
  await actAs(page, 'John Doe');
  await goToChat(page, 'Guestlist');
  await waitForCard(page, /has arrived/);
  expect(await product.outbox()).toHaveLength(1);
});
