/** One setting: its default, and where the sandbox has another. `docs/settings.md` says what it means. */
export interface Setting {
  readonly name: string;
  /** Undefined: none; then it must be given, or the feature it opens stays shut. */
  readonly default?: string;
}

/**
 * Every setting of the product. `env/.env.local` and `docs/settings.md` name the same ones; a test compares.
 * Limits come from Microsoft's throttling pages; `docs/settings.md` gives the source of each.
 */
export const settings = [
  { name: 'GUESTLIST_MODE' },
  { name: 'HOST', default: '0.0.0.0' },
  { name: 'PORT', default: '3978' },
  { name: 'SANDBOX_PORT', default: '3979' },
  { name: 'PUBLIC_URL' },
  { name: 'DATA_DIR', default: '.data' },
  { name: 'DATABASE_URL' },
  { name: 'LOG_LEVEL', default: 'info' },
  { name: 'TENANT_ID' },
  { name: 'TEAMS_APP_ID' },
  { name: 'BOT_ID' },
  { name: 'SIGN_IN' },
  { name: 'FEDERATED_TOKEN_FILE' },
  { name: 'FEDERATED_IDENTITY_ID' },
  { name: 'CERTIFICATE_FILE' },
  { name: 'BOT_SECRET' },
  { name: 'CHANNEL_AUTH', default: 'signed' },
  { name: 'OAUTH_CONNECTION' },
  { name: 'TOKEN_AUTHORITY', default: 'https://login.microsoftonline.com' },
  { name: 'GRAPH_BASE_URL' },
  { name: 'MAIL_FROM' },
  { name: 'MAIL_MODE', default: 'ours' },
  { name: 'BRAND_NAME', default: 'Guestlist' },
  { name: 'BRAND_COLOR', default: '#4f52b2' },
  { name: 'BRAND_LOGO_URL' },
  { name: 'APP_NAME' },
  { name: 'APP_ICON' },
  { name: 'APP_ICON_OUTLINE' },
  { name: 'LINK_KEY' },
  { name: 'LINK_KEY_REPLACES' },
  { name: 'DIRECTORY_ONLY', default: 'allow' },
  { name: 'DIRECT_APP_ROLES', default: 'off' },
  { name: 'READ_DOMAIN_LIST', default: 'off' },
  { name: 'ARRIVAL_POLL_SECONDS', default: '10' },
  { name: 'TURNS_PER_PERSON_PER_MINUTE', default: '120' },
  { name: 'TEAM_MEMBERS_PER_MINUTE', default: '4' },
  { name: 'INVITATIONS_PER_5_SECONDS', default: '150' },
  { name: 'DIRECTORY_WRITES_PER_150_SECONDS', default: '3000' },
  { name: 'DIRECTORY_WRITES_PER_5_MINUTES', default: '18000' },
  { name: 'READ_UNITS_PER_10_SECONDS', default: '3500' },
  { name: 'MAILS_PER_MINUTE', default: '30' },
  { name: 'MAILS_AT_ONCE', default: '4' },
  { name: 'MAILS_PER_DAY', default: '10000' },
  { name: 'APP_INSTALLS_PER_SECOND', default: '30' },
  { name: 'TEAM_READS_PER_SECOND', default: '30' },
  { name: 'TEAM_WRITES_PER_SECOND', default: '10' },
  { name: 'CHAT_SENDS_PER_SECOND', default: '7' },
  { name: 'CHAT_SENDS_PER_2_SECONDS', default: '8' },
  { name: 'CHAT_SENDS_PER_30_SECONDS', default: '60' },
  { name: 'CHAT_SENDS_PER_HOUR', default: '1800' },
  { name: 'BOT_CALLS_PER_SECOND', default: '50' },
] as const satisfies readonly Setting[];

/** The name of a setting. */
export type SettingName = (typeof settings)[number]['name'];
