import type { Product } from '../support/product.ts';
import { ask } from '../support/talk.ts';

/** One sentence that somebody is going to say, and what must have come of it in the end. */
export interface Wish {
  readonly who: string;
  readonly address: string;
  readonly sentence: string;
  /** Who has to approve; empty where it goes at once. */
  readonly approvers: readonly string[];
  /** Names of the teams and groups that the guest is then in. */
  readonly places: readonly string[];
}

/** People who ask, and half as many who own what most of them ask for. */
export interface Company {
  readonly requesters: readonly string[];
  readonly owners: readonly string[];
}

const numbered = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word}${index}`);

/** Seeds the company, and has everybody meet the bot. */
export async function givenCompany(product: Product, size: number): Promise<Company> {
  const requesters = numbered('asker', size);
  const owners = numbered('owner', Math.ceil(size / 2));
  await product.post('/_sandbox/seed', {
    people: [...requesters, ...owners].map((key) => ({ key, name: `${key} Woodgrove` })),
    teams: [
      ...requesters.map((key, index) => ({ name: `Lab ${index}`, owners: [key] })),
      ...owners.map((key, index) => ({ name: `Guild ${index}`, owners: [key] })),
    ],
    groups: owners.map((key, index) => ({ name: `Circle ${index}`, owners: [key] })),
    applications: owners.map((key, index) => ({ name: `Tool ${index}`, owners: [key] })),
  });
  for (const who of [...requesters, ...owners]) await ask(product, who, 'hello');
  return { requesters, owners };
}

/** `count` requests, dealt out to all who ask: their own team, others' teams, groups, applications, and two of these at once. */
export function wishes({ requesters, owners }: Company, count: number, run: string): Wish[] {
  return Array.from({ length: count }, (_, index) => {
    const asker = index % requesters.length;
    const who = requesters[asker] ?? '';
    const turn = Math.floor(index / requesters.length);
    const first = (asker + turn) % owners.length;
    const second = (first + 1) % owners.length;
    const address = `${run}.${index}@adatum.com`;
    const target = targets(asker, first, second)[(asker + turn) % 5];
    if (!target) throw new Error('there is no such target');
    return {
      who,
      address,
      sentence: `invite ${address} to ${target.where}`,
      approvers: target.decide.map((owner) => owners[owner] ?? ''),
      places: target.places,
    };
  });
}

function targets(asker: number, first: number, second: number) {
  return [
    { where: `Lab ${asker}`, decide: [], places: [`Lab ${asker}`] },
    { where: `Guild ${first}`, decide: [first], places: [`Guild ${first}`] },
    { where: `Circle ${first}`, decide: [first], places: [`Circle ${first}`] },
    { where: `Tool ${first}`, decide: [first], places: [`Tool ${first}`, `Tool ${first} Users`] },
    {
      where: `Guild ${first} and Circle ${second}`,
      decide: [first, second],
      places: [`Circle ${second}`, `Guild ${first}`],
    },
  ];
}
