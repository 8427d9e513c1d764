/** Reports of encryption on the way to a domain: RFC 8460 §4. */
import { instantFromIso } from "../../base/index.ts";
import { countOf, isDomain, mostRows, type ReportReading, type ReportRow, refused } from "./report.ts";

type Json = Readonly<Record<string, unknown>>;

export function readTlsReport(text: string): ReportReading {
  const root = parsed(text);
  if (root === null) return refused("It is no JSON.");
  const range = asObject(root["date-range"]);
  const [from, until] = [timeOf(range["start-datetime"]), timeOf(range["end-datetime"])];
  const policies = asList(root.policies).map(asObject);
  const reportId = wordsOf(root["report-id"], 255);
  const [domain = ""] = policies.map((one) => wordsOf(asObject(one.policy)["policy-domain"], 253).toLowerCase());
  if (from === null || until === null || until < from) return refused("It says no time it speaks of.");
  if (!isDomain(domain)) return refused("It names no domain.");
  if (reportId === "") return refused("It has no id, so it cannot be told from another.");
  const rows = policies.flatMap(rowsOf);
  if (rows.length > mostRows) return refused(`It has more than ${mostRows} rows.`);
  return {
    ok: true,
    report: {
      ...{ kind: "tls", reportId, domain, from, until, rows },
      organization: wordsOf(root["organization-name"], 255) || "unnamed",
    },
  };
}

function rowsOf(policy: Json): ReportRow[] {
  const summary = asObject(policy.summary);
  const asked = asObject(policy.policy);
  const type = wordsOf(asked["policy-type"], 40);
  const base = { spfAligned: null, dkimAligned: null, seenAs: `policy=${type || "none"}` };
  const passed = countOf(summary["total-successful-session-count"] as number);
  const failures = asList(policy["failure-details"]).map(asObject);
  const failed = failures.map((failure) => ({
    ...base,
    source: wordsOf(failure["receiving-mx-hostname"], 253) || wordsOf(failure["receiving-ip"], 45) || "unknown",
    passed: 0,
    failed: countOf(failure["failed-session-count"] as number),
    outcome: wordsOf(failure["result-type"], 60) || "failed",
  }));
  // Some say how many failed and not why.
  const unsaid =
    countOf(summary["total-failure-session-count"] as number) - failed.reduce((sum, row) => sum + row.failed, 0);
  const host = wordsOf(asList(asked["mx-host"])[0] ?? asked["mx-host"], 253) || wordsOf(asked["policy-domain"], 253);
  const rest = {
    ...base,
    source: host,
    passed,
    failed: Math.max(0, unsaid),
    outcome: unsaid > 0 ? "failed" : "encrypted",
  };
  return rest.passed + rest.failed === 0 ? failed : [rest, ...failed];
}

function parsed(text: string): Json | null {
  try {
    const root: unknown = JSON.parse(text);
    return typeof root === "object" && root !== null && !Array.isArray(root) ? (root as Json) : null;
  } catch {
    return null;
  }
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function wordsOf(value: unknown, most: number): string {
  return typeof value === "string" ? value.trim().slice(0, most) : "";
}

function timeOf(value: unknown): number | null {
  const instant = instantFromIso(wordsOf(value, 40));
  return instant.ok ? instant.value : null;
}
