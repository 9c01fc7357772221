import { decodeJwt } from 'jose';

/** In whose right a call to Graph is made. */
export type Caller =
  | { readonly kind: 'application' }
  | {
      readonly kind: 'person';
      /** His object id. */
      readonly id: string;
      /** What he has allowed the application to do in his name. */
      readonly scopes: readonly string[];
    };

const application: Caller = { kind: 'application' };

/** Who brings this `Authorization` header, which `verifyBearer` has found good: `scp` is a person's, `roles` are an application's. */
export function callerOf(header: string | undefined): Caller {
  const { scp, oid } = decodeJwt((header ?? '').replace(/^Bearer\s+/i, ''));
  if (typeof scp !== 'string' || typeof oid !== 'string') return application;
  return { kind: 'person', id: oid, scopes: scp.split(' ') };
}
