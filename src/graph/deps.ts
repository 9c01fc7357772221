import type { Clock } from '../requests/ports.ts';
import type { BatchDeps, ReadBatch } from './batch.ts';

/** What the pieces of this room are made of. */
export interface GraphDeps extends BatchDeps {
  readonly readBatch: ReadBatch;
  readonly clock: Clock;
  readonly tenantId: string;
  /** Prefix of entity addresses inside bodies (`@odata.id`): always Graph's own, whatever serves us. */
  readonly entityRoot: string;
  /** Whether roles of applications may be given to people directly. */
  readonly directAppRoles: boolean;
  /** Whether the tenant's list of allowed and blocked domains is read: Graph has it in beta only. */
  readonly readDomainList: boolean;
  /** The app's id in its manifest. */
  readonly teamsAppId: string;
}
