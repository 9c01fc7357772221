import type { Ledger } from '../pace/ledger.ts';
import { createPacer, type Pacer } from '../pace/pacer.ts';
import { machineTimer, type Timer } from '../pace/timer.ts';
import type { Clock, Directory, Mailboxes, Tenant } from '../requests/ports.ts';
import { ensureApplicationAccess } from './application-access.ts';
import { createTeamsApps, type TeamsApps } from './apps.ts';
import { changedGuests } from './arrivals.ts';
import { createReadBatch } from './batch.ts';
import { keep } from './cache.ts';
import type { CallSeen } from './call-seen.ts';
import type { GraphDeps } from './deps.ts';
import { ensureGroupMember } from './group-access.ts';
import { ensureSponsor, invite } from './invitations.ts';
import { landingUrl } from './landing.ts';
import { type LimitKind, type LimitSettings, limitRules } from './limits.ts';
import { createMailboxes } from './mailboxes.ts';
import { account, accountByAddress, deletedAccount } from './people.ts';
import { createSend } from './request.ts';
import { resource, searchResources } from './resources.ts';
import { readAdministrators } from './roles.ts';
import { readInvitationRules } from './rules.ts';
import { ensureTeamMember, teamRosterHas } from './team-access.ts';
import type { Tokens } from './tokens.ts';
import { createTransport } from './transport.ts';

/** What a Graph is made of. Nothing here is read from the environment. */
export interface GraphSettings {
  /** `https://graph.microsoft.com/v1.0`, or an address that speaks the same. */
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly mailFrom: readonly string[];
  readonly directAppRoles: boolean;
  /** The app's id in its manifest (`externalId` in the catalogue). */
  readonly teamsAppId: string;
  /**
   * Reads the tenant's allowed and blocked domains before a request exists. Off by default: Graph offers
   * them in beta only. Without them a refused domain is told when Graph refuses the invitation.
   */
  readonly readDomainList?: boolean;
  /** In front of entity ids inside bodies. Default: Graph of the worldwide cloud. */
  readonly entityRoot?: string;
  /** Holds every call below Graph's limits. */
  readonly pacer: GraphPacer;
  readonly timer?: Timer;
  /** Is told of every call that ended, for logs and metrics. */
  readonly observe?: (seen: CallSeen) => void;
}

/** Holds calls to Graph below its limits. */
export type GraphPacer = Pacer<LimitKind>;

/** A pacer for all of Graph, together with everybody who shares the ledger. */
export function createGraphPacer(
  limits: LimitSettings,
  ledger: Ledger,
  timer: Timer = machineTimer,
  onAway?: (error: unknown) => void,
): GraphPacer {
  return createPacer({ name: 'graph', rules: limitRules(limits), ledger, timer, onAway });
}

/** The tenant, seen through Microsoft Graph. */
export interface Graph {
  readonly directory: Directory;
  readonly tenant: Tenant;
  readonly mailboxes: Mailboxes;
  readonly apps: TeamsApps;
}

/**
 * How long administrators are kept, in ms: they cost several reads, and are the same for everybody who asks just now.
 * The rules are not kept: what is decided must not come from memory.
 */
const KEEP_MS = 1000;

/** Opens Microsoft Graph. Nothing is asked before the first call. */
export function createGraph(settings: GraphSettings): Graph {
  const timer = settings.timer ?? machineTimer;
  const send = createSend({
    transport: createTransport(settings.baseUrl, settings.tokens),
    prepare: () => settings.tokens.current(),
    pacer: settings.pacer,
    timer,
    observe: settings.observe,
  });
  const deps: GraphDeps = {
    send,
    readBatch: createReadBatch({ send, timer }),
    timer,
    clock: settings.clock,
    tenantId: settings.tenantId,
    entityRoot: settings.entityRoot ?? 'https://graph.microsoft.com/v1.0',
    directAppRoles: settings.directAppRoles,
    readDomainList: settings.readDomainList ?? false,
    teamsAppId: settings.teamsAppId,
  };
  return {
    directory: openDirectory(deps),
    tenant: openTenant(deps),
    mailboxes: createMailboxes(deps, settings.mailFrom),
    apps: createTeamsApps(deps),
  };
}

function openDirectory(deps: GraphDeps): Directory {
  const administrators = keep(deps, KEEP_MS, () => readAdministrators(deps));
  return {
    account: (id) => account(deps, id),
    accountByAddress: (address) => accountByAddress(deps, address),
    searchResources: (name) => searchResources(deps, name),
    resource: (id, kind) => resource(deps, id, kind),
    invitationRules: () => readInvitationRules(deps),
    administrators: () => administrators.get(),
  };
}

function openTenant(deps: GraphDeps): Tenant {
  return {
    invite: (wish) => invite(deps, wish),
    deletedAccount: (address) => deletedAccount(deps, address),
    ensureSponsor: (guestId, sponsorId) => ensureSponsor(deps, guestId, sponsorId),
    ensureTeamMember: (teamId, guestId, how) => ensureTeamMember(deps, teamId, guestId, how),
    ensureGroupMember: (groupId, guestId, how) => ensureGroupMember(deps, groupId, guestId, how),
    ensureApplicationAccess: (id, guestId, how) => ensureApplicationAccess(deps, id, guestId, how),
    teamRosterHas: (teamId, personId) => teamRosterHas(deps, teamId, personId),
    landingUrl: (resource) => landingUrl(deps, resource),
    changedGuests: (cursor) => changedGuests(deps, cursor),
  };
}
