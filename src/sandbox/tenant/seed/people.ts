import { guidOf } from '../guid.ts';
import { directoryRoles } from '../roles.ts';
import type { Tenant } from '../tenant.ts';
import { type NewUser, newMember } from './new-user.ts';

/** Ids of the seeded people, by their short names. */
export const person = {
  john: guidOf('user/john'),
  megan: guidOf('user/megan'),
  adele: guidOf('user/adele'),
  ada: guidOf('user/ada'),
  grady: guidOf('user/grady'),
  lee: guidOf('user/lee'),
  patti: guidOf('user/patti'),
  isaiah: guidOf('user/isaiah'),
  miriam: guidOf('user/miriam'),
  nestor: guidOf('user/nestor'),
} as const;

const at = (name: string) => `${name}@woodgrove.com`;

const people: readonly NewUser[] = [
  {
    seed: 'grady',
    displayName: 'Grady Archie',
    mail: at('grady.archie'),
    jobTitle: 'Chief executive officer',
  },
  {
    seed: 'megan',
    key: 'megan',
    displayName: 'Megan Bowen',
    mail: at('megan.bowen'),
    jobTitle: 'Head of projects',
    department: 'Projects',
    managerId: person.grady,
  },
  {
    seed: 'john',
    key: 'john',
    displayName: 'John Doe',
    mail: at('john.doe'),
    jobTitle: 'Project analyst',
    department: 'Projects',
    managerId: person.megan,
  },
  {
    seed: 'adele',
    key: 'adele',
    displayName: 'Adele Vance',
    mail: at('adele.vance'),
    jobTitle: 'Head of marketing',
    department: 'Marketing',
    managerId: person.grady,
  },
  {
    seed: 'ada',
    key: 'ada',
    displayName: 'Ada Admin',
    mail: at('ada.admin'),
    jobTitle: 'Administrator',
    department: 'IT',
    managerId: person.grady,
  },
  // An owner who has left: his account is blocked, what he owns is still his.
  {
    seed: 'lee',
    displayName: 'Lee Gu',
    mail: at('lee.gu'),
    jobTitle: 'Director',
    accountEnabled: false,
  },
  // Could become a global administrator, but is none until she activates it.
  {
    seed: 'patti',
    displayName: 'Patti Fernandez',
    mail: at('patti.fernandez'),
    jobTitle: 'Administrator',
    department: 'IT',
    managerId: person.ada,
  },
  // An app permission policy keeps the app from him.
  {
    seed: 'isaiah',
    displayName: 'Isaiah Langer',
    mail: at('isaiah.langer'),
    jobTitle: 'Sales representative',
    managerId: person.megan,
  },
  {
    seed: 'miriam',
    displayName: 'Miriam Graham',
    mail: at('miriam.graham'),
    jobTitle: 'Marketing assistant',
    department: 'Marketing',
    managerId: person.adele,
  },
  // An internal account that happens to have an outside address.
  {
    seed: 'nestor',
    displayName: 'Nestor Wilke',
    mail: 'nestor.wilke@litware.com',
    jobTitle: 'Contractor',
    otherMails: ['nestor@litware.com'],
    managerId: person.megan,
  },
];

function addMailboxes(tenant: Tenant): void {
  tenant.world.settings.mailFrom.forEach((mail, index) => {
    const name = index === 0 ? 'Guestlist' : `Guestlist ${index + 1}`;
    const wish = { seed: `mailbox/${mail}`, displayName: name, mail, accountEnabled: false };
    // A shared mailbox is an account that nobody signs in to.
    const mailbox = { ...newMember(tenant, wish), userPrincipalName: mail };
    tenant.users.put(mailbox.id, mailbox);
  });
}

function hold(tenant: Tenant, userId: string, roleId: string, state: 'active' | 'eligible'): void {
  const id = guidOf(`role/${userId}/${roleId}/${state}`);
  tenant.roles.put(id, { id, userId, roleId, state });
}

/** The people of WoodGrove, their managers and roles, and the mailboxes that send. */
export function seedPeople(tenant: Tenant): void {
  for (const wish of people) {
    const user = newMember(tenant, wish);
    tenant.users.put(user.id, user);
  }
  addMailboxes(tenant);
  hold(tenant, person.ada, directoryRoles.guestInviter.id, 'active');
  hold(tenant, person.ada, directoryRoles.userAdministrator.id, 'active');
  hold(tenant, person.patti, directoryRoles.globalAdministrator.id, 'eligible');
  tenant.switches.change({ appRefusedFor: [person.isaiah] });
}
