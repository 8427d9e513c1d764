import type { SendingAccountChanges } from "@haste/contract/nouns/sending-accounts";
import { isZone } from "@haste/engine/base";
import { readAddress } from "@haste/engine/enroll";
import { defaultRamp } from "@haste/engine/pace";
import { everOpens } from "@haste/engine/sequence";
import type { WorkContext, Workspace } from "../../platform/context/index.ts";
import { checkHost } from "../../platform/net/index.ts";
import { Problem, type ProblemItem } from "../../platform/problem/index.ts";
import { type Protocol, tlsOf, type WrittenConnection, writeConnection } from "./connection.ts";
import type { SendingAccountPorts } from "./ports.ts";
import type { AccountRow } from "./queries.ts";
import { openSecrets, type Secrets, sealSecrets } from "./secrets.ts";
import { gapFromWire } from "./to-wire.ts";
import { writeApi } from "./write-api.ts";
import { writeDkim } from "./write-dkim.ts";

/** What an account has where nothing was said. Live mailboxes start gently; a sandbox hurries. */
export function defaultsOf(workspace: Pick<Workspace, "mode" | "timezone">) {
  const { timezone } = workspace;
  return workspace.mode === "sandbox"
    ? { dailyLimit: 10_000, minGapMs: 0, gapJitter: 0, ramp: null, timezone }
    : { dailyLimit: 200, minGapMs: 20_000, gapJitter: 0.5, ramp: defaultRamp, timezone };
}

/** Everything of a row that a person writes, after a change; what is left out stays, null goes back to the default. */
export async function writeAccount(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  before: AccountRow,
  change: SendingAccountChanges,
): Promise<AccountRow> {
  const defaults = defaultsOf(ctx.workspace);
  const { pacing } = change;
  const limit = or(change.dailyLimit, before.dailyLimit, defaults.dailyLimit);
  const written = {
    ...before,
    provider: change.provider ?? before.provider,
    email: change.email === undefined ? before.email : readEmail(change.email),
    displayName: change.displayName ?? before.displayName,
    signature: change.signature === undefined ? before.signature : change.signature,
    dailyLimit: limit,
    // Without a word about hours the day is the only ceiling.
    hourlyLimit: or(change.hourlyLimit, before.hourlyLimit, limit),
    minGapMs: pacing === null ? defaults.minGapMs : or(msOf(pacing?.minGap), before.minGapMs, defaults.minGapMs),
    gapJitter: pacing === null ? defaults.gapJitter : or(pacing?.jitter, before.gapJitter, defaults.gapJitter),
    ramp: rampOf(before, pacing, limit),
    ipPool: change.ipPool === undefined ? before.ipPool : change.ipPool,
    timezone: readZone(or(change.timezone, before.timezone, defaults.timezone)),
    onUncertain: or(change.onUncertain, before.onUncertain, "hold"),
    workday: change.workday === undefined ? before.workday : readWorkday(change.workday),
  };
  return withConnections(ctx, ports, written, { before, change });
}

/** A ramp that ends at the daily limit goes on ending there when that is changed. */
function rampOf(before: AccountRow, pacing: SendingAccountChanges["pacing"], limit: number): AccountRow["ramp"] {
  if (pacing?.ramp !== undefined) return pacing.ramp;
  const { ramp, dailyLimit } = before;
  return ramp === null || ramp.ceiling !== dailyLimit ? ramp : { ...ramp, ceiling: Math.max(1, limit) };
}

/** What was said; where nothing was, what stood before; where null was, the default. */
function or<T>(said: T | null | undefined, before: T, otherwise: T): T {
  return said === undefined ? before : (said ?? otherwise);
}

function msOf(gap: NonNullable<SendingAccountChanges["pacing"]>["minGap"]): number | null | undefined {
  return gap === null || gap === undefined ? gap : gapFromWire(gap);
}

function readEmail(text: string): string {
  const read = readAddress(text);
  if (read.ok) return read.value.key;
  const { detail } = read.error;
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/email", code: read.error.code, detail }] });
}

