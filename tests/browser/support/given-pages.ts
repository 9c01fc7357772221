import { CardFactory, type TurnContext } from 'botbuilder';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { type GivenWoodgrove, givenWoodgrove } from '../../sandbox/support/given-woodgrove.ts';
import { identities } from '../../sandbox/support/identities.ts';
import { startTinyBot, type TinyBot } from '../../sandbox/teams/tiny-bot.ts';
import { launchBrowser } from './browser.ts';
import { openSandbox } from './sandbox-page.ts';

/** A browser, a WoodGrove, and a bot that does what the test says. */
export interface GivenPages {
  readonly origin: string;
  readonly bot: TinyBot;
  /** Opens the page, with a bot that does this with each message. */
  open(
    turn: (context: TurnContext) => Promise<unknown>,
    options?: BrowserContextOptions,
  ): Promise<Page>;
  /** Invites as the bot does, by a mail that tries more than a mail may. Gives the redeem link. */
  mailInvitation(address: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts all three; the page must have been built. */
export async function givenPages(): Promise<GivenPages> {
  const browser = await launchBrowser();
  const bot = await startTinyBot(identities);
  const woodgrove = await givenWoodgrove({ botOrigin: bot.origin });
  bot.meet(woodgrove.origin);
  return {
    origin: woodgrove.origin,
    bot,
    open: (turn, options) => {
      bot.answers(async (context) => {
        if (context.activity.type === 'message') await turn(context);
      });
      return openSandbox(browser, woodgrove.origin, options);
    },
    mailInvitation: (address) => mailInvitation(woodgrove, address),
    close: async () => {
      await browser.close();
      await woodgrove.close();
      await bot.stop();
    },
  };
}

const Invitation = z.object({ inviteRedeemUrl: z.string() });

async function mailInvitation({ graph }: GivenWoodgrove, address: string): Promise<string> {
  const invitation = { invitedUserEmailAddress: address, inviteRedirectUrl: 'https://example.com' };
  const { body } = await graph('POST', '/invitations', invitation);
  const { inviteRedeemUrl } = Invitation.parse(body);
  const script = "<script>document.body.innerHTML = ''</script>";
  await graph('POST', `/users/${identities.mailFrom[0]}/sendMail`, {
    message: {
      subject: 'You are invited',
      body: {
        contentType: 'HTML',
        content: `${script}<a href="${inviteRedeemUrl}">Get started</a>`,
      },
      toRecipients: [{ emailAddress: { address } }],
    },
  });
  return inviteRedeemUrl;
}

/** A card with an input that is required, something hidden, and markup where there may be none. */
export const askForReason = CardFactory.adaptiveCard({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'Why? <img src=x onerror="document.title=1">', wrap: true },
    {
      type: 'Input.Text',
      id: 'reason',
      label: 'Reason',
      isRequired: true,
      errorMessage: 'Say why.',
    },
    { type: 'TextBlock', id: 'more', text: 'The small print', isVisible: false },
  ],
  actions: [
    { type: 'Action.Execute', title: 'Deny', verb: 'test.deny', data: { requestId: 'r1' } },
    { type: 'Action.ToggleVisibility', title: 'Details', targetElements: ['more'] },
  ],
});

/** Looks until there is something. */
export async function untilSome<T>(look: () => T[] | Promise<T[]>): Promise<T[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen within 10 s.');
}
