import type { SendingAccountInput } from "@haste/contract/nouns/sending-accounts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { SendingAccountPorts } from "./ports.ts";
import { type AccountRow, insertAccount, listGateAccounts, setOnUncertain } from "./queries.ts";
import { defaultsOf, writeAccount } from "./write-account.ts";

/** Adds an account; people who were held for want of one go on at once. */
export async function createAccount(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  input: SendingAccountInput,
): Promise<AccountRow> {
  // Null where something is left out: the default, whatever else is said.
  const whole = { ...input, dailyLimit: input.dailyLimit ?? null, hourlyLimit: input.hourlyLimit ?? null };
  const account = await writeAccount(ctx, ports, newRow(ctx, input.email), whole);
  const displayName = input.displayName ?? account.email.replace(/@.*/, "");
  const isPaused = input.status === "paused";
  const named = isPaused
    ? { ...account, displayName, status: "paused" as const, statusReason: "Not checked yet" }
    : { ...account, displayName };
  await insert(ctx, named);
  await ports.accountChanged(ctx, named.id, { hours: false });
  return named;
}

/** The domain of the sandbox's accounts; `.test` never resolves (RFC 6761 §6.2). */
const sandboxDomain = "sandbox.haste.test";

/**
 * The account every sandbox workspace has, so that a sequence can run from the first minute: any hour, 10,000 a day,
 * no gap. Made where the workspace has none at all; its connection needs no settings.
 */
export async function ensureSandboxAccount(ctx: WorkContext, wanted: WantedSandboxAccount = {}): Promise<void> {
  if ((await listGateAccounts(ctx.tx)).length > 0) return;
  await addSandboxAccount(ctx, wanted);
}

/** `local`: the part before the @; left out, one of this workspace's own, since replies find their mailbox by it. */
interface WantedSandboxAccount {
  readonly local?: string;
  readonly displayName?: string;
}

/** A further one. */
export async function addSandboxAccount(ctx: WorkContext, wanted: WantedSandboxAccount): Promise<void> {
  if (ctx.workspace.mode !== "sandbox") throw new Error("only a sandbox workspace gets a sandbox account");
  const email = `${wanted.local ?? `you-${ctx.workspace.id.slice(-6)}`}@${sandboxDomain}`;
  await insert(ctx, { ...newRow(ctx, email), displayName: wanted.displayName ?? "You" });
}

async function insert(ctx: WorkContext, account: AccountRow): Promise<void> {
  if (!(await insertAccount(ctx.tx, account))) throw addressTaken(account.email);
  await setOnUncertain(ctx.tx, account);
  await audit(ctx, "sending-account.created", { kind: "sending-account", id: account.id }, { email: account.email });
}

export function addressTaken(email: string): Problem {
  return new Problem("name_taken", {
    detail: `A sending account for ${email} exists already.`,
    fix: "Change that account instead.",
  });
}

function newRow(ctx: WorkContext, email: string): AccountRow {
  const defaults = defaultsOf(ctx.workspace);
  return {
    ...defaults,
    hourlyLimit: defaults.dailyLimit,
    id: ctx.newId(),
    provider: "smtp",
    email,
    displayName: "",
    signature: null,
    status: "active",
    statusReason: null,
    pauseCause: null,
    workday: null,
    onUncertain: "hold",
    ipPool: null,
    smtp: null,
    imap: null,
    api: null,
    dkimSigning: null,
    secrets: null,
    spf: null,
    dkim: null,
    dmarc: null,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    archivedAt: null,
  };
}
