import type { Account, Directory } from '../../../src/requests/ports.ts';
import type { Company, Place } from './company.ts';
import { faulty } from './faulty.ts';

/** The directory as the company has it now. */
export function directoryOf(company: Company): Directory {
  const places = () => [...company.places.values()];
  const fresh = (place: Place): Place => ({
    ...place,
    owners: place.owners.flatMap(({ id }) => company.accounts.get(id) ?? []),
  });
  return faulty(company, {
    account: async (id) => company.accounts.get(id) ?? null,
    accountByAddress: async (address) => byAddress(company, address),
    searchResources: async (name) => {
      const sought = name.trim().toLowerCase();
      const exact = places().filter((each) => each.id === sought || lower(each) === sought);
      const near = places().filter((each) => lower(each).includes(sought.slice(0, 4)));
      return { exact: exact.map(fresh), near: exact.length > 0 ? [] : near.map(fresh) };
    },
    resource: async (id) => {
      const place = company.places.get(id);
      return place ? fresh(place) : null;
    },
    invitationRules: async () => company.rules,
    administrators: async () =>
      [...company.roles].flatMap(([id, roles]) => {
        const found = company.accounts.get(id);
        const able = found?.enabled && found.userType === 'member' && roles.length > 0;
        return able ? [{ ...found, roles }] : [];
      }),
  } satisfies Directory);
}

function lower({ name }: Place): string {
  return name.toLowerCase();
}

function byAddress(company: Company, address: string): Account | null {
  const sought = address.toLowerCase();
  const found = [...company.accounts.values()].find(({ mail }) => mail?.toLowerCase() === sought);
  return found ?? null;
}
