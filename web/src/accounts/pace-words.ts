import type { AccountPaces, SendingPace } from "@haste/contract/nouns/sending-pace";
import { count, percent, plural } from "../ui/numbers.ts";

export type ProviderPace = SendingPace["providers"][number];
type Ramp = { readonly start: number; readonly step: number; readonly ceiling: number };

const recipientProviders: Readonly<Record<string, string>> = {
  google: "Google",
  microsoft: "Microsoft",
  yahoo: "Yahoo",
  apple: "Apple",
  proofpoint: "Proofpoint",
  mimecast: "Mimecast",
  barracuda: "Barracuda",
  cisco: "Cisco",
  zoho: "Zoho",
  fastmail: "Fastmail",
  proton: "Proton",
  ionos: "IONOS",
  gmx: "GMX and WEB.DE",
};

/** Those whose mail hosts are known by name, for a choice. */
export const recipientChoices = Object.entries(recipientProviders).map(([value, label]) => ({ value, label }));

/** Who reads the mail; a provider without a name of its own is called by its domain. */
export function recipientWords(provider: string): string {
  return recipientProviders[provider] ?? provider;
}

/** `28 Nov`: a day of the account's own zone, which is no instant. */
export function dayWords(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(date));
}

/** What the chart shows, in a sentence. */
export function warmUpSentence(pace: Pick<SendingPace, "actual" | "plan">, ramp: Ramp | null, limit: number): string {
  const today = pace.plan[0];
  if (ramp === null || today === undefined)
    return `No warm-up: up to ${plural(limit, "mail", "mails")} from the first day.`;
  const sent = pace.actual.at(-1)?.sent ?? 0;
  const goal = Math.min(ramp.ceiling, limit);
  if (today.cap >= goal) return `The warm-up is done: ${count(goal)} a day.`;
  const now = `${count(sent)} of ${plural(today.cap, "mail", "mails")} today`;
  const reached = pace.plan.find(({ cap }) => cap >= goal);
  if (reached !== undefined) return `${now}; ${count(goal)} a day from ${dayWords(reached.date)}.`;
  const last = pace.plan.at(-1) ?? today;
  return last.cap === today.cap ? `${now}; it does not grow.` : `${now}; ${count(last.cap)} on ${dayWords(last.date)}.`;
}

/** On how many mail-sending days a plan comes to its end. */
export function rampWords({ start, step, ceiling }: Ramp): string {
  if (start >= ceiling) return `${count(ceiling)} a day from the first day.`;
  if (step === 0) return `${count(start)} a day, without growing.`;
  const days = Math.ceil((ceiling - start) / step) + 1;
  return `${count(start)} on the first day, ${count(ceiling)} on the ${ordinal(days)} day on which mail leaves.`;
}

function ordinal(n: number): string {
  const rest = n % 100;
  const ending = rest > 10 && rest < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
}

export const paceStates: Readonly<Record<ProviderPace["state"], string>> = {
  stopped: "Stopped",
  flowing: "Flowing",
  resting: "Resting",
  probing: "Trying one mail",
  recovering: "Slowed",
};

/** What comes next for a provider that holds the account back; `at` says an instant. */
export function nextWords(pace: ProviderPace, at: (instant: string | null) => string): string {
  if (pace.state === "stopped") return "Nothing leaves until somebody says what was done about the complaints.";
  if (pace.state === "resting") return `Nothing leaves before ${at(pace.restsUntil)}, then one mail tries.`;
  if (pace.state === "probing") return "The answer to it decides.";
  return pace.perHour === null ? "No limit." : `Up to ${count(pace.perHour)} an hour, and more as mail is taken.`;
}

/** How the providers do, in a sentence. */
export function breakerSentence(providers: readonly ProviderPace[]): string {
  const held = providers.filter(({ state }) => state !== "flowing");
  if (providers.length === 0) return "No mail is on its way, and no provider asked for less.";
  if (held.length === 0) return "Mail flows to every provider.";
  const owed = held.reduce((total, { waiting }) => total + waiting, 0);
  const names = held.slice(0, 2).map(({ provider }) => recipientWords(provider));
  const rest = held.length > 2 ? ` and ${plural(held.length - 2, "other", "others")}` : "";
  const whom = held.length === 1 ? "it" : "them";
  const who = `${names.join(held.length === 2 ? " and " : ", ")}${rest}`;
  return `${who} ${heldVerb(held)}; ${plural(owed, "mail waits", "mails wait")} for ${whom}.`;
}

function heldVerb(held: readonly ProviderPace[]): string {
  if (held.some(({ state }) => state === "stopped")) return held.length === 1 ? "is stopped" : "are held back";
  return held.length === 1 ? "asks for less" : "ask for less";
}

type Reputation = SendingPace["reputation"];
const partTitles: Readonly<Record<Reputation["parts"][number]["part"], string>> = {
  complaints: "Complaints",
  bounces: "Bounces",
  blocks: "Held back by",
  replies: "Replies",
};

/** A part of the reputation: its name, what was counted, what it gives. */
export function partWords({ part, n, of, points, most }: Reputation["parts"][number]) {
  const counted =
    of === null ? plural(n, "provider", "providers") : `${percent(of === 0 ? 0 : n / of)}: ${count(n)} of ${count(of)}`;
  return { title: partTitles[part], counted, points: `${points} of ${most}` };
}

export function reputationSentence({ score, low, high, n, reason }: Reputation): string {
  if (score === null) return reason ?? "Nothing is known yet.";
  return `${score} of 100; as far as ${plural(n, "mail tells", "mails tell")}, it lies between ${low} and ${high}.`;
}

/** The providers a map has columns for: those that hold mail back, then those with most mail, of all accounts together. */
export function mapColumns(accounts: readonly AccountPaces[], most: number): { shown: string[]; left: number } {
  const weights = new Map<string, { held: number; waiting: number }>();
  for (const { provider, state, waiting } of accounts.flatMap(({ providers }) => providers)) {
    const known = weights.get(provider) ?? { held: 0, waiting: 0 };
    const held = known.held + (state === "flowing" ? 0 : 1);
    weights.set(provider, { held, waiting: known.waiting + waiting });
  }
  const ranked = [...weights]
    .toSorted(([a, x], [b, y]) => y.held - x.held || y.waiting - x.waiting || a.localeCompare(b))
    .map(([provider]) => provider);
  return { shown: ranked.slice(0, most), left: Math.max(0, ranked.length - most) };
}

/** Who holds back whom, in a sentence over all accounts. */
export function mapSentence(accounts: readonly AccountPaces[]): string {
  const all = accounts.flatMap(({ providers }) => providers);
  const held = all.filter(({ state }) => state !== "flowing");
  if (held.length === 0) return breakerSentence(all);
  const owed = held.reduce((total, { waiting }) => total + waiting, 0);
  const slowed = accounts.filter(({ providers }) => providers.some(({ state }) => state !== "flowing"));
  const who = plural(slowed.length, "account is", "accounts are");
  const by = plural(new Set(held.map(({ provider }) => provider)).size, "provider", "providers");
  const waiting = owed === 0 ? "no mail waits" : plural(owed, "mail waits", "mails wait");
  return `${who} held back by ${by}; ${waiting} for that. Everybody else keeps their pace.`;
}
