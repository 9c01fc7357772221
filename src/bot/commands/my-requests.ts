import { requestListCard } from '../../cards/index.ts';
import { myRequests as findMyRequests } from '../../requests/find-requests.ts';
import { type CommandHandler, say } from './command.ts';

/** `my requests` */
export const myRequests: CommandHandler<'myRequests'> = {
  kind: 'myRequests',
  async run({ deps, turn, texts }) {
    const views = await findMyRequests(deps.requests, turn.actorId);
    return say(requestListCard('mine', views, texts), texts.t('cards.list.mine'));
  },
};
