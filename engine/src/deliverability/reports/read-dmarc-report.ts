/** Aggregate reports of DMARC: RFC 7489 appendix C, and RFC 9990, which keeps its elements under another namespace. */
import { childOf, readXml, textIn, type XmlElement } from "./read-xml.ts";
import { countOf, isDomain, mostRows, type ReportReading, type ReportRow, refused } from "./report.ts";

export function readDmarcReport(xml: string): ReportReading {
  const root = readXml(xml);
  if (typeof root === "string") return refused(root);
  if (root.name !== "feedback") return refused("It is no DMARC report: its outermost element is not <feedback>.");
  const about = childOf(root, "report_metadata");
  const range = childOf(about, "date_range");
  const [from, until] = [secondsOf(textIn(range, "begin")), secondsOf(textIn(range, "end"))];
  const domain = textIn(childOf(root, "policy_published"), "domain").toLowerCase();
  const reportId = textIn(about, "report_id");
  if (from === null || until === null || until < from) return refused("It says no time it speaks of.");
  if (!isDomain(domain)) return refused("It names no domain.");
  if (reportId === "") return refused("It has no id, so it cannot be told from another.");
  const records = root.children.filter(({ name }) => name === "record");
  if (records.length > mostRows) return refused(`It has more than ${mostRows} records.`);
  return {
    ok: true,
    report: {
      ...{ kind: "dmarc", reportId, domain, from, until },
      organization: textIn(about, "org_name") || textIn(about, "email") || "unnamed",
      rows: merged(records.map(rowOf)),
    },
  };
}

function rowOf(record: XmlElement): ReportRow {
  const row = childOf(record, "row");
  const judged = childOf(row, "policy_evaluated");
  const count = countOf(textIn(row, "count"));
  const isAligned = (name: "dkim" | "spf") => textIn(judged, name).toLowerCase() === "pass";
  // RFC 7489 §4.2: one of the two is enough.
  const isPassed = isAligned("dkim") || isAligned("spf");
  const results = childOf(record, "auth_results");
  const seen = (results?.children ?? []).map((result) => `${result.name}=${textIn(result, "domain", 100)}`);
  return {
    source: textIn(row, "source_ip", 45),
    passed: isPassed ? count : 0,
    failed: isPassed ? 0 : count,
    spfAligned: isAligned("spf") ? count : 0,
    dkimAligned: isAligned("dkim") ? count : 0,
    outcome: textIn(judged, "disposition", 20).toLowerCase() || "none",
    seenAs: [...new Set(seen)].join(" ").slice(0, 500),
  };
}

/** Receivers write a row for every combination; one for each source, outcome and signer tells as much. */
function merged(rows: readonly ReportRow[]): ReportRow[] {
  const sum = (some: readonly ReportRow[], of: (row: ReportRow) => number) =>
    some.reduce((total, row) => total + of(row), 0);
  return [...Map.groupBy(rows, ({ source, outcome, seenAs }) => `${source} ${outcome} ${seenAs}`).values()].map(
    (some) => ({
      ...(some[0] as ReportRow),
      passed: sum(some, ({ passed }) => passed),
      failed: sum(some, ({ failed }) => failed),
      spfAligned: sum(some, ({ spfAligned }) => spfAligned ?? 0),
      dkimAligned: sum(some, ({ dkimAligned }) => dkimAligned ?? 0),
    }),
  );
}

/** Seconds since 1970 as reports write them; null for what is no time of this century. */
function secondsOf(text: string): number | null {
  const seconds = Number(text);
  return text !== "" && Number.isInteger(seconds) && seconds > 946_684_800 && seconds < 4_102_444_800
    ? seconds * 1_000
    : null;
}
