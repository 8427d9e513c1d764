import { deflateRawSync, inflateRawSync } from "node:zlib";
import { eventHeaderOf } from "@haste/engine/send";
import {
  type AccountForSending,
  connectionOf,
  type LoadAccounts,
  type MailConnection,
  pauseAccount,
  routeTo,
  type SandboxMail,
  type SendingAccountPorts,
  stopComplained,
} from "../catalog/sending-accounts/index.ts";
import { type EditSeal, type RenderedEmail, replaceEdit } from "../flow/render/index.ts";
import {
  type AccessTokens,
  type ApiServer,
  type AttemptTrace,
  apiProviders,
  type ContentSeal,
  type FreshToken,
  type LaneAccount,
  mailProviders,
  type Opened,
  type Patient,
  type StoredEmail,
  type Target,
} from "../flow/send/index.ts";
import type { InboxAccount, MailboxWay } from "../flow/track/index.ts";
import { replaceAttempt, replaceContent } from "../ledger/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import {
  loadWorkspace,
  makeContext,
  newIdAt,
  systemActor,
  type WorkContext,
  type Workspace,
} from "../platform/context/index.ts";
import type { KeyRing, SealedColumn } from "../platform/crypto/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import { HostNotAllowed, type HostPolicy, resolveChecked } from "../platform/net/index.ts";
import { openMailboxApi } from "./mailbox-api.ts";
import { listAccountIds, listWorkspaceIds } from "./queries.ts";

export interface AccountSources {
  readonly loadAccounts: LoadAccounts;
  readonly policy: HostPolicy;
  readonly sandboxMail: SandboxMail;
  /** Where providers are asked instead of at their own addresses. */
  readonly providerUrls: Readonly<Record<string, string>>;
  /** Of accounts that their owner connected; null: nobody can connect any here. */
  readonly tokens: AccessTokens | null;
}

/** For whoever signs in where an account consented instead of giving a password. */
export interface ConsentedSources extends AccountSources {
  readonly tokens: AccessTokens;
}

/** An account as its lane uses it; where it connects is decided and checked at the instant of connecting. */
export async function accountOfLane(sources: AccountSources, tx: Tx, accountId: string): Promise<LaneAccount | null> {
  const [account] = await sources.loadAccounts(tx, [accountId]);
  const workspace = await loadWorkspace(tx);
  if (account === undefined || workspace === null) return null;
  const { id, email, displayName, signature } = account;
  const readsReplies = connectionOf(account, "imap", workspace, sources.sandboxMail) !== null;
  const base = { id, email, displayName, signature, readsReplies };
  // In a sandbox everything ends in the double of this process, whatever the account says.
  if (account.provider !== "smtp" && workspace.mode === "live") {
    const provider = apiProviders[account.provider];
    const connect = async (): Promise<Opened> => {
      const reason = provider.lacks(nameAt(account));
      // Only its owner can add it, so the account waits for them.
      if (reason !== null) return { ok: false, error: { reason, reply: null, credentials: true } };
      return provider.open(await apiServerOf(sources, account, workspace.id));
    };
    return { ...base, connections: provider.connections, dkimKeys: [], eventHeader: null, connect };
  }
  const provider = mailProviders[account.smtpClient === "nodemailer" ? "nodemailer" : "smtp"];
  const connect = async () => provider.open(await serverOf(sources, account, workspace));
  const host = connectionOf(account, "smtp", workspace, sources.sandboxMail)?.host;
  const eventHeader = host === undefined ? null : eventHeaderOf(host);
  return { ...base, connections: provider.connections, dkimKeys: account.dkimKeys, eventHeader, connect };
}

async function serverOf(sources: AccountSources, account: AccountForSending, workspace: Workspace) {
  const connection = connectionOf(account, "smtp", workspace, sources.sandboxMail);
  if (connection === null) throw new Error("This account has no SMTP server. Add one under Sending accounts.");
  return withCredentials(connection, sources.policy);
}

/** Where this account's provider is asked, on an address that may be connected. @throws HostNotAllowed */
export async function apiServerOf(
  sources: AccountSources,
  account: AccountForSending,
  workspaceId: string,
): Promise<ApiServer> {
  const { provider } = account;
  if (provider === "smtp") throw new Error("an SMTP account is not asked over HTTPS");
  const { login, region } = nameAt(account);
  const base = sources.providerUrls[provider] ?? apiProviders[provider].urlOf(region);
  if (base === null) throw new Error(`There is no region ${region ?? "without a name"} of this provider.`);
  const url = new URL(base);
  const { address, servername, isInside } = await resolveChecked(url.hostname, sources.policy);
  if (url.protocol !== "https:" && !isInside) throw new HostNotAllowed(url.hostname);
  return {
    url,
    address,
    servername,
    login,
    region,
    machineNow: () => systemClock.machineNow(),
    secret: (options) => secretOf(sources, account, workspaceId, options),
  };
}