function readZone(timezone: string, pointer = "/timezone"): string {
  if (isZone(timezone)) return timezone;
  const detail = `"${timezone}" is not a time zone.`;
  throw new Problem("zone_unknown", { detail, errors: [{ pointer, code: "zone_unknown", detail }] });
}

/** @throws Problem `zone_unknown` or `window_empty`: neither would ever open */
function readWorkday(workday: NonNullable<SendingAccountChanges["workday"]> | null): AccountRow["workday"] {
  if (workday === null) return null;
  const { timezone = null, days, start, end } = workday;
  if (timezone !== null) readZone(timezone, "/workday/timezone");
  if (everOpens(workday)) return { timezone, days, start, end };
  const detail = "A workday that ends when it starts never opens. For a whole day, write 00:00 to 24:00.";
  throw new Problem("window_empty", { detail, errors: [{ pointer: "/workday/end", code: "window_empty", detail }] });
}

async function withConnections(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  account: AccountRow,
  { before, change }: { before: AccountRow; change: SendingAccountChanges },
): Promise<AccountRow> {
  const { keyRing } = ports;
  const isUntouched = [change.smtp, change.imap, change.api, change.dkimSigning].every((part) => part === undefined);
  // Another provider has other keys, and a signature speaks for an address.
  if (isUntouched && account.provider === before.provider && account.email === before.email) return account;
  const known = await openSecrets(keyRing, ctx.tx, account);
  const write = async (protocol: Protocol): Promise<WrittenConnection | null> => {
    const stood = { stored: account[protocol], password: known[protocol] };
    const input = change[protocol];
    if (input === undefined) return stood.stored === null ? null : { stored: stood.stored, password: stood.password };
    if (input === null) return null;
    const written = writeConnection(input, stood);
    await refuseUnsafe(ctx, ports, protocol, written);
    return written;
  };
  const smtp = await write("smtp");
  const imap = await write("imap");
  const api = writeApi(account.provider, change.api, { ...before, key: known.api });
  const dkim = await writeDkim(account, change.dkimSigning, known.dkim ?? {});
  const secrets: Secrets = {
    smtp: smtp?.password ?? null,
    imap: imap?.password ?? null,
    api: api?.key ?? null,
    dkim: dkim?.privateKeys ?? null,
  };
  return {
    ...account,
    smtp: smtp?.stored ?? null,
    imap: imap?.stored ?? null,
    api: api?.stored ?? null,
    dkimSigning: dkim?.stored ?? null,
    secrets: await sealSecrets(keyRing, ctx.tx, account.id, secrets),
  };
}

/**
 * What can be said before anything is connected; the connection itself is checked again. A sandbox connects nothing, so
 * it does not even ask for a name.
 */
async function refuseUnsafe(
  ctx: WorkContext,
  ports: SendingAccountPorts,
  protocol: Protocol,
  { stored, password }: WrittenConnection,
): Promise<void> {
  if (ctx.workspace.mode === "sandbox") return;
  const verdict = await checkHost(stored.host, ports.policy, ports.resolve);
  if (verdict === "private") {
    const detail = `${stored.host} lies in a private network.`;
    throw new Problem("host_not_allowed", { detail, errors: [item(protocol, "host", "host_not_allowed", detail)] });
  }
  if (tlsOf(stored) !== "none") return;
  const errors: ProblemItem[] = [];
  if (verdict !== "inside") {
    const detail = "Only hosts inside --allow-private-hosts are connected without TLS.";
    errors.push(item(protocol, "tls", "tls_required", detail));
  }
  if (password !== null) {
    errors.push(item(protocol, "password", "tls_required", "A password never travels without TLS."));
  }
  if (errors.length > 0) throw new Problem("invalid_request", { detail: errors[0]?.detail ?? "", errors });
}

function item(protocol: Protocol, field: string, code: string, detail: string): ProblemItem {
  return { pointer: `/${protocol}/${field}`, code, detail };
}
