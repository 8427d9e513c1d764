import { type Guard, guardsAgainst, isRoleAddress, readAddress } from "@haste/engine/enroll";
import type { WorkContext } from "../../platform/context/index.ts";
import { type FactsRow, readFacts, readOwnDomains } from "./queries/facts.ts";

/** A contact with every reason against enrolling it. */
export interface JudgedContact {
  readonly row: FactsRow;
  readonly guards: readonly Guard[];
}

/** Judges a batch with two reads; contacts that do not exist are missing from the answer. */
export async function judgeContacts(
  ctx: WorkContext,
  sequenceId: string,
  contactIds: readonly string[],
): Promise<Map<string, JudgedContact>> {
  const ownDomains = await readOwnDomains(ctx.tx);
  const judged = new Map<string, JudgedContact>();
  for (const row of await readFacts(ctx.tx, sequenceId, contactIds)) {
    const address = readAddress(row.email);
    const ownedByOther = row.owner_id !== null && ctx.actor.kind === "user" && row.owner_id !== ctx.actor.id;
    const guards = guardsAgainst({
      isActiveHere: row.active_here,
      earlierEpisode: row.earlier_episode,
      activeElsewhere: row.active_elsewhere ?? [],
      suppressedBy: row.suppressed_by === "hard_bounce" ? null : row.suppressed_by,
      addressDead: row.suppressed_by === "hard_bounce",
      addressFault: address.ok ? null : address.error.detail,
      isRoleAddress: isRoleAddress(row.email_key),
      isOwnDomain: ownDomains.has(row.email_key.slice(row.email_key.lastIndexOf("@") + 1)),
      isCustomer: row.is_customer,
      ownedBy: ownedByOther ? (row.owner_name ?? "a colleague") : null,
    });
    judged.set(row.id, { row, guards });
  }
  return judged;
}
