import type { Repair } from '../../cards/index.ts';
import type { Gap } from '../../language/types.ts';
import type { Refusal } from '../../requests/check-guests.ts';
import { startRequest } from '../../requests/start-request.ts';
import type { Answer, OurTurn } from '../deps.ts';
import { refusalMessage } from '../refusal.ts';
import type { CommandHandler } from './command.ts';

/** Gaps that the form fills; every other one says that something written cannot be meant. */
const ASKED_ON_FORM = new Set(['sentence.noGuest', 'sentence.noResource']);
const UNCLEAR = new Set([
  'sentence.dateUnclear',
  'sentence.dateUnreadable',
  'sentence.directoryOrResource',
  'sentence.nameWithoutAddress',
]);

/** `invite sam@gmail.com to Project X …` */
export const invite: CommandHandler<'invite'> = {
  kind: 'invite',
  changes: true,
  async run(our, { wish, gaps }) {
    const wrong = gaps.filter(({ code }) => !ASKED_ON_FORM.has(code) && !UNCLEAR.has(code));
    if (wrong.length > 0) return refused(our, wrong.map(toRefusal));
    const { turn, deps } = our;
    const outcome = await startRequest(deps.requests, {
      wish,
      actorId: turn.actorId,
      unclear: gaps.find(({ code }) => UNCLEAR.has(code)) ?? null,
      origin: {
        conversationId: turn.chat.conversationId,
        serviceUrl: turn.chat.serviceUrl,
        activityId: turn.activityId,
        source: 'chat',
        locale: turn.locale,
      },
    });
    switch (outcome.kind) {
      case 'refused':
        return refused(our, outcome.problems);
      case 'denied':
        return refused(our, [{ address: null, problem: outcome.problem, suggestion: null }]);
      case 'draft':
      case 'started':
        return { kind: 'request', view: outcome.view, isNew: true };
      case 'again':
        return null;
    }
  },
};

function toRefusal({ code, params }: Gap): Refusal {
  return { address: null, problem: { code, params }, suggestion: null };
}

/** Each cause with its repair; where we see the address that was meant, the sentence with it is a button. */
function refused(our: OurTurn, refusals: readonly Refusal[]): Answer {
  const problems = refusals.map(({ problem }) => problem);
  const message = refusalMessage(problems, our.texts, repairs(our, refusals), 'invitation');
  return { kind: 'refused', message };
}

/** One button with every correction, offered only where it would repair everything. */
function repairs({ said, texts }: OurTurn, refusals: readonly Refusal[]): Repair[] {
  let corrected = said;
  for (const { address, suggestion } of refusals) {
    if (!address || !suggestion || !corrected.includes(address)) return [];
    corrected = corrected.replaceAll(address, suggestion);
  }
  const addresses = refusals.flatMap(({ suggestion }) => suggestion ?? []);
  const title = texts.t('chat.inviteInstead', { addresses: texts.list(addresses) });
  return [{ title, text: corrected }];
}
