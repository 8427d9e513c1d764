import { isDeepStrictEqual } from "node:util";
import type { SendingAccountChanges } from "@haste/contract/nouns/sending-accounts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { addressTaken } from "./create-account.ts";
import { deleteTokens } from "./oauth/queries.ts";
import type { SendingAccountPorts } from "./ports.ts";
import {
  type AccountRow,
  isAccountInUse,
  lockAccount,
  type PauseCause,
  setOnUncertain,
  setPauseCause,
  updateAccount,
} from "./queries.ts";
import { writeAccount } from "./write-account.ts";

export type AccountChange = SendingAccountChanges & {
  readonly status?: "active" | "paused" | undefined;
  readonly resumeReason?: string | null | undefined;
};

/** Changes an account. Pausing it keeps its people and their mail waiting; nobody is switched to another in silence. */
export async function changeAccount(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  what: { readonly id: string; readonly checkVersion?: (version: number) => void },
  change: AccountChange,
): Promise<AccountRow> {
  const before = await lockAccount(ctx.tx, what.id);
  if (before === null) throw noSuchAccount();
  what.checkVersion?.(before.version);
  const written = await writeAccount(ctx, ports, before, change);
  const status = change.status ?? before.status;
  const isMoved = status !== before.status;
  const resumeReason = isMoved && before.pauseCause !== null ? reasonToResume(change) : null;
  const paused = `Paused by ${ctx.actor.name}`;
  const reason = status === "paused" ? paused : null;
  const after = touched(ctx, {
    ...written,
    status,
    statusReason: isMoved ? reason : before.statusReason,
    pauseCause: isMoved ? null : before.pauseCause,
  });
  const isOther = !isDeepStrictEqual([hoursOf(before), before.ramp], [hoursOf(after), after.ramp]);
  await save(ctx, ports, after, isOther);
  // What was complained about before is known by now; only mails from here on can stop it again.
  if (resumeReason !== null) await setPauseCause(ctx.tx, after.id, { pauseCause: null, complaintsSince: ctx.now });
  await audit(
    ctx,
    "sending-account.changed",
    { kind: "sending-account", id: after.id },
    { fields: Object.keys(change), status, ...(resumeReason === null ? {} : { resumeReason }) },
  );
  return after;
}

/** @throws Problem `invalid_request` where nobody said what was done about it */
function reasonToResume({ resumeReason }: AccountChange): string {
  if (resumeReason) return resumeReason;
  const detail = "Complaints stopped this account. Say what was done about them before it goes on.";
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/resumeReason", code: "required", detail }] });
}

/**
 * Stops an account that its server refuses (a bad password, a revoked token, a quota); its people wait until somebody
 * mends it (B25). Paused already, it stays as it is.
 * @param reason a sentence for a person, without secrets
 */
export async function pauseAccount(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  input: { readonly id: string; readonly reason: string; readonly cause?: PauseCause },
): Promise<void> {
  const before = await lockAccount(ctx.tx, input.id);
  if (before === null || before.status === "paused") return;
  await save(ctx, ports, touched(ctx, { ...before, status: "paused", statusReason: input.reason }));
  if (input.cause !== undefined) await setPauseCause(ctx.tx, input.id, { pauseCause: input.cause });
  await audit(ctx, "sending-account.paused", { kind: "sending-account", id: input.id }, { reason: input.reason });
}

/**
 * Removes an account and forgets its passwords; its mails stay readable.
 * @throws Problem `account_in_use` while anybody's thread runs through it
 */
export async function removeAccount(ctx: WorkContext, id: string): Promise<void> {
  const account = await lockAccount(ctx.tx, id);
  if (account === null) throw noSuchAccount();
  if (await isAccountInUse(ctx.tx, id)) {
    throw new Problem("account_in_use", { detail: `People get their mail from ${account.email}.` });
  }
  await updateAccount(ctx.tx, touched(ctx, { ...account, secrets: null, archivedAt: ctx.now }));
  await deleteTokens(ctx.tx, id);
  await audit(ctx, "sending-account.removed", { kind: "sending-account", id }, { email: account.email });
}

async function save(ctx: WorkContext, ports: SendingAccountPorts, account: AccountRow, hours = false): Promise<void> {
  await updateAccount(ctx.tx, account).catch((err: unknown) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    throw code === "23505" && constraint === "sending_accounts_email" ? addressTaken(account.email) : err;
  });
  await setOnUncertain(ctx.tx, account);
  await ports.accountChanged(ctx, account.id, { hours });
}

/** The workday with the zone it is read in. */
function hoursOf({ workday, timezone }: AccountRow) {
  return workday === null ? null : { ...workday, timezone: workday.timezone ?? timezone };
}

function touched(ctx: WorkContext, account: AccountRow): AccountRow {
  return { ...account, version: account.version + 1, updatedAt: ctx.now };
}

export function noSuchAccount(): Problem {
  return new Problem("not_found", { detail: "There is no such sending account." });
}