/** Who the account is at its provider. */
function nameAt({ api, provider }: AccountForSending) {
  return { login: (provider === "ses" ? api?.accessKeyId : api?.domain) ?? null, region: api?.region ?? null };
}

async function secretOf(
  { tokens }: AccountSources,
  { id, provider, api }: AccountForSending,
  workspaceId: string,
  options?: { readonly refused?: string },
): Promise<FreshToken> {
  if (provider === "gmail" || provider === "outlook") {
    return tokens?.fresh(workspaceId, id, options) ?? { kind: "revoked", detail: "Nobody has connected this account." };
  }
  if (api?.key != null) return { kind: "ok", token: api.key };
  return { kind: "revoked", detail: "This account has no key. Add one under Sending accounts." };
}

export async function connected(connection: MailConnection, policy: HostPolicy) {
  const route = await routeTo(connection, policy);
  // The sandbox's own servers stand on loopback inside this process; anywhere else no password leaves without TLS.
  const mayPlain = connection.isSandbox || route.tls !== "none";
  return {
    host: route.address,
    servername: route.servername,
    port: route.port,
    tls: route.tls,
    username: mayPlain ? connection.username : null,
    password: mayPlain ? connection.password : null,
  };
}

/** An account as its doctor examines it: what is written, and how it is reached. */
export async function patientOf(sources: ConsentedSources, tx: Tx, accountId: string): Promise<Patient | null> {
  const [account] = await sources.loadAccounts(tx, [accountId]);
  const workspace = await loadWorkspace(tx);
  const lane = await accountOfLane(sources, tx, accountId);
  if (account === undefined || workspace === null || lane === null) return null;
  const target = (protocol: "smtp" | "imap"): Target | null => {
    const connection = connectionOf(account, protocol, workspace, sources.sandboxMail);
    if (connection === null) return null;
    const { host, port, tls, isSandbox } = connection;
    const findServer = async () => {
      const server = await withCredentials(connection, sources.policy);
      const token = await tokenOf(sources, workspace.id, account, connection);
      const consented = { kind: "token" as const, username: connection.username ?? account.email, secret: token ?? "" };
      return token === null ? server : { ...server, credentials: consented };
    };
    return { host, port, tls, isSandbox, findServer };
  };
  const isSmtp = account.provider === "smtp" || workspace.mode === "sandbox";
  return {
    email: account.email,
    provider: account.provider,
    dkimKeys: lane.dkimKeys,
    smtp: isSmtp ? target("smtp") : null,
    imap: target("imap"),
    mailboxApi: mailboxApiOf(sources, account, workspace),
    openApi: lane.connect,
  };
}

/** Whoever consented and wrote down no IMAP server is read where they consented. */
function mailboxApiOf(
  sources: AccountSources,
  account: AccountForSending,
  workspace: Workspace,
): Patient["mailboxApi"] {
  const { provider } = account;
  if ((provider !== "gmail" && provider !== "outlook") || workspace.mode !== "live") return null;
  return { provider, findServer: () => apiServerOf(sources, account, workspace.id) };
}

async function withCredentials(connection: MailConnection, policy: HostPolicy) {
  const { username, password, ...server } = await connected(connection, policy);
  const credentials = username === null ? null : { kind: "password" as const, username, secret: password ?? "" };
  return { ...server, credentials };
}

/** Every mailbox that is read, over all workspaces. */
export async function inboxAccounts(database: Database, sources: ConsentedSources): Promise<InboxAccount[]> {
  const found: InboxAccount[] = [];
  for (const workspaceId of await asSweep(database, listWorkspaceIds)) {
    const read = await inWorkspace(database, workspaceId, async (tx) => {
      const workspace = await loadWorkspace(tx);
      const ids = await listAccountIds(tx);
      if (workspace === null || ids.length === 0) return [];
      return (await sources.loadAccounts(tx, ids)).flatMap((account) => {
        const way = wayIn(sources, account, workspace);
        const { id: accountId, email, version } = account;
        const isOutside = workspace.mode === "live";
        return way === null ? [] : [{ workspaceId, accountId, email, version, isOutside, way }];
      });
    });
    found.push(...read);
  }
  return found;
}

/** How a mailbox is read; null: no way is known. */
function wayIn(sources: ConsentedSources, account: AccountForSending, workspace: Workspace): MailboxWay | null {
  const { provider } = account;
  const connection = connectionOf(account, "imap", workspace, sources.sandboxMail);
  // Who wrote down an IMAP password wants that one read; whoever consented is read where they consented.
  const isConsented = (provider === "gmail" || provider === "outlook") && workspace.mode === "live";
  if (isConsented && (connection === null || connection.password === null)) {
    const openApi = async () => openMailboxApi(provider, await apiServerOf(sources, account, workspace.id));
    return { kind: provider, openApi };
  }
  if (connection === null) return null;
  return {
    kind: "imap",
    findServer: async () => connected(connection, sources.policy),
  };
}

