import type { Operation } from './call.ts';
import { applicationOperations } from './routes/applications.ts';
import { appOperations } from './routes/apps.ts';
import { companyOperations } from './routes/company.ts';
import { deletedItemOperations } from './routes/deleted-items.ts';
import { directoryObjectOperations } from './routes/directory-objects.ts';
import { groupMemberOperations } from './routes/group-members.ts';
import { groupOperations } from './routes/groups.ts';
import { invitationOperations } from './routes/invitations.ts';
import { messageOperations } from './routes/messages.ts';
import { roleOperations } from './routes/roles.ts';
import { sponsorOperations } from './routes/sponsors.ts';
import { teamMemberOperations } from './routes/team-members.ts';
import { teamOperations } from './routes/teams.ts';
import { userDeltaOperations } from './routes/user-delta.ts';
import { userObjectOperations } from './routes/user-objects.ts';
import { userOperations } from './routes/users.ts';

/** Everything that WoodGrove's Graph knows. What is not here is answered with 501. */
export const operations: readonly Operation[] = [
  ...userOperations,
  ...userDeltaOperations,
  ...sponsorOperations,
  ...userObjectOperations,
  ...invitationOperations,
  ...groupOperations,
  ...groupMemberOperations,
  ...teamOperations,
  ...teamMemberOperations,
  ...appOperations,
  ...applicationOperations,
  ...messageOperations,
  ...roleOperations,
  ...companyOperations,
  ...deletedItemOperations,
  ...directoryObjectOperations,
];
