import type { Tenant } from '../tenant.ts';
import { addApplication, addGroup, addTeam } from './new-resources.ts';
import { person } from './people.ts';

const { john, megan, adele, ada, lee, isaiah, miriam } = person;

function seedTeams(tenant: Tenant): void {
  addTeam(tenant, {
    seed: 'Project X',
    displayName: 'Project X',
    description: 'The new product line, with partners.',
    owners: [megan],
    members: [john, adele, ada],
  });
  addTeam(tenant, {
    seed: 'Project X Archive',
    displayName: 'Project X Archive',
    description: 'What is left of the first Project X.',
    owners: [megan, adele],
  });
  addTeam(tenant, {
    seed: 'Road to Green',
    displayName: 'Road to Green',
    description: 'How WoodGrove becomes carbon neutral.',
    owners: [megan, adele],
    members: [john],
  });
  addTeam(tenant, {
    seed: 'Sales Pitch',
    displayName: 'Sales Pitch',
    description: 'Offers in the making.',
    owners: [isaiah],
  });
}

function seedAwkwardTeams(tenant: Tenant): void {
  addTeam(tenant, {
    seed: 'Apollo Launch',
    displayName: 'Apollo Launch',
    description: 'Over since spring; archived.',
    owners: [megan],
    archived: true,
  });
  addTeam(tenant, {
    seed: 'Board Papers',
    displayName: 'Board Papers',
    description: 'Labelled: no guests.',
    owners: [megan],
    change: {
      assignedLabels: [
        {
          labelId: '5b1f2c7e-6a07-4c39-9d42-8f0f3f1c2a90',
          displayName: 'Confidential - no guests',
        },
      ],
      allowToAddGuests: false,
    },
  });
}

function seedGroups(tenant: Tenant): void {
  addGroup(tenant, {
    seed: 'Marketing',
    displayName: 'Marketing',
    description: 'Campaigns and brand.',
    kind: 'unified',
    owners: [adele],
    members: [miriam],
  });
  for (const [index, department] of departments.entries()) {
    addGroup(tenant, {
      seed: `Reporting ${department}`,
      displayName: 'Reporting',
      description: `Monthly figures of ${department}.`,
      kind: index % 2 === 0 ? 'unified' : 'security',
      owners: [index % 2 === 0 ? megan : adele],
    });
  }
}

/** Ten groups share one name; only the description tells them apart. */
const departments = [
  'Finance',
  'Sales',
  'Marketing',
  'Production',
  'Logistics',
  'Research',
  'Service',
  'Legal',
  'People',
  'IT',
];

function seedAwkwardGroups(tenant: Tenant): void {
  const awkward = (seed: string, description: string, change: object, owner: string = megan) =>
    addGroup(tenant, {
      seed,
      displayName: seed,
      description,
      kind: 'security',
      owners: [owner],
      change,
    });
  awkward('Everyone in Projects', 'Its members follow from a rule.', {
    groupTypes: ['DynamicMembership'],
    membershipRule: '(user.department -eq "Projects")',
  });
  awkward('Payroll', 'Kept in the directory on premises.', { onPremisesSyncEnabled: true });
  awkward('Helpdesk Operators', 'Can be given directory roles.', { isAssignableToRole: true });
  awkward('Building Alerts', 'Mail-enabled security group.', {
    mailEnabled: true,
    mail: 'building-alerts@woodgrove.com',
    proxyAddresses: ['SMTP:building-alerts@woodgrove.com'],
  });
  addGroup(tenant, {
    seed: 'Finance Close',
    displayName: 'Finance Close',
    description: 'Its guest policy keeps guests out.',
    kind: 'unified',
    owners: [adele],
    change: { allowToAddGuests: false },
  });
  // Holds an outside address, so that nobody can be invited with it.
  addGroup(tenant, {
    seed: 'Sales Desk',
    displayName: 'Sales Desk',
    kind: 'unified',
    owners: [isaiah],
    change: { proxyAddresses: ['SMTP:sales-desk@woodgrove.com', 'smtp:sales@litware.com'] },
  });
}

function seedApplications(tenant: Tenant, guestOwner: string): void {
  addApplication(tenant, {
    seed: 'Expense Reports',
    displayName: 'Expense Reports',
    description: 'Travel and other costs.',
    owners: [adele],
    assignedGroup: true,
  });
  addApplication(tenant, {
    seed: 'Travel Booking',
    displayName: 'Travel Booking',
    description: 'Nobody owns it.',
    assignedGroup: true,
  });
  addApplication(tenant, {
    seed: 'Legacy CRM',
    displayName: 'Legacy CRM',
    description: 'Its only owner has left.',
    owners: [lee],
    assignedGroup: true,
  });
  addApplication(tenant, {
    seed: 'Partner Portal',
    displayName: 'Partner Portal',
    description: 'Its only owner is a guest.',
    owners: [guestOwner],
    assignedGroup: true,
  });
  addApplication(tenant, {
    seed: 'Time Tracker',
    displayName: 'Time Tracker',
    description: 'Given to people directly, through no group.',
    owners: [adele],
    assignedUsers: [adele, john],
  });
}

/** Teams, groups and applications, the awkward ones of real tenants among them. */
export function seedResources(tenant: Tenant, guestOwner: string): void {
  seedTeams(tenant);
  seedAwkwardTeams(tenant);
  seedGroups(tenant);
  seedAwkwardGroups(tenant);
  seedApplications(tenant, guestOwner);
}
