import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** Longest wait for something to be seen, in milliseconds; the bot's jobs run in between. */
const PATIENCE = 20_000;

/** Opens the page in a browser of its own (no storage of another test), and waits for its people. */
export async function openSandbox(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    timezoneId: 'Europe/Copenhagen',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(origin);
  await page.getByRole('heading', { name: 'WoodGrove sandbox' }).waitFor();
  await page.getByRole('button', { name: 'Start over' }).waitFor();
  return page;
}

/** The button of a person: by name, or for a guest by the address as well. */
export function personButton(page: Page, person: string): Locator {
  return page.getByRole('navigation').getByRole('button', { name: person });
}

/** Becomes somebody. On a phone's width through the tab People. */
export async function actAs(page: Page, person: string): Promise<void> {
  const tab = page.getByRole('tab', { name: /^People/ });
  if (await tab.isVisible()) await tab.click();
  await personButton(page, person).click();
}

/** Goes to one of that person's chats, by its name. */
export async function goToChat(page: Page, chat: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: chat }).click();
  await page.getByRole('region', { name: chat }).waitFor();
}

/** Writes into the open chat and sends it by Enter. In a shared chat begin with `@Guestlist`. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Type a message' });
  await box.fill(text);
  await box.press('Enter');
}

/** The newest message of the open chat that holds this text, a card as well as words. */
export function message(page: Page, text: string | RegExp): Locator {
  return page.getByRole('log').getByRole('article').filter({ hasText: text }).last();
}

/** Waits for a card that shows this text, and gives it. */
export async function waitForCard(page: Page, text: string | RegExp): Promise<Locator> {
  const card = page.getByRole('log').locator('.ac-adaptiveCard').filter({ hasText: text }).last();
  await card.waitFor({ timeout: PATIENCE });
  return card;
}

/** Presses a button of a card (or of anything else), by its whole name. */
export async function pressButton(within: Page | Locator, name: string): Promise<void> {
  await within.getByRole('button', { name, exact: true }).click();
}

/** Fills a card's input, found by its label. */
export async function fillInput(
  within: Page | Locator,
  label: string | RegExp,
  value: string,
): Promise<void> {
  await within.getByRole('textbox', { name: label }).fill(value);
}

/** Attaches files to the next message of the open chat. */
export async function attach(
  page: Page,
  files: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await page.getByLabel('Attach a file').and(page.locator('input')).setInputFiles(files);
}

/** Opens one of the tenant's tabs. */
export async function openTenantTab(
  page: Page,
  tab: 'Directory' | 'Mail' | 'Graph calls',
): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
}

/** Presses a link in the mail that the open inbox shows, as its reader. */
export async function pressInMail(page: Page, link: string | RegExp): Promise<void> {
  await page.getByRole('main').frameLocator('iframe').getByRole('link', { name: link }).click();
}

/** A user's row in the directory, which shows name, address and state. */
export function directoryRow(page: Page, user: string): Locator {
  return page.getByRole('list', { name: 'Users' }).getByRole('listitem').filter({ hasText: user });
}

/** Moves WoodGrove's clock forward by one of the page's steps. */
export async function moveClock(
  page: Page,
  step: 'One hour later' | 'One day later' | 'Fourteen days later',
): Promise<void> {
  await page.getByRole('button', { name: step }).click();
}

/** Puts WoodGrove back to its beginning, through the page. */
export async function startOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
  await waitForToast(page, 'WoodGrove is as it was in the beginning.');
}

/** Waits for a sentence in the corner. (It stands on the page twice: once more for screen readers.) */
export async function waitForToast(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).last().waitFor();
}
