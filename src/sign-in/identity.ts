/** The ways to prove who one is, in the order in which they are advised: those without a secret of ours first. */
export const PROOFS = ['managedIdentity', 'federation', 'certificate', 'secret'] as const;

/** What the app proves itself by. */
export type Proof =
  /** It is a managed identity of the machine it runs on: nothing is kept anywhere. */
  | { readonly kind: 'managedIdentity' }
  /** Somebody else whom Entra believes vouches for it. */
  | { readonly kind: 'federation'; readonly voucher: Voucher }
  /** It signs with the key of a certificate: `file` holds both in PEM. */
  | { readonly kind: 'certificate'; readonly file: string }
  | { readonly kind: 'secret'; readonly secret: string };

/** Whose word it is: a file with a token, which others renew; or a managed identity beside the app, by its client id. */
export type Voucher = { readonly tokenFile: string } | { readonly identityId: string };

/** Who the app is, towards Teams and towards Graph. */
export interface AppIdentity {
  readonly tenantId: string;
  /** Application (client) id of the registration; of the managed identity, where it is one. */
  readonly clientId: string;
  /** `https://login.microsoftonline.com`, or another address that serves the same token endpoint. */
  readonly authority: string;
  readonly proof: Proof;
}
