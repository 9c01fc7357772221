import { plainText } from '../../language/incoming-text.ts';
import { readCommand } from '../../language/read-command.ts';
import type { Command, IncomingText } from '../../language/types.ts';
import type { Answer, OurTurn } from '../deps.ts';
import { wasAnswered } from '../once.ts';
import { cancel } from './cancel.ts';
import type { CommandHandler } from './command.ts';
import { greeting } from './greeting.ts';
import { help } from './help.ts';
import { invite } from './invite.ts';
import { myRequests } from './my-requests.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';
import { status } from './status.ts';
import { thanks } from './thanks.ts';
import { unknown } from './unknown.ts';
import { waitingForMe } from './waiting-for-me.ts';

/** Every sentence we know, by its kind: a missing one does not compile. */
const commands: { readonly [K in Command['kind']]: CommandHandler<K> } = {
  invite,
  myRequests,
  waitingForMe,
  status,
  cancel,
  help,
  signIn,
  signOut,
  thanks,
  greeting,
  unknown,
};

/** Reads a message and runs the command that it is; null where that was carried out and answered before. */
export function runCommand(our: OurTurn, text: IncomingText): Promise<Answer | null> {
  const { today, locale } = our.turn;
  return run({ ...our, said: plainText(text) }, readCommand(text, { today, locale }));
}

async function run<K extends Command['kind']>(
  our: OurTurn,
  command: Extract<Command, { kind: K }> & { readonly kind: K },
): Promise<Answer | null> {
  const handler: CommandHandler<K> = commands[command.kind];
  if (handler.changes && (await wasAnswered(our))) return null;
  return handler.run(our, command);
}
