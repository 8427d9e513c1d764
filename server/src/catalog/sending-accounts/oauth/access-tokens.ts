import type { ConsentProvider } from "@haste/contract/nouns/connecting";
import { type Configuration, ResponseBodyError, refreshTokenGrant } from "openid-client";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { type ConsentClients, consentTerms } from "./consent-clients.ts";
import { lockTokens, type TokenRow, upsertTokens } from "./queries.ts";
import { openJson, sealJson, type Tokens, tokensPlace } from "./sealed.ts";

type Fresh =
  | { readonly kind: "ok"; readonly token: string }
  | { readonly kind: "revoked"; readonly detail: string }
  | { readonly kind: "unavailable"; readonly detail: string };

export interface AccessTokenParts {
  readonly database: Database;
  readonly keyRing: KeyRing<Tx>;
  readonly clients: ConsentClients;
  readonly machineNow: () => Date;
  readonly log: Log;
  /** The consent is gone: the account pauses and its owner reads why. */
  readonly accountFailed: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
}

/** A token is not used in its last minute: the request it travels with takes time, and clocks differ. */
const marginMs = 60_000;
/** Entries of a hundred bytes; past it, all are read again. */
const mostKept = 10_000;

interface Known {
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * Access tokens of accounts that were connected by consent. However many workers of however many processes ask at once,
 * the provider is asked once: within a process they share one question, and between processes the row of the tokens is
 * locked while the answer is awaited, and read again by those who waited.
 */
export function createAccessTokens(parts: AccessTokenParts) {
  const known = new Map<string, Known>();
  const asked = new Map<string, Promise<Fresh>>();

  async function ask(workspaceId: string, accountId: string, refused: string | undefined): Promise<Fresh> {
    const { answer, expiresAt } = await freshFromDatabase(parts, { workspaceId, accountId, refused });
    if (known.size >= mostKept) known.clear();
    if (answer.kind === "ok") known.set(`${workspaceId} ${accountId}`, { token: answer.token, expiresAt });
    return answer;
  }

  return {
    async fresh(workspaceId: string, accountId: string, options: { readonly refused?: string } = {}): Promise<Fresh> {
      const key = `${workspaceId} ${accountId}`;
      const { refused } = options;
      for (;;) {
        const kept = known.get(key);
        const isGood = kept !== undefined && kept.expiresAt - marginMs > parts.machineNow().getTime();
        if (isGood && kept.token !== refused) return { kind: "ok", token: kept.token };
        known.delete(key);
        const underWay = asked.get(key);
        if (underWay === undefined) break;
        const answer = await underWay;
        if (answer.kind !== "ok" || answer.token !== refused) return answer;
      }
      const question = ask(workspaceId, accountId, refused).finally(() => asked.delete(key));
      asked.set(key, question);
      return question;
    },
  };
}

interface Question {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly refused: string | undefined;
}

interface Answered {
  readonly answer: Fresh;
  readonly expiresAt: number;
}

async function freshFromDatabase(parts: AccessTokenParts, question: Question): Promise<Answered> {
  const { workspaceId, accountId } = question;
  const answered = await inWorkspace(parts.database, workspaceId, (tx) => underLock(parts, tx, question)).catch(
    (err: unknown) => {
      // Waited for a lock in vain, or the database is away: the mail stays where it is.
      parts.log.warn({ err, accountId }, "no access token could be read");
      return unavailable("The token of this account could not be read just now");
    },
  );
  // After the commit: what is written of the tokens stands, whatever comes of pausing.
  if (answered.answer.kind === "revoked") await parts.accountFailed(workspaceId, accountId, answered.answer.detail);
  return answered;
}

async function underLock(parts: AccessTokenParts, tx: Tx, { accountId, refused }: Question): Promise<Answered> {
  const row = await lockTokens(tx, accountId);
  if (row === null) return { answer: { kind: "revoked", detail: "This account is not connected." }, expiresAt: 0 };
  if (row.revokedReason !== null) return { answer: { kind: "revoked", detail: row.revokedReason }, expiresAt: 0 };
  const tokens = await openJson<Tokens>(parts.keyRing, tx, row.sealed, tokensPlace(accountId));
  const expiresAt = row.expiresAt.getTime();
  if (tokens.access !== refused && expiresAt - marginMs > parts.machineNow().getTime()) {
    return { answer: { kind: "ok", token: tokens.access }, expiresAt };
  }
  return refresh(parts, tx, row, tokens);
}

async function refresh(parts: AccessTokenParts, tx: Tx, row: TokenRow, tokens: Tokens): Promise<Answered> {
  const { title } = consentTerms[row.provider];
  const renewed = await renew(parts.clients, row.provider, tokens.refresh);
  if (renewed.kind === "unavailable") return unavailable(`${title} gave no new token: ${renewed.reason}`);
  if (renewed.kind === "revoked") {
    const detail = `${title} takes the consent of this account no more. Connect it again.`;
    await upsertTokens(tx, { ...row, revokedReason: detail });
    return { answer: { kind: "revoked", detail }, expiresAt: 0 };
  }
  const now = parts.machineNow();
  // Who hands out a new refresh token may take the old one no more (RFC 6749 §6): both are stored before either is used.
  const next: Tokens = { access: renewed.access, refresh: renewed.refresh ?? tokens.refresh };
  const expiresAt = new Date(now.getTime() + renewed.goodForMs);
  const sealed = await sealJson(parts.keyRing, tx, next, tokensPlace(row.accountId));
  await upsertTokens(tx, { ...row, sealed, expiresAt, refreshedAt: now });
  return { answer: { kind: "ok", token: next.access }, expiresAt: expiresAt.getTime() };
}

type Renewed =
  | { readonly kind: "ok"; readonly access: string; readonly refresh: string | null; readonly goodForMs: number }
  | { readonly kind: "revoked" }
  | { readonly kind: "unavailable"; readonly reason: string };

async function renew(clients: ConsentClients, provider: ConsentProvider, refreshToken: string): Promise<Renewed> {
  try {
    const client: Configuration = await clients.of(provider);
    const answer = await refreshTokenGrant(client, refreshToken);
    const goodForMs = (answer.expiresIn() ?? 0) * 1_000;
    return { kind: "ok", access: answer.access_token, refresh: answer.refresh_token ?? null, goodForMs };
  } catch (error) {
    // Only `invalid_grant` speaks of this mailbox (RFC 6749 §5.2); `invalid_client` speaks of the whole installation,
    // whose accounts must not all pause because somebody mistyped a secret.
    if (error instanceof ResponseBodyError && error.error === "invalid_grant") return { kind: "revoked" };
    return { kind: "unavailable", reason: wordsOf(error) };
  }
}

function unavailable(detail: string): Answered {
  return { answer: { kind: "unavailable", detail }, expiresAt: 0 };
}

function wordsOf(error: unknown): string {
  if (error instanceof ResponseBodyError) return error.error.slice(0, 200);
  return error instanceof Error ? error.message.slice(0, 200) : "no answer";
}
