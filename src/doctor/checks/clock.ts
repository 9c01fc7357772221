import type { Config } from '../../config.ts';
import { ask } from '../ask.ts';
import { type Finding, ok, problem, unchecked, warning } from '../finding.ts';

/** Tokens of the channel count for so long beside their time, in seconds (Bot Connector's authentication page). */
const MOST_SECONDS = 5 * 60;
/** From here on it is not the network any more. */
const NOTABLE_SECONDS = 30;

/** Whether this machine's clock agrees with that of whoever gives the tokens. */
export async function checkClock({ identity, tenantId }: Config): Promise<Finding> {
  const began = Date.now();
  const answer = await ask(
    `${identity.authority}/${tenantId}/v2.0/.well-known/openid-configuration`,
  );
  await answer.body?.cancel();
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return unchecked('clock', { code: 'doctor.noDate', params: {} });
  const ours = (began + Date.now()) / 2;
  const seconds = Math.round(Math.abs(ours - theirs) / 1000);
  if (seconds < NOTABLE_SECONDS) return ok('clock', 'clock', { seconds });
  const how = seconds > MOST_SECONDS ? problem : warning;
  return how('clock', {
    code: ours > theirs ? 'doctor.clockAhead' : 'doctor.clockBehind',
    params: { seconds },
  });
}
