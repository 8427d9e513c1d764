import type { Endpoints } from "@haste/contract/endpoints";
import type { Performance, ReportRow } from "@haste/contract/nouns/reports";
import { fewestForRate } from "@haste/engine/report";
import type { BounceType } from "@haste/engine/track";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { periodToWire, readPeriod, silentBefore, type UsualPeriod } from "./period.ts";
import {
  countLate,
  type GroupRow,
  type GroupSums,
  type ReportScope,
  sumGroups,
  summed,
} from "./queries/performance.ts";

const usualPeriod: UsualPeriod = { days: 30, from: "day" };
const mostRows = 500;

type Asked = InputOf<Endpoints["GET /reports/email-performance"]>["query"];

/** Which emails a report speaks of; the same for its numbers and for the lists behind them. */
export function readScope(
  ctx: WorkContext,
  query: Omit<Asked, "groupBy">,
  usual: UsualPeriod = usualPeriod,
): ReportScope {
  return {
    ...readPeriod(ctx, query, usual),
    sequenceId: query.sequenceId ?? null,
    accountId: query.sendingAccountId ?? null,
  };
}

/** What became of the emails that were sent in a period, by one of their sides. */
export async function readPerformance(
  ctx: WorkContext,
  { query }: { readonly query: Asked },
  most = mostRows,
): Promise<Performance> {
  const { groupBy } = query;
  const scope = readScope(ctx, query);
  const asked = groupBy === "bounceClass" ? "sequence" : groupBy;
  // Sent together, answered in this order.
  const [groups, lateEvents] = await Promise.all([
    sumGroups(ctx.tx, asked, { ...scope, silentBefore: silentBefore(ctx) }),
    countLate(ctx.tx, scope),
  ]);
  const book = new EvidenceBook();
  const sums = addUp(groups);
  const rows =
    groupBy === "bounceClass"
      ? bounceRows(sums, book)
      : groups.slice(0, most).map((group, at) => ({ ...labelOf(group), ...numbersOf(group, `/rows/${at}`, book) }));
  return {
    asOf: ctx.now.toISOString(),
    lateEvents,
    period: periodToWire(scope),
    groupBy,
    totals: numbersOf(sums, "/totals", book),
    rows,
    moreRows: groupBy === "bounceClass" ? 0 : Math.max(0, groups.length - most),
    evidence: book.entries,
  };
}

function addUp(groups: readonly GroupSums[]): GroupSums {
  const total = Object.fromEntries(summed.map((name) => [name, 0])) as GroupSums;
  for (const group of groups) for (const name of summed) total[name] += group[name];
  return total;
}

function labelOf({ key, name, detail }: GroupRow) {
  return { key, name: name ?? "Not known any more", detail };
}

function numbersOf(sums: GroupSums, at: string, book: EvidenceBook): Omit<ReportRow, "key" | "name" | "detail"> {
  const delivered = sums.delivered + sums.silent;
  const tried = sums.sent + sums.refused;
  const ofSent = (name: string, n: number) => book.rate(`${at}/${name}`, n, sums.sent);
  return {
    sent: sums.sent,
    delivered,
    deliveredAssumed: sums.silent,
    opened: sums.opened,
    openedMachine: sums.opened_machine,
    clicked: sums.clicked,
    replied: sums.replied,
    bounced: sums.bounced,
    complained: sums.complained,
    unsubscribed: sums.unsubscribed,
    deliveryRate: book.rate(`${at}/deliveryRate`, sums.settled - sums.settled_bounced, sums.settled),
    openRate: ofSent("openRate", sums.opened),
    machineOpenRate: ofSent("machineOpenRate", sums.opened_machine),
    clickRate: ofSent("clickRate", sums.clicked),
    replyRate: ofSent("replyRate", sums.replied),
    bounceRate: book.rate(`${at}/bounceRate`, sums.bounced, tried),
    complaintRate: ofSent("complaintRate", sums.complained),
    unsubscribeRate: ofSent("unsubscribeRate", sums.unsubscribed),
    bounces: bouncesOf(sums),
    isSmall: tried < fewestForRate,
  };
}

function bouncesOf(sums: GroupSums): Record<BounceType, number> {
  const known = {
    hard: sums.bounced_hard,
    soft: sums.bounced_soft,
    block: sums.bounced_block,
    auth: sums.bounced_auth,
    content: sums.bounced_content,
  };
  return { ...known, unknown: sums.bounced - Object.values(known).reduce((sum, n) => sum + n, 0) };
}

const bounceNames: Readonly<Record<BounceType, string>> = {
  hard: "The address does not exist",
  soft: "The mailbox does not take it now",
  block: "The reader's system refuses the sender",
  auth: "The sender's domain is not proven",
  content: "The words of the mail",
  unknown: "Unknown",
};
const untold = {
  ...{ delivered: null, deliveredAssumed: null, opened: null, openedMachine: null, clicked: null, replied: null },
  ...{ complained: null, unsubscribed: null, deliveryRate: null, openRate: null, machineOpenRate: null },
  ...{ clickRate: null, replyRate: null, complaintRate: null, unsubscribeRate: null },
};

function bounceRows(sums: GroupSums, book: EvidenceBook): ReportRow[] {
  const bounces = bouncesOf(sums);
  const tried = sums.sent + sums.refused;
  const none = { hard: 0, soft: 0, block: 0, auth: 0, content: 0, unknown: 0 };
  return (Object.keys(bounceNames) as BounceType[]).map((type, at) => ({
    ...untold,
    key: type,
    name: bounceNames[type],
    detail: type,
    sent: tried,
    bounced: bounces[type],
    bounceRate: book.rate(`/rows/${at}/bounceRate`, bounces[type], tried),
    bounces: { ...none, [type]: bounces[type] },
    isSmall: tried < fewestForRate,
  }));
}
