import type { GuestDeps } from '../../guests/deps.ts';
import {
  giveUpInvitation,
  sendInvitation,
  sendInvitationAgain,
} from '../../guests/send-invitation.ts';
import type { Task } from '../task.ts';

export const sendInvitationTask: Task<GuestDeps, 'send-invitation'> = {
  name: 'send-invitation',
  run: (deps, { rowId, again }) =>
    again ? sendInvitationAgain(deps, rowId, again) : sendInvitation(deps, rowId),
  gaveUp: (deps, { rowId }, error) => giveUpInvitation(deps, rowId, error),
  // Exchange takes four requests at a time for each mailbox.
  concurrency: 4,
};
