/** A token that is good now, or why there is none. */
export type AccessToken =
  | { readonly kind: "ok"; readonly token: string }
  /** The account's owner has to connect it again. */
  | { readonly kind: "revoked"; readonly detail: string }
  /** The identity provider cannot be asked just now. */
  | { readonly kind: "unavailable"; readonly detail: string };

/** Where providers that know OAuth 2 get their access tokens; whoever implements it renews them in time. */
export interface AccessTokens {
  /** @param options `refused`: this one was refused by the provider although it looked good, so another is needed */
  fresh(workspaceId: string, accountId: string, options?: { readonly refused?: string }): Promise<AccessToken>;
}
