import { call } from './http.ts';
import type { Turn } from './load.ts';
import type { Process } from './processes.ts';
import type { Person, Stage } from './stage.ts';

/** The kinds of turn that are measured. */
export type Kind = 'help' | 'invite' | 'press';

/**
 * One turn of a kind, done with this bot. Each number is another person's; `invite` asks for a guest of that
 * number for a team, `press` approves what was asked for under that number, as the owner of its team.
 */
export function turnOf(stage: Stage, bot: Pick<Process, 'origin'>, kind: Kind): Turn {
  return kind === 'press' ? pressing(stage, bot) : saying(stage, bot, kind);
}

function saying(stage: Stage, bot: Pick<Process, 'origin'>, kind: 'help' | 'invite'): Turn {
  return async (number) => {
    const text =
      kind === 'help' ? 'help' : `invite ${guest(number)} to ${teamOf(stage, number).name}`;
    // Who owns a team needs nobody's word for it: somebody else asks.
    const who = stage.people[(number + stage.teams.length / 2) % stage.people.length];
    const { status } = await post(stage, bot, who, {
      type: 'message',
      id: `${kind}-${number}`,
      text,
    });
    if (status !== 200) throw new Error(`${text} was answered ${status}`);
  };
}

function pressing(stage: Stage, bot: Pick<Process, 'origin'>): Turn {
  return async (number) => {
    const requestId = stage.channel.requests.get(number);
    if (!requestId) throw new Error(`nobody has invited ${guest(number)}`);
    const { status, text } = await post(stage, bot, teamOf(stage, number).owner, {
      type: 'invoke',
      id: `press-${number}`,
      name: 'adaptiveCard/action',
      value: {
        action: { type: 'Action.Execute', verb: 'request.approve', data: { requestId } },
        trigger: 'manual',
      },
    });
    if (status !== 200 || !text.includes('AdaptiveCard')) {
      throw new Error(`the press was answered ${status}: ${text}`);
    }
  };
}

function guest(number: number): string {
  return `bench-${number}@fabrikam.example`;
}

function teamOf({ teams }: Stage, number: number): Stage['teams'][number] {
  const team = teams[number % teams.length];
  if (!team) throw new Error('there is no team');
  return team;
}

function post(
  stage: Stage,
  { origin }: Pick<Process, 'origin'>,
  who: Person | undefined,
  what: Readonly<Record<string, unknown>>,
) {
  if (!who) throw new Error('there is nobody');
  const { tenantId, bot, channel, token } = stage;
  const activity = {
    channelId: 'msteams',
    serviceUrl: channel.serviceUrl,
    timestamp: new Date().toISOString(),
    locale: 'en-US',
    from: { id: `29:${who.id}`, name: 'Somebody', aadObjectId: who.id },
    recipient: bot,
    conversation: { id: who.conversationId, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    entities: [
      { type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'Etc/UTC' },
    ],
    ...what,
  };
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return call('POST', `${origin}/api/messages`, headers, JSON.stringify(activity));
}
