import type { ClientSide } from "@haste/engine/report";
import { actorCodes, signalKinds } from "@haste/engine/track";
import type { Tx } from "../../../platform/db/index.ts";
import type { ReportScope } from "./performance.ts";

export interface ClientSums {
  readonly people: number;
  readonly opens: number;
  readonly clicks: number;
  readonly machine_opens: number;
  readonly machine_clicks: number;
}

interface ClientGroup extends ClientSums {
  /** Empty: not told. */
  readonly key: string;
}

/** Of the totals the key is null. */
type FoundRow = ClientGroup | (ClientSums & { readonly key: null; readonly known_people: number });

const keys: Readonly<Record<ClientSide, string>> = {
  device: "s.meta->'client'->>'device'",
  program: "s.meta->'client'->>'name'",
};

const visits = (kind: "opened" | "clicked", isMachine: boolean) =>
  `count(*) filter (where s.kind = ${signalKinds[kind]} and s.actor ${isMachine ? "=" : "<>"} ${actorCodes.machine})`;
const sums = ["opens", "clicks", "machine_opens", "machine_clicks"]
  .map((name) => `coalesce(sum(${name}), 0)::int as ${name}`)
  .join(", ");
const isPerson = "opens + clicks > 0";

/**
 * Opens and clicks that happened in a period, by what they were made with. Verdicts are judged again, so they are read from
 * the signals themselves, walked by their key over the period. They are summed by person and mail before anything is joined
 * or counted: left to itself, the planner looks up the signals of every mail there ever was (14 s at a million signals).
 */
export async function sumClients(
  tx: Tx,
  side: ClientSide,
  scope: ReportScope,
): Promise<{ totals: ClientSums & { known_people: number }; rows: ClientGroup[] }> {
  const isPart = scope.sequenceId !== null || scope.accountId !== null;
  const ofPart = `join email_activities e on e.workspace_id = $1 and e.id = v.email_id
    and ($4::uuid is null or e.sequence_id = $4) and ($5::uuid is null or e.sending_account_id = $5)`;
  const found = await tx.rows<FoundRow>(
    `with visited as materialized (
       select coalesce(${keys[side]}, '') as key, s.contact_id, ${isPart ? "s.email_id," : ""}
         ${visits("opened", false)} as opens, ${visits("clicked", false)} as clicks,
         ${visits("opened", true)} as machine_opens, ${visits("clicked", true)} as machine_clicks
       from signals s
       where s.workspace_id = $1 and s.occurred_at >= $2 and s.occurred_at < $3
         and s.kind in (${signalKinds.opened}, ${signalKinds.clicked}) and s.contact_id is not null
       group by 1, 2${isPart ? ", 3" : ""}),
     told as materialized (
       select v.key, v.contact_id as person, ${sums} from visited v ${isPart ? ofPart : ""} group by 1, 2),
     people as (select bool_or(key <> '') as is_known from told where ${isPerson} group by person)
     select null as key, (select count(*) from people)::int as people,
       (select count(*) from people where is_known)::int as known_people, ${sums} from told
     union all
     select * from (
       select key, (count(*) filter (where ${isPerson}))::int as people, 0, ${sums}
       from told group by key order by key = '', 2 desc, 1) r`,
    [tx.workspaceId, scope.from, scope.to, ...(isPart ? [scope.sequenceId, scope.accountId] : [])],
    `report-sum-clients-${side}${isPart ? "-of-part" : ""}`,
  );
  const totals = found.find((row) => row.key === null);
  if (totals === undefined) throw new Error("The total of no rows is one row.");
  return { totals, rows: found.filter((row) => row.key !== null) };
}
