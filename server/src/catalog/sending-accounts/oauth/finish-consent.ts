import { authorizationCodeGrant, type Configuration } from "openid-client";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { inWorkspace } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { connectAccount } from "../connect-account.ts";
import type { AccountRow } from "../queries.ts";
import { consentTerms } from "./consent-clients.ts";
import type { ConsentPorts } from "./ports.ts";
import { type ConsentRow, takeConsent, upsertTokens } from "./queries.ts";
import { type ConsentProof, consentPlace, openJson, sealJson, type Tokens, tokensPlace } from "./sealed.ts";
import { hashOf, reachable, redirectUri } from "./start-consent.ts";

/**
 * Takes what the provider sent back, and makes of it a sending account, or connects one again. The state is spent
 * whatever comes of it; whoever began in a browser must come back signed in as the same person, so that nobody connects
 * their mailbox to somebody else's workspace by following a link.
 * @param query the query of the address the browser came back to
 */
export async function finishConsent(ctx: WorkContext, ports: ConsentPorts, query: string): Promise<AccountRow> {
  const callback = new URL(redirectUri(ports));
  callback.search = query;
  const state = callback.searchParams.get("state") ?? "";
  // In a transaction of its own: what fails below must not bring the state back.
  const consent = await inWorkspace(ports.db, ctx.workspace.id, (tx) => takeConsent(tx, hashOf(state), ctx.machineNow));
  if (consent === null || !isSamePerson(ctx, consent)) throw new Problem("consent_spent");
  const { provider } = consent;
  const { title } = consentTerms[provider];
  const refusal = callback.searchParams.get("error");
  if (refusal !== null)
    throw refused(`${title} answered: ${callback.searchParams.get("error_description") ?? refusal}.`);
  const proof = await openJson<ConsentProof>(ports.keyRing, ctx.tx, consent.sealed, consentPlace(consent.id));
  const granted = await exchange(await reachable(ports, provider), callback, { ...proof, state, title });
  const account = await connectAccount(ctx, ports, { provider, email: granted.email, accountId: consent.accountId });
  await upsertTokens(ctx.tx, {
    accountId: account.id,
    provider,
    sealed: await sealJson(ports.keyRing, ctx.tx, granted.tokens, tokensPlace(account.id)),
    expiresAt: new Date(ctx.machineNow.getTime() + granted.goodForMs),
    refreshedAt: ctx.machineNow,
    revokedReason: null,
  });
  const subject = { kind: "sending-account", id: account.id };
  await audit(ctx, "sending-account.connected", subject, { provider, email: account.email });
  return account;
}

/** An API key may hand its link to anybody; a person's browser comes back as that person. */
function isSamePerson(ctx: WorkContext, consent: ConsentRow): boolean {
  return consent.startedByKind !== "user" || consent.startedById === ctx.actor.id;
}

interface Granted {
  readonly email: string;
  readonly tokens: Tokens;
  readonly goodForMs: number;
}

async function exchange(
  client: Configuration,
  callback: URL,
  proof: ConsentProof & { readonly state: string; readonly title: string },
): Promise<Granted> {
  const { title } = proof;
  const answer = await authorizationCodeGrant(client, callback, {
    pkceCodeVerifier: proof.verifier,
    expectedState: proof.state,
    expectedNonce: proof.nonce,
    idTokenExpected: true,
  }).catch((cause: unknown) => {
    throw new Problem("consent_refused", { detail: `${title} did not accept the answer: ${wordsOf(cause)}.`, cause });
  });
  const claims = answer.claims();
  // Microsoft leaves `email` out where the directory has none; then the name people sign in with is the address.
  const email = [claims?.email, claims?.preferred_username].find((one) => typeof one === "string" && one.includes("@"));
  if (typeof email !== "string") throw refused(`${title} did not say which mailbox it is.`);
  if (answer.refresh_token === undefined) throw refused(`${title} gave no lasting consent (no refresh token).`);
  return {
    email,
    tokens: { access: answer.access_token, refresh: answer.refresh_token },
    goodForMs: (answer.expiresIn() ?? 0) * 1_000,
  };
}

function refused(detail: string): Problem {
  return new Problem("consent_refused", { detail });
}

function wordsOf(cause: unknown): string {
  const { error, error_description: description, message } = cause as Record<string, string | undefined>;
  return (description ?? error ?? message ?? "no reason given")
    .replace(/[\p{Cc}]+/gu, " ")
    .slice(0, 300)
    .replace(/\.$/, "");
}
