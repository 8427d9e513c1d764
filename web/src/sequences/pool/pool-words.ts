import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { count, plural } from "../../ui/numbers.ts";

type Pool = Sequence["settings"]["sendingAccounts"];

/** What a choice of accounts means for newcomers. `accounts`: those that are there. */
export function poolWords(pool: Pool, accounts: readonly Pick<SendingAccount, "id" | "status">[]): string {
  const active = accounts.filter(({ status }) => status === "active");
  if (pool === null) {
    if (active.length < 2) return "New people get the account that is there.";
    return `New people are spread over all ${count(active.length)} active accounts; each keeps theirs for the whole thread.`;
  }
  const named = active.filter(({ id }) => pool.some((one) => one.id === id)).length;
  if (named === 0) return "None of these is active, so nobody new would get a mail.";
  if (named < pool.length)
    return `${count(named)} of ${plural(pool.length, "account", "accounts")} can send; new people are spread over ${named === 1 ? "it" : "them"}.`;
  if (named === 1) return "All new people get this account for their whole thread.";
  return "New people are spread over them by weight, health and room; each keeps theirs for the whole thread.";
}

/** The same accounts with those that were added or taken away; null: nobody is named any more. Weights stay. */
export function withAccounts(pool: Pool, ids: readonly string[]): Pool {
  if (ids.length === 0) return null;
  const weightOf = (id: string) => pool?.find((one) => one.id === id)?.weight ?? 1;
  return ids.map((id) => ({ id, weight: weightOf(id) }));
}
