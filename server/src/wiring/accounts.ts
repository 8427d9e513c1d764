import { deflateRawSync, inflateRawSync } from "node:zlib";
import {
  type AccountForSending,
  connectionOf,
  type LoadAccounts,
  type MailConnection,
  pauseAccount,
  routeTo,
  type SandboxMail,
  type SendingAccountPorts,
} from "../catalog/sending-accounts/index.ts";
import { type EditSeal, type RenderedEmail, replaceEdit } from "../flow/render/index.ts";
import type { AccessTokens, ContentSeal, LaneAccount, Patient, Target } from "../flow/send/index.ts";
import type { InboxAccount } from "../flow/track/index.ts";
import { replaceContent } from "../ledger/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor, type Workspace } from "../platform/context/index.ts";
import type { KeyRing, SealedColumn } from "../platform/crypto/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import type { HostPolicy } from "../platform/net/index.ts";
import { listAccountIds, listWorkspaceIds } from "./queries.ts";

export interface AccountSources {
  readonly loadAccounts: LoadAccounts;
  readonly policy: HostPolicy;
  readonly sandboxMail: SandboxMail;
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
  return {
    id: account.id,
    provider: account.smtpClient === "nodemailer" ? "nodemailer" : "smtp",
    email: account.email,
    displayName: account.displayName,
    signature: account.signature,
    findServer: () => serverOf(sources, account, workspace),
  };
}

async function serverOf(sources: AccountSources, account: AccountForSending, workspace: Workspace) {
  const connection = connectionOf(account, "smtp", workspace, sources.sandboxMail);
  if (connection === null) throw new Error("This account has no SMTP server. Add one under Sending accounts.");
  return withCredentials(connection, sources.policy);
}

async function connected(connection: MailConnection, policy: HostPolicy) {
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
    provider: lane.provider,
    smtp: isSmtp ? target("smtp") : null,
    imap: target("imap"),
    findApi: lane.findServer,
  };
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
    const accounts = await inWorkspace(database, workspaceId, async (tx) => {
      const workspace = await loadWorkspace(tx);
      const ids = await listAccountIds(tx);
      if (workspace === null || ids.length === 0) return [];
      return (await sources.loadAccounts(tx, ids)).flatMap((account) => {
        const connection = connectionOf(account, "imap", workspace, sources.sandboxMail);
        return connection === null ? [] : [{ account, connection }];
      });
    });
    for (const { account, connection } of accounts) {
      found.push({
        workspaceId,
        accountId: account.id,
        email: account.email,
        version: account.version,
        findServer: async () => ({
          ...(await connected(connection, sources.policy)),
          accessToken: await tokenOf(sources, workspaceId, account, connection),
        }),
      });
    }
  }
  return found;
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
  return (workspaceId: string, accountId: string, reason: string): Promise<void> => {
    const machineNow = systemClock.machineNow();
    return inWorkspace(database, workspaceId, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const ctx = makeContext({
        tx,
        workspace,
        machineNow,
        actor: systemActor("sending"),
        requestId: newIdAt(machineNow),
        log,
        afterCommit: () => {},
      });
      await pauseAccount(ctx, ports, { id: accountId, reason });
    });
  };
}

/** What stands before deflated content; content from before it was deflated is JSON, so it begins with a brace. */
const deflated = 1;
const mostContentBytes = 64 * 1024 * 1024;

/** A fifth of the bytes to encrypt, send to the database, log there and keep; level 1, because the rest costs more than it saves. */
function packed(content: RenderedEmail): Buffer {
  return Buffer.concat([
    Buffer.of(deflated),
    deflateRawSync(JSON.stringify(content), { level: 1, windowBits: 13, memLevel: 5 }),
  ]);
}

function unpacked(bytes: Buffer): RenderedEmail {
  const isDeflated = bytes[0] === deflated;
  const json = isDeflated ? inflateRawSync(bytes.subarray(1), { maxOutputLength: mostContentBytes }) : bytes;
  return JSON.parse(json.toString()) as RenderedEmail;
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

const contentPlace = (emailId: string) => `content of email ${emailId}`;

export async function sealOf(keyRing: KeyRing<Tx>, tx: Tx): Promise<ContentSeal> {
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  return { seal: (emailId, content) => cipher.seal(packed(content), contentPlace(emailId)) };
}

export async function openContent(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  { emailId, sealed }: { emailId: string; sealed: Uint8Array },
): Promise<RenderedEmail> {
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  return unpacked(await cipher.open(sealed, contentPlace(emailId)));
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
    table: "email_approvals",
    column: "content",
    id: ["email_id"],
    place: ([id = ""]) => editPlace(id),
    replace: replaceEdit,
  },
];
