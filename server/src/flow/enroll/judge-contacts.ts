import { asInstant } from "@haste/engine/base";
import { type Guard, guardsAgainst, isRoleAddress, readAddress } from "@haste/engine/enroll";
import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { findMissingVariables } from "../render/index.ts";
import { canSend, type FactsRow, readFacts, readOwnDomains } from "./queries/facts.ts";

/** A contact with every reason against enrolling it. */
export interface JudgedContact {
  readonly row: FactsRow;
  readonly guards: readonly Guard[];
}

export interface ToJudge {
  /** The version they would be enrolled into. */
  readonly definition: Definition;
  readonly contactIds: readonly string[];
  readonly context: Readonly<Record<string, unknown>>;
  readonly sendingAccountId: string | null;
  /** The deal they are enrolled about; left out: none is named. */
  readonly dealId?: string | null;
}

/** Judges a batch with a handful of reads; contacts that do not exist are missing from the answer. */
export async function judgeContacts(ctx: WorkContext, input: ToJudge): Promise<Map<string, JudgedContact>> {
  const { definition, contactIds, context: customData } = input;
  const dealId = input.dealId ?? null;
  const { reEntry, cooldownDays } = definition.settings;
  const policy = { reEntry, cooldownDays, now: asInstant(ctx.now.getTime()) };
  const ownDomains = await readOwnDomains(ctx.tx);
  const hasCapacity = await canSend(ctx.tx, input.sendingAccountId);
  const missing = await findMissingVariables(ctx.tx, definition, { contactIds, customData, dealId });
  const asked = { sequenceId: definition.sequenceId, contactIds, dealId, asksLastContact: cooldownDays > 0 };
  const judged = new Map<string, JudgedContact>();
  for (const row of await readFacts(ctx.tx, asked)) {
    const address = readAddress(row.email);
    const ownedByOther = row.owner_id !== null && ctx.actor.kind === "user" && row.owner_id !== ctx.actor.id;
    const guards = guardsAgainst(
      {
        isActiveHere: row.active_here,
        earlierEpisode: row.earlier_episode,
        activeElsewhere: row.active_elsewhere ?? [],
        suppressedBy: row.suppressed_by,
        addressFault: address.ok ? null : address.error.detail,
        isRoleAddress: isRoleAddress(row.email_key),
        isOwnDomain: ownDomains.has(row.email_key.slice(row.email_key.lastIndexOf("@") + 1)),
        deal: row.deal,
        ownedBy: ownedByOther ? (row.owner_name ?? "a colleague") : null,
        lastContact: lastContactOf(row),
        missingVariables: missing.get(row.id) ?? [],
        hasCapacity,
      },
      policy,
    );
    judged.set(row.id, { row, guards });
  }
  return judged;
}

function lastContactOf({ last_contact_at: at, last_contact_how: how }: FactsRow) {
  return at === null || how === null ? null : { at: asInstant(at.getTime()), how };
}
