import type { ChatMessage } from '../../requests/ports.ts';
import type { OurTurn } from '../deps.ts';
import type { SignInResource } from './people-tokens.ts';

/** The OAuth card: Teams tries to sign the reader in without asking, and shows it where it must ask. */
export function signInCard(resource: SignInResource, { deps, texts }: OurTurn): ChatMessage {
  const { connectionName, signInLink, tokenExchangeResource } = resource;
  const title = texts.t('cards.ownRight.signIn');
  const card = {
    text: texts.t(`cards.ownRight.${deps.microsoftMails ? 'askInvites' : 'ask'}`),
    connectionName,
    buttons: [{ type: 'signin', title, value: signInLink }],
    ...(tokenExchangeResource ? { tokenExchangeResource } : {}),
  };
  return { signIn: card, summary: title };
}

/** What is said to somebody who has signed in, now or before. */
export function signedInText({ deps, texts }: OurTurn, when: 'now' | 'already'): string {
  const what = texts.t(`cards.ownRight.${when}${deps.microsoftMails ? 'Invites' : ''}`);
  return `${what} ${texts.t('cards.ownRight.takeBack')}`;
}
