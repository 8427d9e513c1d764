import type { Blocklists } from "@haste/contract/nouns/blocklists";
import type { DeliverabilityTest } from "@haste/contract/nouns/deliverability-tests";
import type { SeedTest } from "@haste/contract/nouns/seed-tests";
import type { AccountComplaints, Requirements } from "@haste/contract/nouns/sender-standing";
import { count, plural } from "../ui/numbers.ts";
import type { Look } from "./words.ts";

const good = { glyph: "check", color: "var(--good)" } as const;
const warn = { glyph: "diamond", color: "var(--warn-fill)" } as const;
const bad = { glyph: "diamond", color: "var(--bad-fill)" } as const;
const unknown = { glyph: "dotted-ring", color: "var(--text-3)" } as const;

export const requirementLooks: Readonly<Record<Requirements["requirements"][number]["state"], Look>> = {
  passed: { word: "Done", ...good },
  warning: { word: "Can be better", ...warn },
  failed: { word: "Missing", ...bad },
  unknown: { word: "Not known", ...unknown },
};

export const listingLooks: Readonly<Record<Blocklists["listings"][number]["state"], Look>> = {
  clean: { word: "Not listed", ...good },
  listed: { word: "Listed", ...bad },
  note: { word: "Only noted", glyph: "line", color: "var(--text-3)" },
  unknown: { word: "Not known", ...unknown },
};

export const complaintLooks: Readonly<Record<AccountComplaints["state"], Look>> = {
  fine: { word: "Good", ...good },
  watch: { word: "Watch it", ...warn },
  stop: { word: "Too many", ...bad },
};

export const verdictLooks: Readonly<Record<NonNullable<DeliverabilityTest["verdict"]>, Look>> = {
  good: { word: "Nothing a filter would mind", ...good },
  fair: { word: "Some filters will hesitate", ...warn },
  bad: { word: "Likely to end up in spam", ...bad },
};

export const placementLooks: Readonly<Record<SeedTest["seeds"][number]["placement"], Look>> = {
  inbox: { word: "Inbox", ...good },
  spam: { word: "Spam", ...bad },
  missing: { word: "Not arrived", ...warn },
  waiting: { word: "On its way", ...unknown },
  unread: { word: "Not read", ...unknown },
};

type Tab = NonNullable<SeedTest["seeds"][number]["tab"]>;
/** What its reader calls the part of the inbox. */
export const tabWords: Readonly<Record<Tab, string>> = {
  primary: "Primary tab",
  promotions: "Promotions tab",
  social: "Social tab",
  updates: "Updates tab",
  forums: "Forums tab",
  focused: "Focused",
  other: "Other, not Focused",
};
const aside: ReadonlySet<Tab> = new Set(["promotions", "social", "updates", "forums", "other"]);

/** The finding of a seed test, as a sentence. */
export function seedFinding(seeds: SeedTest["seeds"]): string {
  const of = (placement: SeedTest["seeds"][number]["placement"]) =>
    seeds.filter((seed) => seed.placement === placement).length;
  const settled = of("inbox") + of("spam");
  if (settled === 0) return "None has arrived yet";
  const rest = seeds.length - settled;
  const besides = seeds.filter(({ tab }) => tab !== null && aside.has(tab)).length;
  const found = `${of("inbox")} of ${settled} in the inbox${besides === 0 ? "" : `, ${besides} of them under another tab`}`;
  return rest === 0 ? found : `${found}, ${rest} not known yet`;
}

export const judgeWords: Readonly<Record<DeliverabilityTest["spam"][number]["by"], string>> = {
  "own-rules": "Our own rules",
  spamassassin: "SpamAssassin",
  rspamd: "Rspamd",
};

/** How much of the day's mail counts with whom. */
export function volumeWords({ class: of, busiestDay, bulkFrom }: Requirements["volume"]): string {
  const busiest = `${plural(busiestDay, "mail", "mails")} on the busiest day`;
  if (of === "below") return `${busiest}: below the ${count(bulkFrom)} from which Gmail and Microsoft speak of bulk`;
  return `${busiest}: from ${count(bulkFrom)} to one of them on, all of it is asked for good`;
}

/** The finding of a report's plot, as a sentence. */
export function reportFinding(kind: "dmarc" | "tls", { passed, failed }: { passed: number; failed: number }): string {
  const all = passed + failed;
  if (all === 0) return "No report speaks of any mail yet.";
  const what = kind === "dmarc" ? "mails were proven" : "sessions were encrypted";
  if (failed === 0) return `All ${count(all)} ${what}.`;
  return `${count(failed)} of ${count(all)} ${kind === "dmarc" ? "mails were not proven" : "sessions failed"}.`;
}
