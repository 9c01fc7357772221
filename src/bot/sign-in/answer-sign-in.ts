import { ActivityTypes, type TurnContext } from 'botbuilder';
import { findNotice } from '../../db/notices.ts';
import { say } from '../answer.ts';
import type { OurTurn } from '../deps.ts';
import { notePresence } from '../presence.ts';
import { refusalMessage } from '../refusal.ts';
import type { SignInInvoke } from './read-sign-in.ts';
import { signInDesk } from './sign-in-desk.ts';
import { signedInText } from './sign-in-messages.ts';

type Outcome = 'ok' | 'refused';
type Value<N extends SignInInvoke['name']> = Extract<SignInInvoke, { name: N }>['value'];

/** What a window says in the place of a code when it was closed. */
const CANCELLED = 'CancelledByUser';

/**
 * Answers what a client does to sign somebody in. It may come twice (each client of a person's sends it) and
 * late: what was done is done, and is not done again.
 */
export async function answerSignIn(
  context: TurnContext,
  our: OurTurn,
  invoke: SignInInvoke,
): Promise<Outcome> {
  await notePresence(context.activity, our);
  switch (invoke.name) {
    case 'signin/tokenExchange':
      return exchange(context, our, invoke.value);
    case 'signin/verifyState':
      return redeem(context, our, invoke.value);
    case 'signin/failure':
      return noteFailure(context, our, invoke.value);
  }
}

/**
 * 200 once the token was exchanged; 412 where it could not be, upon which the client shows the card's button;
 * 400 for another connection (SDK: TeamsSSOTokenExchangeMiddleware, OAuthPrompt). One that was exchanged before
 * is not exchanged again: he may have signed out since.
 */
async function exchange(
  context: TurnContext,
  our: OurTurn,
  { id, connectionName, token }: Value<'signin/tokenExchange'>,
): Promise<Outcome> {
  const { tokens, memberId } = signInDesk(our);
  if (connectionName !== tokens.connectionName) return answer(context, 400);
  const notice = { subject: `${our.turn.actorId} ${id}`, event: 'signedIn' };
  if (await findNotice(our.deps.requests.db, notice.subject, notice.event)) {
    return answer(context, 200);
  }
  if (!(await whether(our, tokens.exchange(memberId, token)))) {
    return answer(context, 412, { id, connectionName, failureDetail: 'not exchanged' });
  }
  const at = our.deps.requests.clock.now();
  const isFirst = await our.deps.claimNotice({ ...notice, activityId: null, at });
  if (isFirst) await thank(context, our);
  return answer(context, 200);
}

/** 200 once the code was taken, or he is signed in already; 404 for a code that is not good (any more). */
async function redeem(
  context: TurnContext,
  our: OurTurn,
  { state }: Value<'signin/verifyState'>,
): Promise<Outcome> {
  const { tokens, memberId } = signInDesk(our);
  if (state === CANCELLED) return answer(context, 200);
  if (await whether(our, tokens.tokenOf(memberId).then(Boolean))) return answer(context, 200);
  if (!(await whether(our, tokens.redeemCode(memberId, state)))) return answer(context, 404);
  await thank(context, our);
  return answer(context, 200);
}

/** The client shows nothing then: so we say what that means for him, and the log has what it means for us. */
async function noteFailure(
  context: TurnContext,
  our: OurTurn,
  { code }: Value<'signin/failure'>,
): Promise<Outcome> {
  our.deps.log.warn({ code: clientCode(code), actor: our.turn.actorId }, 'sign-in failed');
  const problem = { code: 'signIn.failed', params: { reason: clientCode(code) } };
  await sayIfTaken(context, our, refusalMessage([problem], our.texts));
  await answer(context, 200);
  return 'refused';
}

/** A client's word for what went wrong; it could say anything. */
function clientCode(code: string | null | undefined): string {
  return /^[a-z]{1,40}$/i.exec(code ?? '')?.[0] ?? 'unknown';
}

/** A service that does not answer has not agreed; the client then asks the person, or comes again. */
async function whether(our: OurTurn, asked: Promise<boolean>): Promise<boolean> {
  try {
    return await asked;
  } catch (err) {
    our.deps.log.warn({ err }, 'token service not reached');
    return false;
  }
}

function thank(context: TurnContext, our: OurTurn): Promise<void> {
  return sayIfTaken(context, our, { text: signedInText(our, 'now') });
}

/** What was done is done, whether or not Teams takes the word of it. */
async function sayIfTaken(context: TurnContext, our: OurTurn, message: Parameters<typeof say>[1]) {
  await say(context, message).catch((err: unknown) =>
    our.deps.log.warn({ err }, 'answer not taken by Teams'),
  );
}

/** Answers somebody who cannot be signed in now, or is not one of our people. */
export function refuseSignIn(context: TurnContext): Promise<Outcome> {
  return answer(context, 412);
}

/** Answers the invoke with the status by which the client goes on. */
async function answer(context: TurnContext, status: number, body?: object): Promise<Outcome> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, body } });
  return status < 300 ? 'ok' : 'refused';
}
