import type { Texts } from '../language/types.ts';
import type { AdaptiveCard, Element } from './adaptive-card.ts';
import { buttonRows, say } from './buttons.ts';
import { aside, frame, head, heading, run, section, words } from './elements.ts';

/** Sentences of the help, each with what it does. Keys of `cards.help`. */
const COMMANDS = ['invite', 'mine', 'waiting', 'status', 'cancel'] as const;
/** Those that can be run as they stand. */
const RUNNABLE = ['start', 'mine', 'waiting'] as const;

/** What can be said, by example (`signIn` only where there is something to sign in to); what can be run as it stands has a button. */
export function helpCard(texts: Texts, has: { readonly signIn: boolean }): AdaptiveCard {
  const intro = texts.t('cards.help.intro');
  return frame(intro, [
    head('emphasis', texts.t('cards.help.title'), [run(intro)]),
    ...[...COMMANDS, ...(has.signIn ? (['signIn'] as const) : [])].flatMap((key): Element[] => [
      words([run(texts.t(`cards.sentence.${key}`), { weight: 'bolder' })], 'medium'),
      words([run(texts.t(`cards.help.${key}`))], 'none'),
    ]),
    heading(texts.t('cards.help.moreTitle'), 'medium'),
    ...(['several', 'terms', 'message'] as const).map((key) =>
      words([run(texts.t(`cards.help.${key}`))], 'small'),
    ),
    ...runnable(texts),
  ]);
}

/** For a guest, who may not invite: where to find what he was invited to, and whom to ask. */
export function guestHelpCard(texts: Texts): AdaptiveCard {
  const intro = texts.t('cards.guestHelp.intro');
  return frame(intro, [
    head('emphasis', texts.t('cards.guestHelp.title'), [run(intro)]),
    words([run(texts.t('cards.guestHelp.where'))], 'medium'),
    words([run(texts.t('cards.guestHelp.ask'))], 'small'),
  ]);
}

/** Where a first greeting is read. */
export type WelcomeScope = 'personal' | 'groupChat' | 'team';

/** The bot's first words: what it is for, and how to begin in this place. */
export function welcomeCard(scope: WelcomeScope, texts: Texts): AdaptiveCard {
  const intro = texts.t('cards.welcome.intro');
  return frame(intro, [
    head('accent', texts.t('cards.welcome.title'), [run(intro)]),
    ...section(
      (['ask', 'approve', 'arrive'] as const).map((key, index) =>
        words(
          [run(`${index + 1}. `, { weight: 'bolder' }), run(texts.t(`cards.welcome.${key}`))],
          'small',
        ),
      ),
    ),
    words(
      [
        run(`${texts.t('cards.welcome.example')} `, { isSubtle: true }),
        run(
          texts.t(scope === 'personal' ? 'cards.sentence.invite' : 'cards.sentence.inviteMention'),
          {
            weight: 'bolder',
          },
        ),
      ],
      'medium',
    ),
    aside(texts.t(`cards.welcome.${scope}`)),
    ...runnable(texts),
  ]);
}

/** An answer to `hello`: one line, and what can be run as it stands. */
export function greetingCard(texts: Texts): AdaptiveCard {
  const line = texts.t('cards.hello');
  return frame(line, [words(line), ...runnable(texts)]);
}

function runnable(texts: Texts): Element[] {
  return buttonRows(
    RUNNABLE.map((key) => say(texts.t(`cards.sentence.${key}`), texts.t(`cards.run.${key}`))),
    2,
  );
}
