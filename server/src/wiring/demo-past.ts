import { type DemoPlace, demoSenders, findSuccessors, pastTables, restorePast } from "../catalog/sandbox/index.ts";
import { addSandboxAccount } from "../catalog/sending-accounts/index.ts";
import { makeMonths, rebuildRollups, rollupTables } from "../ledger/index.ts";
import type { WorkContext } from "../platform/context/index.ts";
import type { KeyRing } from "../platform/crypto/index.ts";
import { analyze, outsideWorkspaces, type Tx } from "../platform/db/index.ts";
import { sealedColumns } from "./sealed-columns.ts";

type ActAsSetup = <T>(work: (ctx: WorkContext) => Promise<T>) => Promise<T>;

/**
 * Gives the demo workspace the six weeks that lie behind it, once, in one transaction; then what is counted of them. A
 * start that was cut short in between is completed by the next one, which counts what is missing.
 */
export async function restoreDemoPast(place: DemoPlace, keyRing: KeyRing<Tx>, act: ActAsSetup): Promise<void> {
  const { db, workspaceId } = place;
  await act(async (ctx) => {
    const { accounts } = await findSuccessors(ctx.tx);
    if (accounts.length > 1) return;
    await outsideWorkspaces(db, (tx) => makeMonths(tx, twoMonthsBefore(ctx.now)));
    for (const sender of demoSenders.slice(1)) await addSandboxAccount(ctx, sender);
    const cipher = await keyRing.cipher(workspaceId, ctx.tx);
    await restorePast(ctx.tx, {
      successors: await findSuccessors(ctx.tx),
      now: ctx.now,
      seal(table, row) {
        const column = sealedColumns.find((one) => one.table === table);
        if (column === undefined || row[column.column] === undefined) return row;
        const place = column.place(column.id.map((name) => String(row[name])));
        const bytes = cipher.seal(JSON.stringify(row[column.column]), place);
        return { ...row, [column.column]: `\\x${bytes.toString("hex")}` };
      },
    });
  });
  const { isRewritten } = await rebuildRollups(db, workspaceId, { isDryRun: false });
  // Plans made while the tables were empty took 35 times as long for the analytics of one sequence (2.0 s, 0.06 after).
  if (isRewritten) await analyze(db, [...pastTables, ...rollupTables]);
}

/** Signals lie by month, and nobody but a past needs the months that are over. */
function twoMonthsBefore(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1));
}
