import type { Texts } from '../../language/types.ts';
import type { ChatMessage } from '../../requests/ports.ts';
import type { SignInResource } from './people-tokens.ts';

/** The OAuth card: Teams tries to sign the reader in without asking, and shows it where it must ask. */
export function signInCard(resource: SignInResource, texts: Texts): ChatMessage {
  const { connectionName, signInLink, tokenExchangeResource } = resource;
  const title = texts.t('cards.ownRight.signIn');
  const card = {
    text: texts.t('cards.ownRight.ask'),
    connectionName,
    buttons: [{ type: 'signin', title, value: signInLink }],
    ...(tokenExchangeResource ? { tokenExchangeResource } : {}),
  };
  return { signIn: card, summary: title };
}

/** What is said to somebody who has signed in, now or before. */
export function signedInText(texts: Texts, when: 'now' | 'already'): string {
  return `${texts.t(`cards.ownRight.${when}`)} ${texts.t('cards.ownRight.takeBack')}`;
}
