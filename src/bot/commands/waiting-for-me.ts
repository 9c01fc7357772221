import { requestListCard } from '../../cards/index.ts';
import { requestsWaitingFor } from '../../requests/find-requests.ts';
import { type CommandHandler, say } from './command.ts';

/** `waiting for me` */
export const waitingForMe: CommandHandler<'waitingForMe'> = {
  kind: 'waitingForMe',
  async run({ deps, turn, texts }) {
    const views = await requestsWaitingFor(deps.requests, turn.actorId);
    return say(requestListCard('waiting', views, texts), texts.t('cards.list.waiting'));
  },
};
