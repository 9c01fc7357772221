import {
  createGraph,
  createGraphPacer,
  type Graph,
  type GraphPacer,
  type GraphSettings,
} from '../../../src/graph/client.ts';
import type { LimitSettings } from '../../../src/graph/limits.ts';
import type { Tokens } from '../../../src/graph/tokens.ts';
import { memoryLedger } from '../../../src/pace/ledger.ts';
import type { Timer } from '../../../src/pace/timer.ts';
import { hastyTimer } from '../../support/manual-timer.ts';

export const TENANT_ID = '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10';
export const TEAMS_APP_ID = 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126';

/** Microsoft's published limits. */
export const publishedLimits: LimitSettings = {
  teamMembersPerMinute: 4,
  invitationsPer5Seconds: 150,
  directoryWritesPer150Seconds: 3000,
  directoryWritesPer5Minutes: 18_000,
  readUnitsPer10Seconds: 3500,
  mailsPerMinute: 30,
  mailsAtOnce: 4,
  mailsPerDay: 10_000,
  appInstallsPerSecond: 30,
  teamReadsPerSecond: 30,
  teamWritesPerSecond: 10,
};

/** Tokens for a server that does not check them: `t1`, and one more each time one is refused. */
export function countedTokens(): Tokens {
  let count = 1;
  return {
    current: async () => `t${count}`,
    renewed: async () => {
      count += 1;
      return `t${count}`;
    },
  };
}

/** Holds calls below the published limits, in this process. */
export function givenPacer(timer: Timer): GraphPacer {
  return createGraphPacer(publishedLimits, memoryLedger(timer), timer);
}

/** A Graph on `origin` that waits for nothing. */
export function givenGraph(origin: string, change: Partial<GraphSettings> = {}): Graph {
  const timer = change.timer ?? hastyTimer();
  return createGraph({
    baseUrl: `${origin}/v1.0`,
    tenantId: TENANT_ID,
    tokens: countedTokens(),
    clock: { now: () => new Date() },
    mailFrom: ['guestlist@woodgrove.com'],
    directAppRoles: false,
    teamsAppId: TEAMS_APP_ID,
    timer,
    pacer: givenPacer(timer),
    ...change,
  });
}
