import type { Endpoints } from "@haste/contract/endpoints";
import type { EmailClients } from "@haste/contract/nouns/reports";
import { fewestForRate, sayClientKey } from "@haste/engine/report";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { readScope } from "./performance.ts";
import { periodToWire } from "./period.ts";
import { type ClientSums, sumClients } from "./queries/clients.ts";
import { countLate } from "./queries/performance.ts";

const mostRows = 500;

type Asked = InputOf<Endpoints["GET /reports/email-clients"]>["query"];

/** What people opened and clicked with. Of emails that nobody opened nothing is known, so no row is a share of emails. */
export async function readClients(
  ctx: WorkContext,
  { query }: { readonly query: Asked },
  most = mostRows,
): Promise<EmailClients> {
  const { side } = query;
  const scope = readScope(ctx, query);
  const [{ totals, rows }, lateEvents] = await Promise.all([sumClients(ctx.tx, side, scope), countLate(ctx.tx, scope)]);
  const book = new EvidenceBook();
  return {
    asOf: ctx.now.toISOString(),
    lateEvents,
    period: periodToWire(scope),
    side,
    totals: { ...numbersOf(totals), knownPeople: totals.known_people },
    rows: rows.slice(0, most).map((row, at) => ({
      ...{ key: row.key, name: sayClientKey(side, row.key) },
      ...numbersOf(row),
      share: row.key === "" ? null : book.rate(`/rows/${at}/share`, row.people, totals.known_people),
      isSmall: totals.known_people < fewestForRate,
    })),
    moreRows: Math.max(0, rows.length - most),
    evidence: book.entries,
  };
}

function numbersOf({ people, opens, clicks, machine_opens, machine_clicks }: ClientSums) {
  return { people, opens, clicks, machineOpens: machine_opens, machineClicks: machine_clicks };
}
