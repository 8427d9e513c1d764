import type { BestPractices, EmailClients, Performance, ReportRow, Trends } from "@haste/contract/nouns/reports";
import { clientSideNames, groupNames, readerNames } from "@haste/engine/report";
import { minuteText } from "./files/paper-text.ts";
import type { Cell, Column, Head, Row } from "./files/table.ts";

/** A whole report as rows. */
export interface Table {
  readonly head: Head;
  readonly rows: readonly Row[];
}

type CountName = Exclude<keyof Trends["points"][number], "day" | "isSettling" | `${string}Rate`>;
const counts: readonly Named<CountName>[] = [
  ["sent", "Sent", 2],
  ["delivered", "Delivered", 2],
  ["deliveredAssumed", "Of them assumed"],
  ["opened", "Human opens", 2],
  ["openedMachine", "Machine opens", 2],
  ["clicked", "Clicked", 2],
  ["replied", "Replied", 2],
  ["bounced", "Bounced", 2],
  ["complained", "Complained", 2],
  ["unsubscribed", "Unsubscribed", 2],
];
type RateName = Extract<keyof ReportRow, `${string}Rate`>;
type Named<N> = readonly [N, string, number?];
const trendRates: readonly Named<Extract<keyof Trends["points"][number], RateName>>[] = [
  ["openRate", "Open rate", 2],
  ["machineOpenRate", "Machine open rate"],
  ["clickRate", "Click rate"],
  ["replyRate", "Reply rate", 2],
];
const rates: readonly Named<RateName>[] = [
  ["deliveryRate", "Delivery rate"],
  ...trendRates,
  ["bounceRate", "Bounce rate"],
  ["complaintRate", "Complaint rate"],
  ["unsubscribeRate", "Unsubscribe rate"],
];
type Evidence = Performance["evidence"];

/** What became of the emails: a row per group, as the API's own CSV has it. */
export function performanceTable(report: Performance): Table {
  const { groupBy, rows, evidence, totals } = report;
  const said = `${totals.replied ?? 0} of ${totals.sent} mails were answered.`;
  return {
    head: {
      title: `Emails by ${groupNames[groupBy].toLowerCase()}`,
      lines: [periodLine(report.period), readLine(report)],
      finding: groupBy === "bounceClass" ? null : said,
      timezone: report.period.timezone,
      columns: [
        { id: groupBy, title: groupNames[groupBy], kind: "text", paper: 4.5 },
        text("detail", "Detail"),
        text("key", "Key"),
        ...counts.map(countColumn),
        ...rates.flatMap(rateColumns),
      ],
    },
    rows: rows.map((row, at) => [
      ...[nameOf(row, groupBy), row.detail, row.key],
      ...counts.map(([name]) => row[name]),
      ...rates.flatMap(([name]) => rateCells(row[name], evidence, `/rows/${at}/${name}`)),
    ]),
  };
}

/** A reader is called by its own name; the API's CSV tells it by its key. */
function nameOf({ name }: ReportRow, groupBy: Performance["groupBy"]): string {
  return groupBy === "provider" ? (readerNames[name] ?? name) : name;
}

/** What people opened and clicked with. */
export function clientsTable(report: EmailClients): Table {
  const { side, rows, evidence, totals } = report;
  return {
    head: {
      title: `Opens and clicks by ${clientSideNames[side].toLowerCase()}`,
      lines: [periodLine(report.period), readLine(report)],
      finding: `It is known of ${totals.knownPeople} of ${totals.people} people; whoever used several stands in several rows.`,
      timezone: report.period.timezone,
      columns: [
        { id: side, title: clientSideNames[side], kind: "text", paper: 4.5 },
        ...clientCounts.map(countColumn),
        ...rateColumns(["share", "Share of people known", 2]),
      ],
    },
    rows: rows.map((row, at) => [
      row.name,
      ...clientCounts.map(([name]) => row[name]),
      ...rateCells(row.share, evidence, `/rows/${at}/share`),
    ]),
  };
}

type ClientCount = "people" | "opens" | "clicks" | "machineOpens" | "machineClicks";
const clientCounts: readonly Named<ClientCount>[] = [
  ["people", "People", 2],
  ["opens", "Human opens", 2],
  ["clicks", "Human clicks", 2],
  ["machineOpens", "Machine opens", 2],
  ["machineClicks", "Machine clicks", 2],
];

