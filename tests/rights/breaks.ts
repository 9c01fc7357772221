import { request } from '../../src/bot/actions/action.ts';
import type { OurTurn } from '../../src/bot/deps.ts';
import { guestsOf } from '../../src/db/guests.ts';
import { changeRequest, lockRequest, resourcesOf } from '../../src/db/requests.ts';
import { AppError } from '../../src/errors.ts';
import type { GuestDeps } from '../../src/guests/deps.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { denyRequest } from '../../src/requests/deny-request.ts';
import type { RequestDeps } from '../../src/requests/deps.ts';
import type { Account, Directory, TaskName } from '../../src/requests/ports.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { submitRequest } from '../../src/requests/submit-request.ts';
import { requireView, viewRequest } from '../../src/requests/view-request.ts';
import { enqueueProvisioning } from '../../src/requests/write-request.ts';
import type { Broken } from './world.ts';

/** Mistakes that somebody could make in the product: each must be seen to break the rules. */
export const BREAKS: Readonly<Record<string, Broken>> = {
  'anybody may decide': {
    verbs: {
      'request.approve': (our, requestId, { comment }) =>
        approve(everybodyOwns(our), requestId, comment),
    },
  },
  'guests may decide': {
    verbs: {
      'request.approve': (our, requestId, { comment }) =>
        approve(
          reading(our, { account: (found) => ({ ...found, userType: 'member' }) }),
          requestId,
          comment,
        ),
    },
  },
  'the requester may approve his own': {
    verbs: {
      'request.approve': async (our, requestId, { comment }) => {
        const view = await viewRequest(our.deps.requests, requestId);
        const own = view?.requester.id === our.turn.actorId;
        const owner = view?.resources.flatMap(({ approvers }) => approvers)[0]?.id;
        return approve(own && owner ? as(our, owner) : our, requestId, comment);
      },
    },
  },
  'who was asked may decide for ever': {
    verbs: {
      'request.deny': async (our, requestId, { reason }) => {
        const view = await viewRequest(our.deps.requests, requestId);
        const asked = view?.resources.some(({ approvers }) =>
          approvers.some(({ id }) => id === our.turn.actorId),
        );
        const { requests } = (asked ? everybodyOwns(our) : our).deps;
        return request(denyRequest(requests, { requestId, actorId: our.turn.actorId, reason }));
      },
    },
  },
  'approving forgets to look how the request stands': {
    verbs: {
      'request.approve': async (our, requestId, { comment }) => {
        try {
          return await approve(our, requestId, comment);
        } catch (error) {
          const late = error instanceof AppError && error.code === 'request.alreadyDecided';
          if (!late) throw error;
          return approveWhatever(our, requestId);
        }
      },
    },
  },
  'approving one place approves them all': {
    verbs: {
      'request.approve': async (our, requestId, { comment }) => {
        const { db } = our.deps.requests;
        const pressed = await approve(our, requestId, comment);
        const waits = (await resourcesOf(db, requestId)).some(
          (each) => each.decision === 'waiting',
        );
        return waits ? approveWhatever(our, requestId) : pressed;
      },
    },
  },
  'a second approval counts, too': {
    verbs: {
      'request.approve': async (our, requestId, { comment }) => {
        try {
          return await approve(our, requestId, comment);
        } catch (error) {
          const late = error instanceof AppError && error.params.status === 'working';
          if (!late) throw error;
          return request(requireView(our.deps.requests, our.deps.requests.db, requestId));
        }
      },
    },
  },
  'anybody may cancel': {
    verbs: { 'request.cancel': (our, requestId) => asRequester(our, requestId, cancelRequest) },
  },
  'anybody may try again': {
    verbs: { 'request.retry': (our, requestId) => asRequester(our, requestId, retryRequest) },
  },
  'anybody may send the form': {
    verbs: {
      'request.submit': async (our, requestId, data) => {
        const view = await viewRequest(our.deps.requests, requestId);
        const actorId = view?.requester.id ?? our.turn.actorId;
        const inputs = { guests: data.guests, resources: data.resources };
        const outcome = await submitRequest(our.deps.requests, {
          requestId,
          actorId,
          inputs: () => inputs,
        });
        if ('view' in outcome) return { kind: 'request', view: outcome.view };
        throw new AppError('request.notYours');
      },
    },
  },
  'anybody may look': {
    verbs: {
      'request.refresh': async (our, requestId) => {
        const view = await viewRequest(our.deps.requests, requestId);
        if (!view) throw new AppError('request.notFound');
        return { kind: 'request', view };
      },
    },
  },
  'a denial needs no reason': {
    verbs: {
      'request.deny': (our, requestId, { reason }) => {
        const { turn, deps } = our;
        const said = typeof reason === 'string' ? reason : 'No';
        return request(
          denyRequest(deps.requests, { requestId, actorId: turn.actorId, reason: said }),
        );
      },
    },
  },
  'the requester is not told': { deps: (deps) => without(deps, 'tell-requester') },
  'who decides is not asked': { deps: (deps) => without(deps, 'notify-approvers') },
  'cards stay as they were': { deps: (deps) => without(deps, 'refresh-cards') },
  'nobody looks whether somebody can decide still': {
    deps: (deps) => without(deps, 'check-approvers'),
  },
  'a mail is sent twice': {
    deps: (deps) => {
      const { mailboxes } = deps;
      const createDraft: typeof mailboxes.createDraft = async (mailbox, mail) => {
        const again = await mailboxes.createDraft(mailbox, { ...mail, key: `${mail.key} again` });
        await mailboxes.sendDraft(mailbox, again.draftId, `${mail.key} again`);
        return mailboxes.createDraft(mailbox, mail);
      };
      return { ...deps, mailboxes: Object.assign(Object.create(mailboxes), { createDraft }) };
    },
  },
};

