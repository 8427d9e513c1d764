import { asInstant } from "@haste/engine/base";
import { type ComplianceRule, type JudgedMail, judgeMail, type RuleVerdict } from "@haste/engine/compliance";
import { factsOf, nothingKnown } from "@haste/engine/schedule";
import { readContactFacts } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

/** A written mail with whom it goes to, and the instant for which the rules are asked. */
export interface MailToJudge extends JudgedMail {
  readonly contactId: string;
  readonly customData: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** What the workspace's rules say of a mail; null: it may leave. */
export type RuleJudge = (mail: MailToJudge) => RuleVerdict | null;

/** Knows these people as they are now: one read for all of them, and none where there are no rules. */
export async function judgeFor(
  tx: Tx,
  rules: readonly ComplianceRule[],
  contactIds: readonly string[],
): Promise<RuleJudge> {
  if (rules.length === 0) return () => null;
  const rows = new Map((await readContactFacts(tx, [...new Set(contactIds)])).map((row) => [row.id, row]));
  return ({ contactId, customData, at, ...mail }) => {
    const row = rows.get(contactId);
    const custom = [customData, row?.contact_fields ?? null, row?.company_fields ?? null];
    const facts = factsOf({ ...nothingKnown, person: row?.contact ?? {}, custom });
    return judgeMail(rules, mail, { facts, now: asInstant(at.getTime()), seed: contactId });
  };
}
