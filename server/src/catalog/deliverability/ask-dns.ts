import { Resolver } from "node:dns/promises";
import { domainToASCII } from "node:url";
import type { Answer, Ask, RecordType } from "@haste/engine/deliverability";

/** One question: twice this long, since it is asked once more. */
const answerWithinMs = 3_000;
/** What one check may cost; what is asked beyond it stays unknown. */
export interface DnsBounds {
  readonly wholeCheckMs: number;
  readonly mostQuestions: number;
}

/** A domain needs some twenty; names that make us ask more than this want to keep us busy. */
const ofOneDomain: DnsBounds = { wholeCheckMs: 45_000, mostQuestions: 80 };
/** Nobody has so many records of one name, except to fill somebody's memory. */
const mostValues = 50;
/** Longer than what is read, so that it is still seen to be too long. */
const mostSigns = 10_000;

/** The system's resolver, bounded in time and number. */
export function askSystemDns({ wholeCheckMs, mostQuestions }: DnsBounds = ofOneDomain): Ask {
  const resolver = new Resolver({ timeout: answerWithinMs, tries: 2 });
  const until = performance.now() + wholeCheckMs;
  let asked = 0;
  let knowsNames: Promise<boolean> | null = null;
  return async (name, type) => {
    asked += 1;
    const host = wireName(name);
    if (asked > mostQuestions) return { kind: "unknown", reason: "Its records make a receiver ask too much." };
    if (performance.now() > until) return { kind: "unknown", reason: "Its name servers were too slow." };
    try {
      return foundOf(await questions[type](resolver, host));
    } catch (error) {
      const answer = answerOf(error);
      if (answer.kind !== "none") return answer;
      // Resolvers of closed networks deny every name there is; what they deny proves nothing.
      knowsNames ??= resolver.resolveNs("com").then(
        () => true,
        () => false,
      );
      return (await knowsNames) ? answer : { kind: "unknown", reason: "This server's resolver knows no name outside." };
    }
  };
}

const questions: Readonly<Record<RecordType, (resolver: Resolver, name: string) => Promise<string[]>>> = {
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((strings) => strings.join("")),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  PTR: (resolver, name) => resolver.resolvePtr(name),
  TLSA: async (resolver, name) =>
    (await resolver.resolveTlsa(name)).map(
      ({ certUsage, selector, match, data }) =>
        `${certUsage} ${selector} ${match} ${Buffer.from(data).toString("hex")}`,
    ),
};

/** A sandbox asks nobody: its mail never leaves. */
export const askNobody: Ask = async () => ({
  kind: "unknown",
  reason: "A sandbox asks no name server. Nothing leaves it, so its domains are ready.",
});

/** Names in other scripts travel as ASCII (RFC 5890). */
function wireName(name: string): string {
  return /[^ -~]/.test(name) ? domainToASCII(name) : name;
}

function foundOf(values: readonly string[]): Answer {
  return values.length === 0
    ? { kind: "none" }
    : { kind: "found", values: values.slice(0, mostValues).map((text) => text.slice(0, mostSigns)) };
}

/** Only a name server that says so makes a record missing. */
function answerOf(error: unknown): Answer {
  const { code = "" } = error as { code?: string };
  if (code === "ENOTFOUND" || code === "ENODATA") return { kind: "none" };
  return {
    kind: "unknown",
    reason: code === "ETIMEOUT" ? "No name server answered in time." : `The name server failed (${code}).`,
  };
}