/** The token that stands in for the password of a mailbox that consented; null where there is a password. */
async function tokenOf(
  sources: ConsentedSources,
  workspaceId: string,
  account: AccountForSending,
  { password, isSandbox }: MailConnection,
): Promise<string | null> {
  if (account.provider === "smtp" || password !== null || isSandbox) return null;
  const fresh = await sources.tokens.fresh(workspaceId, account.id);
  if (fresh.kind === "ok") return fresh.token;
  throw new Error(fresh.detail);
}

/** The server refuses the account: it pauses, its owner reads why, and its people are planned again when it is mended. */
export function pauseFailedAccount(database: Database, log: Log, ports: SendingAccountPorts) {
  return (workspaceId: string, accountId: string, reason: string): Promise<void> =>
    asSending({ database, log }, workspaceId, (ctx) => pauseAccount(ctx, ports, { id: accountId, reason }));
}

/** Somebody reported a mail as spam: the accounts that this is too much for pause. */
export function stopComplainedAccounts(database: Database, log: Log, ports: SendingAccountPorts) {
  return (workspaceId: string): Promise<void> =>
    asSending({ database, log }, workspaceId, (ctx) => stopComplained(ctx, ports));
}

/** One transaction of a workspace in the name of sending. */
function asSending(
  { database, log }: { readonly database: Database; readonly log: Log },
  workspaceId: string,
  work: (ctx: WorkContext) => Promise<void>,
): Promise<void> {
  const machineNow = systemClock.machineNow();
  return inWorkspace(database, workspaceId, async (tx) => {
    const workspace = await loadWorkspace(tx);
    if (workspace === null) return;
    const [actor, requestId] = [systemActor("sending"), newIdAt(machineNow)];
    await work(makeContext({ tx, workspace, machineNow, actor, requestId, log, afterCommit: () => {} }));
  });
}

/** What stands before deflated content; content from before it was deflated is JSON, so it begins with a brace. */
const deflated = 1;
const mostContentBytes = 64 * 1024 * 1024;

/** A fifth of the bytes to encrypt, send to the database, log there and keep; level 1, because the rest costs more than it saves. */
function packed(content: StoredEmail | AttemptTrace): Buffer {
  return Buffer.concat([
    Buffer.of(deflated),
    deflateRawSync(JSON.stringify(content), { level: 1, windowBits: 13, memLevel: 5 }),
  ]);
}

/** What was packed, and what was sealed as JSON alone. */
export function unpacked<T>(bytes: Buffer): T {
  const isDeflated = bytes[0] === deflated;
  const json = isDeflated ? inflateRawSync(bytes.subarray(1), { maxOutputLength: mostContentBytes }) : bytes;
  return JSON.parse(json.toString()) as T;
}

const editPlace = (emailId: string) => `edit of email ${emailId}`;

/** Seals what somebody wrote for one person, apart from what was sent. */
export function editSeal(keyRing: KeyRing<Tx>): EditSeal {
  return {
    async seal(tx, emailId, content) {
      return (await keyRing.cipher(tx.workspaceId, tx)).seal(JSON.stringify(content), editPlace(emailId));
    },
    async open(tx, emailId, sealed) {
      const text = await (await keyRing.cipher(tx.workspaceId, tx)).open(sealed, editPlace(emailId));
      return JSON.parse(text.toString()) as Awaited<ReturnType<EditSeal["open"]>>;
    },
  };
}

const tracePlace = (emailId: string) => `trace of email ${emailId}`;
const contentPlace = (emailId: string) => `content of email ${emailId}`;

export async function sealOf(keyRing: KeyRing<Tx>, tx: Tx): Promise<ContentSeal> {
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  return {
    seal: (emailId, content) => cipher.seal(packed(content), contentPlace(emailId)),
    open: async (emailId, sealed) => unpacked(await cipher.open(sealed, contentPlace(emailId))),
    sealTrace: (emailId, trace) => cipher.seal(packed(trace), tracePlace(emailId)),
    openTrace: async (emailId, sealed) => unpacked(await cipher.open(sealed, tracePlace(emailId))),
  };
}

export async function openContent(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  { emailId, sealed }: { emailId: string; sealed: Uint8Array },
): Promise<RenderedEmail> {
  return (await sealOf(keyRing, tx)).open(emailId, sealed);
}

/** What was sent and what was written for one person, wherever it lies sealed. */
export const sealedMailColumns: readonly SealedColumn[] = [
  {
    table: "email_contents",
    column: "sealed",
    id: ["email_id"],
    place: ([id = ""]) => contentPlace(id),
    replace: replaceContent,
  },
  {
    table: "email_attempts",
    column: "sealed",
    id: ["email_id", "attempt"],
    place: ([id = ""]) => tracePlace(id),
    replace: replaceAttempt,
  },
  {
    table: "email_approvals",
    column: "content",
    id: ["email_id"],
    place: ([id = ""]) => editPlace(id),
    replace: replaceEdit,
  },
];