function approve({ deps, turn }: OurTurn, requestId: string, comment: unknown) {
  return request(approveRequest(deps.requests, { requestId, actorId: turn.actorId, comment }));
}

function as(our: OurTurn, actorId: string): OurTurn {
  return { ...our, turn: { ...our.turn, actorId } };
}

async function asRequester(
  our: OurTurn,
  requestId: string,
  operation: typeof cancelRequest | typeof retryRequest,
) {
  const view = await viewRequest(our.deps.requests, requestId);
  const actorId = view?.requester.id ?? our.turn.actorId;
  return request(operation(our.deps.requests, { requestId, actorId }));
}

/** Starts the work on a request however it stands. */
async function approveWhatever(our: OurTurn, requestId: string) {
  const { requests } = our.deps;
  return request(
    requests.db.transaction(async (tx) => {
      const row = await lockRequest(tx, requestId);
      if (!row) throw new AppError('request.notFound');
      await changeRequest(tx, row, { status: 'working' }, requests.clock.now());
      await enqueueProvisioning(tx, requests, row.id, await guestsOf(tx, row.id));
      return requireView(requests, tx, row.id);
    }),
  );
}

/** A directory that answers something else than there is. */
function reading(
  our: OurTurn,
  lies: { readonly account?: (found: Account) => Account; readonly owners?: readonly Account[] },
): OurTurn {
  const { requests } = our.deps;
  const { directory } = requests;
  const lying: Directory = Object.assign(Object.create(directory), {
    account: async (id: string) => {
      const found = await directory.account(id);
      return found && lies.account ? lies.account(found) : found;
    },
    resource: async (...which: Parameters<Directory['resource']>) => {
      const found = await directory.resource(...which);
      return found && lies.owners ? { ...found, owners: [...found.owners, ...lies.owners] } : found;
    },
  });
  return {
    ...our,
    deps: { ...our.deps, requests: { ...requests, directory: lying } as RequestDeps },
  };
}

function everybodyOwns(our: OurTurn): OurTurn {
  const id = our.turn.actorId;
  const owner: Account = {
    id,
    name: id,
    mail: null,
    userType: 'member',
    enabled: true,
    guestState: null,
  };
  return reading(our, { owners: [owner] });
}

/** A queue that loses the jobs of a kind. */
function without(deps: GuestDeps, lost: TaskName): GuestDeps {
  const { queue } = deps;
  const enqueue: typeof queue.enqueue = async (tx, task, data, options) => {
    if (task !== lost) await queue.enqueue(tx, task, data, options);
  };
  return { ...deps, queue: Object.assign(Object.create(queue), { enqueue }) };
}
