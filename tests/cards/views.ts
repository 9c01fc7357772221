import type { GuestView, Person, RequestView, ResourceView } from '../../src/requests/types.ts';

/** People and things of WoodGrove, as views name them. */
export const john: Person = { id: 'id-john', name: 'John Doe', mail: 'john@woodgrove.example' };
export const megan: Person = {
  id: 'id-megan',
  name: 'Megan Bowen',
  mail: 'megan@woodgrove.example',
};
export const adele: Person = {
  id: 'id-adele',
  name: 'Adele Vance',
  mail: 'adele@woodgrove.example',
};
export const ada: Person = { id: 'id-ada', name: 'Ada Admin', mail: 'ada@woodgrove.example' };

const asked = new Date('2026-11-21T09:30:00Z');

export const projectX: ResourceView = {
  id: '11111111-1111-4111-8111-111111111111',
  kind: 'team',
  name: 'Project X',
  decision: 'waiting',
  approvers: [megan],
  standIn: false,
  decidedBy: null,
  decidedAt: null,
  comment: null,
};

export const marketing: ResourceView = {
  ...projectX,
  id: '22222222-2222-4222-8222-222222222222',
  kind: 'group',
  name: 'Marketing',
  approvers: [adele],
};

/** Approved by Megan, in her words. */
export const approvedProjectX: ResourceView = {
  ...projectX,
  decision: 'approved',
  decidedBy: megan,
  decidedAt: new Date('2026-11-21T10:02:00Z'),
  comment: 'Sam knows the customer best.',
};

/** The directory itself, for guests who are given nothing else. */
export const directory: ResourceView = { ...projectX, id: '', name: '', approvers: [ada] };

export const sam: GuestView = {
  id: 'row-1',
  row: 1,
  address: 'gsamoogle@gmail.com',
  name: 'Sam Oogle',
  status: 'waiting',
  problem: null,
  grants: [],
  mailedAt: null,
  arrivedAt: null,
};

/** A guest of his own row. */
export function guest(row: number, changes: Partial<GuestView> = {}): GuestView {
  return {
    ...sam,
    id: `row-${row}`,
    row,
    name: null,
    address: `guest${row}@fabrikam.example`,
    ...changes,
  };
}

/** John's request to bring Sam into Project X, waiting for Megan, with `changes`. */
export function givenView(changes: Partial<RequestView> = {}): RequestView {
  return {
    id: 'k7m2p9qa',
    status: 'pending',
    version: 3,
    requester: john,
    guests: [sam],
    resources: [projectX],
    directoryOnly: false,
    reason: 'We plan the launch together',
    until: '2027-03-31',
    message: 'Hello Sam,\nlooking forward to working with you!',
    createdAt: asked,
    decidedAt: null,
    endedBy: null,
    denial: null,
    problem: null,
    openResources: [],
    unreached: [],
    locale: 'en',
    ...changes,
  };
}
