/**
 * Lists of addresses and names that receivers ask before they take a mail. Only lists that answer everybody for free in
 * small numbers, whose codes are documented; what each code means is said by the page beside it.
 */
export interface Blocklist {
  readonly id: string;
  readonly name: string;
  /** Asked as `<reversed address>.<zone>` or `<domain>.<zone>` (RFC 5782). */
  readonly zone: string;
  readonly of: "address" | "domain";
  /** How much mail is lost by being on it: `wide` ones are asked by large receivers. */
  readonly weight: "wide" | "narrow";
  /** An entry that is always there, so that a list which answers nothing is told from one that lists nothing. */
  readonly probe: string;
  /** What an answer says; null: nothing that is known. */
  readonly read: (octets: readonly number[]) => ListReason | "refused" | null;
  readonly page: string;
  /** Where one asks to be taken off. */
  readonly removal: string;
}

export interface ListReason {
  readonly why: string;
  /** `note`: it is no word on the sender, such as an address that belongs to a household. */
  readonly severity: "listed" | "note";
}

const listed = (why: string): ListReason => ({ why, severity: "listed" });

/** 127.255.255.x is Spamhaus' word on the question, never on what was asked about. */
const isSpamhausRefusal = ([, b, c]: readonly number[]) => b === 255 && c === 255;

const zenReasons: Readonly<Record<number, ListReason>> = {
  2: listed("SBL: Spamhaus saw spam from it or a spammer's service on it."),
  3: listed("CSS: it sends mail as snowshoe spammers or careless senders do."),
  4: listed("XBL: a machine there is infected or abused."),
  9: listed("DROP: its network belongs to criminals."),
  10: { why: "PBL: its provider says that no mail leaves from there directly.", severity: "note" },
  11: { why: "PBL: mail does not usually leave from there directly.", severity: "note" },
  30: listed("BCL: a botnet is steered from it."),
};

function readZen(octets: readonly number[]): ReturnType<Blocklist["read"]> {
  if (isSpamhausRefusal(octets)) return "refused";
  const [, b, c, d = 0] = octets;
  return b === 0 && c === 0 ? (zenReasons[d] ?? null) : null;
}

function readDbl(octets: readonly number[]): ReturnType<Blocklist["read"]> {
  if (isSpamhausRefusal(octets)) return "refused";
  const [, b, c, d = 0] = octets;
  if (b !== 0 || c !== 1) return null;
  if (d === 255) return "refused";
  if (d === 2) return listed("DBL: its reputation is low: it was seen in spam.");
  if (d >= 4 && d <= 6) return listed("DBL: phishing, malware or a botnet is on it.");
  return d >= 102 && d <= 106 ? listed("DBL: an honest site that is being abused.") : null;
}

/** The last octet is a sum of lists; 1 says that the question was refused. */
function readBits(names: Readonly<Record<number, string>>): Blocklist["read"] {
  return ([, b, c, d = 0]) => {
    if (b !== 0 || c !== 0) return null;
    if (d === 1 || d === 255) return "refused";
    const found = Object.entries(names).flatMap(([bit, name]) => ((d & Number(bit)) === 0 ? [] : [name]));
    return found.length === 0 ? null : listed(`${found.join(", ")}.`);
  };
}

/** One list with one code. */
function readTwo(why: string): Blocklist["read"] {
  return ([, b, c, d]) => (b === 0 && c === 0 && d === 2 ? listed(why) : null);
}

export const blocklists: readonly Blocklist[] = [
  {
    ...{ id: "spamhaus-zen", name: "Spamhaus ZEN", zone: "zen.spamhaus.org", of: "address", weight: "wide" },
    ...{ probe: "127.0.0.2", read: readZen },
    page: "https://www.spamhaus.org/faqs/dnsbl-usage/",
    removal: "https://check.spamhaus.org/",
  },
  {
    ...{ id: "spamcop", name: "SpamCop", zone: "bl.spamcop.net", of: "address", weight: "narrow" },
    ...{ probe: "127.0.0.2", read: readTwo("People reported mail from it as spam within the last day.") },
    page: "https://www.spamcop.net/fom-serve/cache/297.html",
    removal: "https://www.spamcop.net/bl.shtml",
  },
  {
    ...{ id: "psbl", name: "PSBL", zone: "psbl.surriel.com", of: "address", weight: "narrow" },
    ...{ probe: "127.0.0.2", read: readTwo("It sent mail to an address that never asked for any.") },
    page: "https://psbl.org/howto",
    removal: "https://psbl.org/remove",
  },
  {
    ...{ id: "spamhaus-dbl", name: "Spamhaus DBL", zone: "dbl.spamhaus.org", of: "domain", weight: "wide" },
    ...{ probe: "dbltest.com", read: readDbl },
    page: "https://www.spamhaus.org/faqs/domain-blocklist/",
    removal: "https://check.spamhaus.org/",
  },
  {
    ...{ id: "surbl", name: "SURBL", zone: "multi.surbl.org", of: "domain", weight: "wide" },
    probe: "test.surbl.org",
    read: readBits({ 8: "Phishing", 16: "Malware", 64: "Seen in spam", 128: "A cracked site" }),
    page: "https://surbl.org/lists",
    removal: "https://surbl.org/surbl-analysis",
  },
  {
    ...{ id: "uribl", name: "URIBL", zone: "multi.uribl.com", of: "domain", weight: "narrow" },
    probe: "test.uribl.com",
    read: readBits({ 2: "Black: it stands in spam", 8: "Red: watched by it" }),
    page: "https://uribl.com/about.shtml",
    removal: "https://admin.uribl.com/",
  },
];
