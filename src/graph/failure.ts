import { z } from 'zod';

/** What Graph said when it refused, for the log and for those who must look closer. Carries no address, link or token. */
export class GraphFailure extends Error {
  readonly status: number;
  /** Graph's own code (`Authorization_RequestDenied`), or '' where it gave none. */
  readonly graphCode: string;
  /** To be quoted to Microsoft's support. */
  readonly requestId: string | null;

  constructor(status: number, graphCode: string, message: string, requestId: string | null) {
    super(message);
    this.name = 'GraphFailure';
    this.status = status;
    this.graphCode = graphCode;
    this.requestId = requestId;
  }
}

const errorBody = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    innerError: z.object({ 'request-id': z.string().nullish() }).nullish(),
  }),
});

/** An answer as far as a refusal is read from it. */
export interface Refused {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Reads Graph's error body; one that has another shape, or none, gives empty texts. */
export function readFailure({ status, headers, body }: Refused): GraphFailure {
  const read = errorBody.safeParse(body);
  const error = read.success ? read.data.error : null;
  return new GraphFailure(
    status,
    error?.code ?? '',
    withoutSecrets(error?.message ?? ''),
    headers.get('request-id') ?? error?.innerError?.['request-id'] ?? null,
  );
}

/** Redeem links and addresses stand in some of Graph's sentences; neither belongs in a log. */
function withoutSecrets(text: string): string {
  return text.replace(/https?:\/\/\S+/gi, '…').replace(/[^\s<>"']+@[^\s<>"']+/g, '…');
}

/** Graph's refusal behind an error, where one is. */
export function failureOf(error: unknown): GraphFailure | null {
  return error instanceof Error && error.cause instanceof GraphFailure ? error.cause : null;
}
