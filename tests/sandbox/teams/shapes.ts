/** Paths of everything in a JSON value: `channelData.team.id`, `entities.clientInfo.locale`. Lists go by their items' type. */
export function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) {
    return [...new Set(value.flatMap((each) => pathsOf(each, `${prefix}.${nameOf(each)}`)))].sort();
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return [prefix];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    each === undefined ? [] : pathsOf(each, prefix ? `${prefix}.${key}` : key),
  );
  return inner.sort();
}

function nameOf(item: unknown): string {
  const named = Object(item) as { type?: unknown; contentType?: unknown };
  return String(named.type ?? named.contentType ?? 'item');
}

const sender = ['from.aadObjectId', 'from.id', 'from.name'];
const eventSender = ['from.aadObjectId', 'from.id'];
const bot = ['recipient.id', 'recipient.name'];
const client = ['country', 'locale', 'platform', 'timezone', 'type'].map(
  (key) => `entities.clientInfo.${key}`,
);
const when = ['localTimestamp', 'localTimezone', 'locale', 'timestamp'];
const basics = ['channelData.tenant.id', 'channelId', 'id', 'serviceUrl', 'type', ...when, ...bot];
const personal = ['conversation.conversationType', 'conversation.id', 'conversation.tenantId'];
const shared = [...personal, 'conversation.isGroup'];
const html = ['attachments.text/html.content', 'attachments.text/html.contentType'];
const mention = ['mentioned.id', 'mentioned.name', 'text', 'type'].map(
  (key) => `entities.mention.${key}`,
);
const inChannel = ['channel.id', 'team.id', 'teamsChannelId', 'teamsTeamId'].map(
  (key) => `channelData.${key}`,
);
const ofTeam = [
  'channel.id',
  'settings.selectedChannel.id',
  'team.aadGroupId',
  'team.id',
  'team.name',
].map((key) => `channelData.${key}`);
const text = ['text', 'textFormat'];
const ofCard = ['channelData.legacy.replyToId', 'channelData.source.name', 'replyToId'];
const file = 'attachments.application/vnd.microsoft.teams.file.download.info';
const files = [
  `${file}.content.downloadUrl`,
  `${file}.content.fileType`,
  `${file}.content.uniqueId`,
  `${file}.contentType`,
  `${file}.contentUrl`,
  `${file}.name`,
];
const member = ['membersAdded.item.aadObjectId', 'membersAdded.item.id'];

const paths = (...groups: string[][]) => groups.flat().sort();
const fromPerson = [...basics, ...sender, ...client];
const fromTeams = [...basics, ...eventSender, ...client];

/** Which fields each kind of activity has in Teams, written down from its documentation and from captured payloads. */
export const shapes = {
  personalMessage: paths(fromPerson, personal, text),
  personalMessageWithFile: paths(fromPerson, personal, text, files, html),
  channelMessage: paths(fromPerson, shared, text, html, mention, inChannel),
  groupChatMessage: paths(fromPerson, shared, text, html, mention),
  submit: paths(fromPerson, personal, ofCard, ['value.choice']),
  execute: paths(fromPerson, personal, ofCard, [
    'name',
    'value.action.data.requestId',
    'value.action.type',
    'value.action.verb',
    'value.trigger',
  ]),
  edited: paths(fromPerson, personal, text, ['channelData.eventType']),
  deleted: paths(fromPerson, personal, ['channelData.eventType']),
  installedPersonal: paths(fromTeams, personal, ['action', 'channelData.source.name']),
  addedPersonal: paths(fromTeams, personal, member),
  installedTeam: paths(fromTeams, shared, ofTeam, ['action', 'channelData.source.name']),
  addedTeam: paths(fromTeams, shared, ofTeam, ['channelData.eventType', 'membersAdded.item.id']),
  memberAdded: paths(fromTeams, shared, ofTeam, member, ['channelData.eventType']),
} as const;
