import type { ReportGroup } from "@haste/engine/report";
import { countedIn } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { Period } from "../period.ts";

export interface ReportScope extends Period {
  readonly sequenceId: string | null;
  readonly accountId: string | null;
}

export const summed = [
  "sent",
  "delivered",
  "opened",
  "opened_machine",
  "clicked",
  "replied",
  "bounced",
  "refused",
  "complained",
  "unsubscribed",
  "bounced_hard",
  "bounced_soft",
  "bounced_block",
  "bounced_auth",
  "bounced_content",
  /** Sent long enough ago that silence means delivered, where no provider tells. */
  "silent",
  /** Sent or refused so long ago that its fate is known, and what came back of these. */
  "settled",
  "settled_bounced",
] as const;
export type GroupSums = Record<(typeof summed)[number], number>;
export type GroupRow = GroupSums & { key: string; name: string | null; detail: string | null };

interface Grouping {
  readonly table: "email_rollups" | "provider_rollups";
  /** Columns of the rollups that are summed by first, so that names are looked up once for each. */
  readonly by: readonly string[];
  readonly names?: string;
  readonly key: string;
  readonly name: string;
  readonly detail?: string;
}

const sequences = "left join email_sequences q on q.workspace_id = $1 and q.id = g.sequence_id";
const accounts = "left join sending_accounts a on a.workspace_id = $1 and a.id = g.sending_account_id";

/** A bounce class is no row of the rollups but a column of each: it is told from the totals. */
export type RowGroup = Exclude<ReportGroup, "bounceClass">;

const groupings: Readonly<Record<RowGroup, Grouping>> = {
  sequence: {
    table: "email_rollups",
    by: ["sequence_id"],
    names: sequences,
    key: "g.sequence_id::text",
    name: "q.name",
  },
  step: {
    table: "email_rollups",
    by: ["sequence_id", "step_id"],
    names: `${sequences} left join sequence_steps s on s.workspace_id = $1 and s.id = g.step_id`,
    key: "g.step_id::text",
    name: `case when s.id is null then 'A step that was removed'
      else 'Step ' || s.order_index + 1 || coalesce(': ' || nullif(s.content->>'subject', ''), '') end`,
    detail: "q.name",
  },
  template: {
    table: "email_rollups",
    by: ["sequence_id", "sequence_version", "step_id"],
    names: `left join template_uses u on u.workspace_id = $1 and u.sequence_id = g.sequence_id
        and u.sequence_version = g.sequence_version and u.step_id = g.step_id
      left join email_templates t on t.workspace_id = $1 and t.id = u.template_id`,
    key: "coalesce(u.template_id::text, 'none')",
    name: "coalesce(t.name, 'Words of their own')",
  },
  sender: {
    table: "email_rollups",
    by: ["sending_account_id"],
    names: accounts,
    key: "g.sending_account_id::text",
    name: "a.email",
  },
  domain: {
    table: "email_rollups",
    by: ["sending_account_id"],
    names: accounts,
    key: "lower(split_part(a.email, '@', 2))",
    name: "lower(split_part(a.email, '@', 2))",
  },
  provider: { table: "provider_rollups", by: ["provider"], key: "g.provider", name: "g.provider" },
  day: {
    table: "email_rollups",
    by: ["day"],
    key: "to_char(g.day, 'YYYY-MM-DD')",
    name: "to_char(g.day, 'YYYY-MM-DD')",
  },
};

const ownSums = summed
  .filter((name) => name !== "silent" && !name.startsWith("settled"))
  .map((name) => `sum(${name}) as ${name}`)
  .join(", ");

/** Of early mails those of which nothing came back. */
export const silent = "coalesce(sum(sent - (bounced - refused) - delivered) filter (where is_early), 0)";

/**
 * What is told of early mails alone. A bounce comes at once and silence takes days: of young mails a share that arrived would count
 * what failed and leave out what may still be on its way.
 */
export const ofEarly = `${silent}::int as silent, coalesce(sum(sent + refused) filter (where is_early), 0)::int as settled,
  coalesce(sum(bounced) filter (where is_early), 0)::int as settled_bounced`;

/** Sums over the rollups of sending: O(steps × days), however many emails. */
export async function sumGroups(
  tx: Tx,
  groupBy: RowGroup,
  scope: ReportScope & { readonly silentBefore: Date },
): Promise<GroupRow[]> {
  const { table, by, names, key, name, detail } = groupings[groupBy];
  const counted =
    groupBy === "day"
      ? countedIn(tx, table, inZone(scope), { by: [], span: "day", earlyBefore: scope.silentBefore })
      : countedIn(tx, table, scope, { by, earlyBefore: scope.silentBefore });
  return tx.rows<GroupRow>(
    `${counted.ctes}, g as (
       select ${by.join(", ")}, ${ownSums}, ${ofEarly}
       from counted group by ${by.join(", ")})
     select ${key} as key, ${name} as name, ${detail ?? "null"} as detail,
       ${summed.map((one) => `sum(g.${one})::int as ${one}`).join(", ")}
     from g ${names ?? ""} group by 1, 2, 3 order by ${groupBy === "day" ? "1" : "sum(g.sent) desc, 1"}`,
    counted.values,
    `report-sum-${groupBy}-${counted.name}`,
  );
}

/** Where days are told apart, they are those of the zone that is asked for. */
export function inZone(scope: ReportScope): ReportScope {
  return { ...scope, zone: scope.timezone };
}

/** What was told of the period more than an hour after it happened. */
export async function countLate(tx: Tx, scope: ReportScope): Promise<number> {
  const counted = countedIn(tx, "happening_rollups", scope, { by: [] });
  const rows = await tx.rows<{ late: number }>(
    `${counted.ctes} select coalesce(sum(late), 0)::int as late from counted`,
    counted.values,
    `report-count-late-${counted.name}`,
  );
  return rows[0]?.late ?? 0;
}
