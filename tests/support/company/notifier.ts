import { AppError } from '../../../src/errors.ts';
import type { Notifier } from '../../../src/requests/ports.ts';
import type { Company, Posted } from './company.ts';
import { faulty } from './faulty.ts';

const serviceUrl = 'https://teams.test/';

/** The company's Teams: a 1:1 chat for everybody, a channel for each team. */
export function notifierOf(company: Company): Notifier {
  let sent = 0;
  return faulty(company, {
    personalChat: async (personId) => {
      if (company.unreachable.has(personId)) throw new AppError('chat.notReachable');
      return { conversationId: `chat-${personId}`, serviceUrl };
    },
    teamChannel: async (teamId) =>
      company.unreachable.has(teamId) ? null : { conversationId: `channel-${teamId}`, serviceUrl },
    rosterId: async ({ conversationId }, personId) => {
      const team = company.places.get(conversationId.replace('channel-', ''));
      return team?.members.has(personId) ? `29:${personId}` : null;
    },
    post: async ({ conversationId }, message) => {
      sent += 1;
      const activityId = `activity-${sent}`;
      company.posted.push({ activityId, conversationId, message, edits: 0 });
      return { activityId };
    },
    update: async (_chat, activityId, message) => {
      const posted = company.posted.find((each) => each.activityId === activityId);
      if (!posted) throw new AppError('chat.gone');
      posted.message = message;
      posted.edits += 1;
    },
  } satisfies Notifier);
}

/** What lies in a person's 1:1 chat, or with `channel-<team>` in a channel. */
export function messagesIn(company: Company, conversationId: string): readonly Posted[] {
  return company.posted.filter((each) => each.conversationId === conversationId);
}
