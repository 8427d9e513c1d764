import { createHash } from "node:crypto";
import type { ConsentProvider } from "@haste/contract/nouns/connecting";
import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { findAccount } from "../queries.ts";
import { consentTerms } from "./consent-clients.ts";
import type { ConsentPorts } from "./ports.ts";
import { insertConsent } from "./queries.ts";
import { consentPlace, sealJson } from "./sealed.ts";

/** Time enough to find a password and a second factor. */
const consentMs = 15 * 60_000;

/** Of what comes back in the open, only a hash is kept. */
export const hashOf = (state: string) => createHash("sha256").update(state).digest();

/** The page of the provider that a browser goes to, with PKCE (RFC 7636) and a state that is good once. */
export async function startConsent(
  ctx: WorkContext,
  ports: ConsentPorts,
  input: { readonly provider: ConsentProvider; readonly accountId: string | null },
): Promise<URL> {
  const { provider, accountId } = input;
  const { title, scope, parameters, variable } = consentTerms[provider];
  if (ctx.workspace.mode !== "live") throw new Problem("not_live");
  if (!ports.clients.isReady(provider)) {
    throw new Problem("provider_not_ready", {
      detail: `This installation is not registered with ${title}.`,
      fix: `Set ${variable} and its secret, or connect the mailbox with a password.`,
    });
  }
  const account = accountId === null ? null : await findAccount(ctx.tx, accountId);
  if (accountId !== null && account === null)
    throw new Problem("not_found", { detail: "There is no such sending account." });
  const proof = { verifier: randomPKCECodeVerifier(), nonce: randomNonce() };
  const state = randomState();
  const id = ctx.newId();
  await insertConsent(ctx.tx, {
    id,
    provider,
    accountId,
    stateHash: hashOf(state),
    sealed: await sealJson(ports.keyRing, ctx.tx, proof, consentPlace(id)),
    startedByKind: ctx.actor.kind,
    startedById: ctx.actor.id,
    createdAt: ctx.machineNow,
    expiresAt: new Date(ctx.machineNow.getTime() + consentMs),
  });
  return buildAuthorizationUrl(await reachable(ports, provider), {
    ...parameters,
    redirect_uri: redirectUri(ports),
    scope,
    state,
    nonce: proof.nonce,
    code_challenge: await calculatePKCECodeChallenge(proof.verifier),
    code_challenge_method: "S256",
    ...(account === null ? {} : { login_hint: account.email }),
  });
}

/** Where the provider sends the browser back: a page of the app, which hands on what it was given. */
export function redirectUri(ports: ConsentPorts): string {
  return `${ports.publicUrl()}/oauth/callback`;
}

/** @throws Problem `provider_away` */
export async function reachable(ports: ConsentPorts, provider: ConsentProvider) {
  try {
    return await ports.clients.of(provider);
  } catch (cause) {
    throw new Problem("provider_away", { detail: `${consentTerms[provider].title} did not answer.`, cause });
  }
}
