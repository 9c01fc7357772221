import { join } from 'node:path';
import { AppError } from './errors.ts';
import {
  gatherSettings,
  type SettingReader,
  type Source,
  settingReader,
} from './setting-reader.ts';
import { type AppIdentity, PROOFS, type Proof, type Voucher } from './sign-in/identity.ts';

/** What the whole product runs on: read once, validated, frozen. Addresses carry no trailing slash. */
export interface Config {
  readonly mode: 'sandbox' | 'production';
  readonly host: string;
  readonly port: number;
  /** Where other people's computers reach the bot. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** Where the command line reaches the running bot. */
  readonly adminSocket: string;
  /** Unset: embedded. */
  readonly databaseUrl: string | null;
  readonly logLevel: string;
  readonly tenantId: string;
  readonly teamsAppId: string;
  /** Who the app is, and how it proves that, towards Teams and Graph. */
  readonly identity: AppIdentity;
  readonly bot: {
    readonly id: string;
    readonly channelAuth: 'signed' | 'none';
    /** OpenID metadata of the channel's keys; null: Microsoft's own. */
    readonly channelMetadataUrl: string | null;
  };
  /** Where the channel may have us answer. */
  readonly serviceUrls: RegExp;
  /** The bot's OAuth connection in the Bot Framework token service; null: nothing is done in people's names. */
  readonly oauthConnection: string | null;
  readonly graphBaseUrl: string;
  readonly mailFrom: readonly string[];
  /** Who mails newcomers: we do, or Microsoft in the requester's name where he has lent us his right. */
  readonly mailMode: 'ours' | 'microsoft';
  readonly brand: {
    readonly name: string;
    readonly color: string;
    readonly logoUrl: string | null;
  };
  /** 32 bytes that redeem links are sealed with; null: made by the product (sandbox only). */
  readonly linkKey: Buffer | null;
  /** The id of the key that it takes the place of; null: of none. */
  readonly linkKeyReplaces: string | null;
  readonly directoryOnly: boolean;
  readonly directAppRoles: boolean;
  /** Whether the tenant's list of allowed and blocked domains is read (Graph has it in beta only). */
  readonly readDomainList: boolean;
  readonly arrivalPollSeconds: number;
  readonly turnsPerPersonPerMinute: number;
  /** The sandbox's own address; null in production. */
  readonly sandboxOrigin: string | null;
  readonly limits: Readonly<ReturnType<typeof readLimits>>;
}

/** What the sandbox process runs on. */
export interface SandboxConfig {
  readonly port: number;
  readonly origin: string;
  readonly botOrigin: string;
  readonly dataDir: string;
  readonly tenantId: string;
  readonly botId: string;
  readonly botSecret: string;
  readonly teamsAppId: string;
  readonly mailFrom: readonly string[];
  /** The bot's OAuth connection in the token service; null: there is none. */
  readonly oauthConnection: string | null;
}