/** One row per span of time, with what the test for a trend found. */
export function trendsTable(report: Trends): Table {
  const { points, evidence, findings, interval, question } = report;
  const asked = question === "sent" ? "Mails sent in each" : "What happened in each";
  return {
    head: {
      title: `${asked} ${interval}`,
      lines: [periodLine(report.period), readLine(report)],
      finding:
        findings === null
          ? null
          : Object.values(findings)
              .map(({ sentence }) => sentence)
              .join(" "),
      timezone: report.period.timezone,
      columns: [
        { id: "day", title: `First day of the ${interval}`, kind: "day", paper: 3 },
        ...counts.map(countColumn),
        ...(findings === null ? [] : trendRates.flatMap(rateColumns)),
        { ...text("settling", "Answers still come"), paper: 3 },
      ],
    },
    rows: points.map((point, at) => [
      point.day,
      ...counts.map(([name]) => point[name]),
      ...(findings === null
        ? []
        : trendRates.flatMap(([name]) => rateCells(point[name], evidence, `/points/${at}/${name}`))),
      point.isSettling ? "yes" : "",
    ]),
  };
}

/** What the workspace's own emails support. */
export function practicesTable(report: BestPractices): Table {
  return {
    head: {
      title: "What works",
      lines: [
        periodLine(report.period),
        `${report.lookedAt} practices had enough of ${report.emails} mails to be judged`,
      ],
      finding: report.practices.length === 0 ? "These mails support no practice." : null,
      timezone: report.period.timezone,
      columns: [
        text("code", "Code"),
        { ...text("sentence", "What was found"), paper: 9 },
        ...["difference", "low", "high"].map(
          (id): Column => ({ id, title: differences[id] ?? id, kind: "percent", paper: 2 }),
        ),
        ...["with", "without"].flatMap(sideColumns),
        { id: "steps", title: "Steps", kind: "count", paper: 1 },
      ],
    },
    rows: report.practices.map(({ code, sentence, effect, steps, ...sides }) => [
      ...[code, sentence, effect.difference, effect.low, effect.high],
      ...[sides.with, sides.without].flatMap(({ sent, replied, replyRate }) => [sent, replied, replyRate]),
      steps,
    ]),
  };
}

const differences: Readonly<Record<string, string>> = { difference: "More answers", low: "At least", high: "At most" };

function sideColumns(side: string): Column[] {
  return [
    { id: `${side}Sent`, title: `Sent ${side}`, kind: "count", paper: 2 },
    { id: `${side}Replied`, title: `Answered ${side}`, kind: "count", paper: 2 },
    { id: `${side}ReplyRate`, title: `Rate ${side}`, kind: "percent", paper: 2 },
  ];
}

export function text(id: string, title: string): Column {
  return { id, title, kind: "text" };
}

function countColumn([id, title, paper]: Named<string>): Column {
  return { id, title, kind: "count", ...(paper === undefined ? {} : { paper }) };
}

/** A rate, its 95 % range, and what it is a share of. */
function rateColumns([id, title, paper]: Named<string>): Column[] {
  return [
    { id, title, kind: "percent", basis: 3, ...(paper === undefined ? {} : { paper }) },
    { id: `${id}Low`, title: `${title}, at least`, kind: "percent" },
    { id: `${id}High`, title: `${title}, at most`, kind: "percent" },
    { id: `${id}N`, title: `${title}: how many`, kind: "count" },
    { id: `${id}Of`, title: `${title}: of how many`, kind: "count" },
  ];
}

function rateCells(rate: number | null, evidence: Evidence, pointer: string): Cell[] {
  const told = evidence[pointer];
  return [rate, told?.low ?? null, told?.high ?? null, told?.n ?? null, told?.of ?? null];
}

export function periodLine({ from, to, timezone }: Performance["period"]): string {
  return `${minuteText(Date.parse(from), timezone)} to ${minuteText(Date.parse(to), timezone)}, ${timezone}`;
}

export function readLine({ asOf, period }: Pick<Performance, "asOf" | "period">): string {
  return `Read at ${minuteText(Date.parse(asOf), period.timezone)}`;
}
