import { createHmac, hash } from "node:crypto";
import { type AuditLink, emptyChain, linkTo } from "@haste/engine/audit";
import { takeQueued } from "../../platform/audit/index.ts";
import { type Clock, repeat } from "../../platform/clock/index.ts";
import type { MasterKey } from "../../platform/crypto/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { findLastLink, insertLinks, insertSeal, listEntries, listWaitingWorkspaces, tryLockChain } from "./queries.ts";

/** For so long a new row has no place yet: whoever tampers within it tampers before the chain saw the row. */
const lookEveryMs = 5_000;
const rowsPerBatch = 5_000;

export const sha256 = (text: string): string => hash("sha256", text, "hex");

/** The key that seals ends of chains. It comes from the master key, which never lies in the database. */
export function auditSealKey(master: MasterKey): Buffer {
  return createHmac("sha256", master.key).update("ends of audit chains").digest();
}

/** What the product says of a chain: at this place it had this head. */
export function sealOfChain(key: Buffer, workspaceId: string, end: { seq: number; head: string }): Buffer {
  return createHmac("sha256", key).update(`${workspaceId} ${end.seq} ${end.head}`).digest();
}

export interface ChainPorts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly sealKey: Buffer;
}

/** Gives the rows of all logs their places, behind the requests that wrote them. */
export function startChaining(parts: ChainPorts & { readonly log: Log }): { stop(): Promise<void> } {
  return repeat(lookEveryMs, async () => {
    await chainWaiting(parts).catch((err: unknown) => parts.log.warn({ err }, "the audit log was not chained"));
  });
}

/** Chains everything that waits now. */
export async function chainWaiting(parts: ChainPorts): Promise<void> {
  for (const workspaceId of await asSweep(parts.database, listWaitingWorkspaces)) {
    let chained: number;
    do chained = await inWorkspace(parts.database, workspaceId, (tx) => chainBatch(tx, parts));
    while (chained === rowsPerBatch);
  }
}

async function chainBatch(tx: Tx, { clock, sealKey }: ChainPorts): Promise<number> {
  if (!(await tryLockChain(tx))) return 0;
  const entries = await listEntries(tx, await takeQueued(tx, rowsPerBatch));
  if (entries.length === 0) return 0;
  let last: Pick<AuditLink, "seq" | "head"> = (await findLastLink(tx)) ?? emptyChain;
  const links = entries.map((entry) => {
    const link = linkTo(last, entry, sha256);
    last = link;
    return link;
  });
  await insertLinks(tx, links);
  await insertSeal(tx, { seq: last.seq, mac: sealOfChain(sealKey, tx.workspaceId, last), at: clock.machineNow() });
  return entries.length;
}