/** What `npm start` needs to know of the two processes it runs. */
export interface StartConfig {
  readonly port: number;
  readonly sandboxPort: number;
  readonly dataDir: string;
  /** For both processes: the environment with the mode filled in. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Teams' service addresses (proactive messages documentation), each over https. */
const TEAMS = /^https:\/\/(smba\.trafficmanager\.net|[a-z0-9-]+\.botframework\.com)(\/|$)/i;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/i;

/** WoodGrove's identities and name. They open nothing but a sandbox on the same machine. */
const woodgrove = {
  TENANT_ID: '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10',
  BOT_ID: '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31',
  SIGN_IN: 'secret',
  BOT_SECRET: 'woodgrove-sandbox',
  TEAMS_APP_ID: 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126',
  MAIL_FROM: 'guestlist@woodgrove.com',
  BRAND_NAME: 'WoodGrove',
} as const;

function readMode(read: SettingReader): 'sandbox' | 'production' {
  if (read.raw('GUESTLIST_MODE') === undefined) throw new AppError('start.modeMissing');
  return read.oneOf('GUESTLIST_MODE', 'sandbox', 'production');
}

/** The two ports of sandbox mode; 0 lets the system choose. Throws AppError `start.portsEqual`. */
function readPorts(
  read: SettingReader,
  least = 0,
): { readonly port: number; readonly sandboxPort: number } {
  const port = read.number('PORT', least, 65_535);
  const sandboxPort = read.number('SANDBOX_PORT', least, 65_535);
  if (port === sandboxPort && port !== 0) throw new AppError('start.portsEqual', { port });
  return { port, sandboxPort };
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function readSource(environment: Source, mode: 'sandbox' | 'production' | null): SettingReader {
  const values = gatherSettings(environment);
  const effective = mode ?? readMode(settingReader(values));
  return settingReader(effective === 'sandbox' ? { ...woodgrove, ...values } : values);
}

/** The sandbox is its own authority. */
function readIdentity(read: SettingReader, sandboxOrigin: string | null): AppIdentity {
  return {
    tenantId: read.guid('TENANT_ID'),
    clientId: read.guid('BOT_ID'),
    authority: sandboxOrigin ?? read.address('TOKEN_AUTHORITY'),
    proof: readProof(read),
  };
}

/**
 * How the app signs in. Who has set a secret and said no more means that; nothing at all is refused with the
 * choices, since the best of them needs no setting beside its name. Throws AppError `start.signInMissing`,
 * `start.voucherMissing`.
 */
function readProof(read: SettingReader): Proof {
  if (read.raw('SIGN_IN') === undefined && read.raw('BOT_SECRET') === undefined) {
    throw new AppError('start.signInMissing');
  }
  const kind = read.raw('SIGN_IN') === undefined ? 'secret' : read.oneOf('SIGN_IN', ...PROOFS);
  switch (kind) {
    case 'managedIdentity':
      return { kind };
    case 'federation':
      return { kind, voucher: readVoucher(read) };
    case 'certificate':
      return { kind, file: read.required('CERTIFICATE_FILE') };
    case 'secret':
      return { kind, secret: read.required('BOT_SECRET') };
  }
}

/** An identity named on purpose goes before a file, which may be there for others. */
function readVoucher(read: SettingReader): Voucher {
  if (read.raw('FEDERATED_IDENTITY_ID') !== undefined) {
    return { identityId: read.guid('FEDERATED_IDENTITY_ID') };
  }
  const tokenFile = read.raw('FEDERATED_TOKEN_FILE');
  if (tokenFile === undefined) throw new AppError('start.voucherMissing');
  return { tokenFile };
}

function readLinkKey(read: SettingReader, mode: Config['mode']): Buffer | null {
  const value = mode === 'production' ? read.required('LINK_KEY') : read.raw('LINK_KEY');
  if (value === undefined) return null;
  const key = Buffer.from(value, 'base64');
  if (key.length !== 32) throw new AppError('start.settingWrong', { name: 'LINK_KEY', value: '…' });
  return key;
}

function readLimits(read: SettingReader) {
  return {
    teamMembersPerMinute: read.number('TEAM_MEMBERS_PER_MINUTE'),
    invitationsPer5Seconds: read.number('INVITATIONS_PER_5_SECONDS'),
    directoryWritesPer150Seconds: read.number('DIRECTORY_WRITES_PER_150_SECONDS'),
    directoryWritesPer5Minutes: read.number('DIRECTORY_WRITES_PER_5_MINUTES'),
    readUnitsPer10Seconds: read.number('READ_UNITS_PER_10_SECONDS'),
    mailsPerMinute: read.number('MAILS_PER_MINUTE'),
    mailsAtOnce: read.number('MAILS_AT_ONCE'),
    mailsPerDay: read.number('MAILS_PER_DAY'),
    appInstallsPerSecond: read.number('APP_INSTALLS_PER_SECOND'),
    teamReadsPerSecond: read.number('TEAM_READS_PER_SECOND'),
    teamWritesPerSecond: read.number('TEAM_WRITES_PER_SECOND'),
    chatSendsPerSecond: read.number('CHAT_SENDS_PER_SECOND'),
    chatSendsPer2Seconds: read.number('CHAT_SENDS_PER_2_SECONDS'),
    chatSendsPer30Seconds: read.number('CHAT_SENDS_PER_30_SECONDS'),
    chatSendsPerHour: read.number('CHAT_SENDS_PER_HOUR'),
    botCallsPerSecond: read.number('BOT_CALLS_PER_SECOND'),
  };
}

/** Reads the bot's settings. Throws AppError `start.*` that names the setting at fault. */
export function readConfig(environment: Source = process.env): Config {
  const read = readSource(environment, null);
  const mode = readMode(read);
  const sandbox = mode === 'sandbox';
  const port = sandbox ? readPorts(read).port : read.number('PORT', 0, 65_535);
  const sandboxOrigin = sandbox ? loopback(readPorts(read).sandboxPort) : null;
  const channelAuth = read.oneOf('CHANNEL_AUTH', 'signed', 'none');
  if (channelAuth === 'none' && !sandbox) throw new AppError('start.channelAuthNone');
  const mailMode = read.oneOf('MAIL_MODE', 'ours', 'microsoft');
  const oauthConnection =
    mailMode === 'microsoft'
      ? read.required('OAUTH_CONNECTION')
      : (read.raw('OAUTH_CONNECTION') ?? null);
  return Object.freeze({
    mode,
    host: sandbox ? '127.0.0.1' : read.required('HOST'),
    port,
    publicUrl: sandbox
      ? read.address('PUBLIC_URL', read.raw('PUBLIC_URL') ?? loopback(port))
      : read.address('PUBLIC_URL'),
    dataDir: read.required('DATA_DIR'),
    adminSocket: join(read.required('DATA_DIR'), 'guestlist.sock'),
    databaseUrl: read.raw('DATABASE_URL') ?? null,
    logLevel: read.oneOf('LOG_LEVEL', 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    tenantId: read.guid('TENANT_ID'),
    teamsAppId: read.guid('TEAMS_APP_ID'),
    identity: readIdentity(read, sandboxOrigin),
    bot: {
      id: read.guid('BOT_ID'),
      channelAuth,
      channelMetadataUrl: sandboxOrigin && `${sandboxOrigin}/_sandbox/channel/openid-configuration`,
    },
    serviceUrls: sandbox ? LOOPBACK : TEAMS,
    oauthConnection,
    mailMode,
    graphBaseUrl: read.address(
      'GRAPH_BASE_URL',
      read.raw('GRAPH_BASE_URL') ?? `${sandboxOrigin ?? 'https://graph.microsoft.com'}/v1.0`,
    ),
    mailFrom: read.mailboxes('MAIL_FROM'),
    brand: {
      name: read.required('BRAND_NAME'),
      color: read.color('BRAND_COLOR'),
      logoUrl: read.raw('BRAND_LOGO_URL') ? read.address('BRAND_LOGO_URL') : null,
    },
    linkKey: readLinkKey(read, mode),
    linkKeyReplaces: read.raw('LINK_KEY_REPLACES') ?? null,
    directoryOnly: read.oneOf('DIRECTORY_ONLY', 'allow', 'deny') === 'allow',
    directAppRoles: read.oneOf('DIRECT_APP_ROLES', 'off', 'on') === 'on',
    readDomainList: read.oneOf('READ_DOMAIN_LIST', 'off', 'on') === 'on',
    arrivalPollSeconds: read.number('ARRIVAL_POLL_SECONDS', 1, 3600),
    turnsPerPersonPerMinute: read.number('TURNS_PER_PERSON_PER_MINUTE'),
    sandboxOrigin,
    limits: readLimits(read),
  });
}

/** Reads the sandbox's settings. It has no other mode; an unset one is refused as the bot refuses it. */
export function readSandboxConfig(environment: Source = process.env): SandboxConfig {
  const read = readSource(environment, null);
  if (readMode(read) !== 'sandbox') throw new AppError('start.sandboxOnly');
  const { port, sandboxPort } = readPorts(read);
  return Object.freeze({
    port: sandboxPort,
    origin: loopback(sandboxPort),
    botOrigin: loopback(port),
    dataDir: read.required('DATA_DIR'),
    tenantId: read.guid('TENANT_ID'),
    botId: read.guid('BOT_ID'),
    botSecret: read.required('BOT_SECRET'),
    teamsAppId: read.guid('TEAMS_APP_ID'),
    mailFrom: read.mailboxes('MAIL_FROM'),
    oauthConnection: read.raw('OAUTH_CONNECTION') ?? null,
  });
}

/** Reads what the supervisor needs; fills in the sandbox mode where none is set. */
export function readStartConfig(environment: Source = process.env): StartConfig {
  const mode = environment.GUESTLIST_MODE ?? 'sandbox';
  if (mode !== 'sandbox') throw new AppError('start.sandboxOnly');
  const full = { ENV_FILE: 'env/.env.local', ...environment, GUESTLIST_MODE: mode };
  const read = readSource(full, 'sandbox');
  readConfig(full);
  return {
    // The address is said before anybody could be asked which port the system has chosen.
    ...readPorts(read, 1),
    dataDir: read.required('DATA_DIR'),
    environment: Object.fromEntries(
      Object.entries(full).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}
