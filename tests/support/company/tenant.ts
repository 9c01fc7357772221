import { AppError } from '../../../src/errors.ts';
import type { GrantOutcome, Tenant } from '../../../src/requests/ports.ts';
import { account, type Company } from './company.ts';
import { faulty } from './faulty.ts';

/** Writes to the company, as Graph does them. */
export function tenantOf(company: Company): Tenant {
  return faulty(company, {
    invite: async ({ address, name, sponsorId }) => {
      const known = [...company.accounts.values()].find(
        ({ mail }) => mail?.toLowerCase() === address.toLowerCase(),
      );
      const id = known?.id ?? freeId(company);
      const guest =
        known ??
        account(id, name ?? address, {
          mail: address,
          userType: 'guest',
          guestState: 'PendingAcceptance',
        });
      company.accounts.set(id, guest);
      company.invitations += 1;
      const redeemUrl = `https://redeem.test/${id}/${company.invitations}`;
      company.links.set(id, redeemUrl);
      sponsor(company, id, sponsorId);
      return { userId: id, redeemUrl };
    },
    deletedAccount: async (address) => company.deleted.get(address) ?? null,
    ensureSponsor: async (guestId, sponsorId) => sponsor(company, guestId, sponsorId),
    ensureTeamMember: async (id, guestId) => join(company, id, guestId),
    ensureGroupMember: async (id, guestId) => join(company, id, guestId),
    ensureApplicationAccess: async (id, guestId) => join(company, id, guestId),
    teamRosterHas: async (id, personId) => {
      const team = company.places.get(id);
      return team?.way === 'added' && team.members.has(personId);
    },
    landingUrl: async (resource) => `https://landing.test/${resource?.id ?? 'my-apps'}`,
    changedGuests: async (cursor) => ({
      cursor: String(company.changes.length),
      guests: cursor === null ? [] : company.changes.slice(Number(cursor)),
    }),
  } satisfies Tenant);
}

function sponsor(company: Company, guestId: string, sponsorId: string): void {
  const sponsors = company.sponsors.get(guestId) ?? new Set();
  company.sponsors.set(guestId, sponsors.add(sponsorId));
}

function join(company: Company, placeId: string, guestId: string): GrantOutcome {
  const place = company.places.get(placeId);
  if (!place) throw new AppError('resource.gone');
  if (place.refusal) throw new AppError(place.refusal.code, place.refusal.params);
  if (place.members.has(guestId)) return place.way === 'later' ? 'later' : 'already';
  place.members.add(guestId);
  return place.way;
}

/** An id that no account has: people may have left since. */
function freeId({ accounts }: Company): string {
  let number = accounts.size;
  while (accounts.has(`guest-${number}`)) number += 1;
  return `guest-${number}`;
}
