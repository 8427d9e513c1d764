/** What asking for a token came to; `detail` is a sentence for a person, without secrets. */
export type FreshToken =
  | { readonly kind: "ok"; readonly token: string }
  /** The owner took the consent back, or it lapsed: only they can mend it. */
  | { readonly kind: "revoked"; readonly detail: string }
  /** Nobody could say just now: it may be tried again. */
  | { readonly kind: "unavailable"; readonly detail: string };

/** Access tokens of accounts that were connected by consent. */
export interface AccessTokens {
  /**
   * A token that is good for at least another minute.
   * @param options.refused a token the provider just refused although its time had not run out: never answered again
   */
  fresh(workspaceId: string, accountId: string, options?: { readonly refused?: string }): Promise<FreshToken>;
}
