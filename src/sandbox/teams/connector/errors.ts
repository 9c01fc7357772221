import { HttpRefusal, type Reply } from '../../http.ts';

/** The connector's refusals, by the codes and sentences of Microsoft's table of bot status codes. */
const sentences = {
  BadSyntax: [400, 'Bad format of the request body.'],
  BadArgument: [400, 'Unknown or missing argument.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  NotEnoughPermissions: [403, 'The bot may change its own messages only.'],
  ConversationNotFound: [404, 'Conversation not found.'],
  ActivityNotFoundInConversation: [404, 'The activity was not found in the conversation.'],
  MemberNotFoundInConversation: [404, 'The member was not found in the conversation.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
  Throttled: [429, 'Too many requests.'],
  NotImplemented: [501, 'WoodGrove does not know this operation.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ConnectorCode = keyof typeof sentences;

/** What the connector says when it is out of order, by the same table. */
const outOfOrder: Readonly<Record<number, readonly [code: string, message: string]>> = {
  412: ['PreconditionFailed', 'Precondition failed, please try again.'],
  429: ['Throttled', 'Too many requests.'],
  502: ['ServiceError', 'A dependency of the service failed.'],
  503: ['ServiceUnavailable', 'Service is unavailable.'],
  504: ['GatewayTimeout', 'Gateway timeout.'],
};

function errorBody(code: string, message: string) {
  return { error: { code, message } };
}

/** The body of an error that nothing in the call caused. */
export function faultBody(status: number) {
  const [code, message] = outOfOrder[status] ?? ['ServiceError', 'The service had an error.'];
  return errorBody(code, message);
}

/** A refusal of the connector. `about` is said after the sentence. */
export function connectorRefusal(
  code: ConnectorCode,
  about = '',
  headers: Readonly<Record<string, string>> = {},
): HttpRefusal {
  const [status, sentence] = sentences[code];
  const message = about ? `${sentence} ${about}` : sentence;
  return new HttpRefusal({ status, headers, body: errorBody(code, message) });
}

/** What the connector says to a token that is missing, or not for it. */
export const unauthorized: Reply = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  body: { message: 'Authorization has been denied for this request.' },
};
