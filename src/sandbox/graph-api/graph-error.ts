/** An error as Graph answers it. `headers` go beside `request-id`. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Malformed in form: no operation would take it. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

/** Well-formed, and refused by the directory. */
export function directoryRefusal(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

/** A query that the directory does not answer, or not without `ConsistencyLevel: eventual`. */
export function unsupportedQuery(message: string): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message);
}

/** No such directory object, in the directory's own words. */
export function resourceNotFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** The caller may not do this. */
export function denied(message = 'Insufficient privileges to complete the operation.'): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', message);
}

const codes: Readonly<Record<number, [string, string]>> = {
  400: ['BadRequest', 'The request is malformed or incorrect.'],
  401: ['InvalidAuthenticationToken', 'Access token is empty.'],
  403: ['Forbidden', 'Access is denied.'],
  404: ['NotFound', 'The resource could not be found.'],
  409: ['Conflict', 'The request conflicts with the current state.'],
  412: ['PreconditionFailed', 'A precondition was not met.'],
  429: ['TooManyRequests', 'Too many requests.'],
  500: ['InternalServerError', 'An internal server error occurred.'],
  502: ['BadGateway', 'The upstream server gave no valid answer.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The upstream server gave no answer in time.'],
};

/** What Graph answers with this status when it is out of order. */
export function errorOfStatus(status: number): GraphError {
  const [code, message] = codes[status] ?? ['UnknownError', 'An unexpected error occurred.'];
  return new GraphError(status, code, message);
}
