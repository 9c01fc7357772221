import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { changeUser } from '../../tenant/change-user.ts';
import { type GraphCall, noContent, type Operation, param } from '../call.ts';
import { userObjectsReply } from '../directory-objects.ts';
import { directoryRefusal, resourceNotFound } from '../graph-error.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { idInAddress, referencedUser, userAt } from '../references.ts';

/** A user has at most so many sponsors. */
const MOST_SPONSORS = 5;

const reference = z.object({ '@odata.id': z.string() });

function listSponsors(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const sponsors = user.sponsorIds.map((id) => call.tenant.users.get(id));
  return userObjectsReply(
    call,
    sponsors.filter((sponsor) => sponsor !== undefined),
  );
}

function addSponsor(call: GraphCall): Reply {
  const user = referencedUser(call, param(call, 'id'));
  const sponsor = referencedUser(call, idInAddress(readBody(reference, call.body)['@odata.id']).id);
  if (user.sponsorIds.includes(sponsor.id)) {
    throw directoryRefusal(
      "One or more added object references already exist for the following modified properties: 'sponsors'.",
    );
  }
  if (user.sponsorIds.length >= MOST_SPONSORS) {
    throw directoryRefusal('The number of sponsors exceeds the limit of 5.');
  }
  changeUser(call.tenant, user, { sponsorIds: [...user.sponsorIds, sponsor.id] });
  return noContent;
}

function removeSponsor(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const sponsorId = param(call, 'sponsor').toLowerCase();
  if (!user.sponsorIds.includes(sponsorId)) throw resourceNotFound(sponsorId);
  changeUser(call.tenant, user, { sponsorIds: user.sponsorIds.filter((id) => id !== sponsorId) });
  return noContent;
}

/** Who stands for a guest. */
export const sponsorOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/users/{id}/sponsors',
    permissions: permitted.readUsers,
    run: listSponsors,
  },
  {
    method: 'POST',
    template: '/users/{id}/sponsors/$ref',
    permissions: permitted.writeUsers,
    run: addSponsor,
  },
  {
    method: 'DELETE',
    template: '/users/{id}/sponsors/{sponsor}/$ref',
    permissions: permitted.writeUsers,
    run: removeSponsor,
  },
];
