import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { noSuchAccount } from "./change-account.ts";
import { type AccountRow, findAccount } from "./queries.ts";

/** An account that somebody wants to write from now. @throws Problem `not_found`, `invalid_status` while it is paused */
export async function sendableAccount(tx: Tx, id: string): Promise<AccountRow> {
  const account = await findAccount(tx, id);
  if (account === null) throw noSuchAccount();
  if (account.status === "paused") {
    throw new Problem("invalid_status", {
      detail: `${account.email} is paused. ${account.statusReason ?? ""}`.trim(),
      fix: "Resume it under Sending accounts, or choose another one.",
    });
  }
  return account;
}
