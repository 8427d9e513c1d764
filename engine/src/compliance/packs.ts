/**
 * Rules as laws have them, switched on pack by pack. Each cites where it stands; none is legal advice, and what no source
 * is cited for is not in here. They read the contact's own record of consent, and where the contact lives: two letters
 * (ISO 3166-1), else the time zone for the countries of the packs.
 */
import type { Condition, ConsentKind, Test } from "../condition/index.ts";
import { daysOfImplied } from "./consent.ts";
import type { ComplianceRule } from "./rule.ts";

export interface RulePack {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly sources: readonly { readonly title: string; readonly url: string }[];
  readonly rules: readonly ComplianceRule[];
}

const test = (field: string, op: Test["op"], value?: unknown): Test => ({
  field,
  op,
  ...(value === undefined ? {} : { value }),
});
const country = "contact.country";

/** Whoever says that they live there, or lives in one of these zones and says nothing. */
function livesIn(codes: readonly string[], zones: readonly string[] = []): Condition {
  const said = test(country, "in", codes);
  if (zones.length === 0) return said;
  return { any: [said, { all: [test(country, "isNotSet"), test("contact.timezone", "in", zones)] }] };
}

const consent = (...kinds: readonly ConsentKind[]): Condition => test("contact.consentKind", "in", kinds);
/** A consent that ends so many days after its date; without a date it does not hold. */
const implied = (kind: keyof typeof daysOfImplied): Condition => ({
  all: [consent(kind), test("contact.consentDate", "within", daysOfImplied[kind])],
});
const unless = (where: Condition, allowed: readonly Condition[]): Condition => ({
  all: [where, { not: { any: allowed } }],
});

const usa = livesIn(
  ["US"],
  [
    ...["New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Anchorage", "Detroit", "Boise"].map(
      (city) => `America/${city}`,
    ),
    ...["America/Indiana/Indianapolis", "America/Kentucky/Louisville", "Pacific/Honolulu"],
  ],
);
const canada = livesIn(
  ["CA"],
  ["Toronto", "Montreal", "Vancouver", "Edmonton", "Winnipeg", "Regina", "Halifax", "Moncton", "St_Johns"].map(
    (city) => `America/${city}`,
  ),
);
const australia = livesIn(
  ["AU"],
  ["Sydney", "Melbourne", "Brisbane", "Perth", "Adelaide", "Hobart", "Darwin", "Canberra"].map(
    (city) => `Australia/${city}`,
  ),
);
const germany = livesIn(["DE"], ["Europe/Berlin", "Europe/Busingen"]);
const austria = livesIn(["AT"], ["Europe/Vienna"]);
const france = livesIn(["FR"], ["Europe/Paris"]);
/** Members of the European Economic Area. */
const eea = livesIn(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO".split(" "),
  ["Europe/Berlin", "Europe/Vienna", "Europe/Paris"],
);

const everywhere: readonly string[] = [];
const wayOut = { do: "require", text: "{{ unsubscribeUrl }}" } as const;
const address = { do: "require", text: "{{ postalAddress }}" } as const;
const rule = (name: string, where: Condition, effect: ComplianceRule["effect"]): ComplianceRule => ({
  ...{ name, where, effect },
  sequenceIds: everywhere,
});

export const rulePacks: readonly RulePack[] = [
  {
    id: "can-spam",
    name: "CAN-SPAM (United States)",
    about: "Every mail to the United States names a postal address and a way out.",
    sources: [
      {
        title: "15 U.S.C. § 7704(a)(5)(A)",
        url: "https://www.law.cornell.edu/uscode/text/15/7704",
      },
    ],
    rules: [
      rule("CAN-SPAM: a way out in every mail", usa, wayOut),
      rule("CAN-SPAM: a postal address in every mail", usa, address),
    ],
  },
  {
    id: "casl",
    name: "CASL (Canada)",
    about:
      "Mail to Canada needs express consent, or an implied one: 24 months after a purchase, 6 months after an inquiry, or an address its owner published for business. It stops on the day that ends.",
    sources: [
      { title: "S.C. 2010, c. 23, ss. 6, 10(9), 10(10)", url: "https://laws-lois.justice.gc.ca/eng/acts/e-1.6/" },
    ],
    rules: [
      rule(
        "CASL: consent that holds today",
        unless(canada, [consent("express", "published"), implied("purchase"), implied("inquiry")]),
        { do: "block" },
      ),
      rule("CASL: a way out in every mail", canada, wayOut),
      rule("CASL: a postal address in every mail", canada, address),
    ],
  },
  {
    id: "gdpr-eprivacy",
    name: "GDPR and ePrivacy (Europe)",
    about:
      "A legal basis stands with everybody in the European Economic Area; Germany and Austria need consent or a purchase before, business addresses included; in France mail to business addresses needs a way out.",
    sources: [
      { title: "GDPR (EU) 2016/679, Art. 6(1)", url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj" },
      { title: "Germany: § 7(2) no. 2 and (3) UWG", url: "https://www.gesetze-im-internet.de/uwg_2004/__7.html" },
      {
        title: "Austria: § 174(3) and (4) TKG 2021",
        url: "https://www.ris.bka.gv.at/GeltendeFassung.wxe?Abfrage=Bundesnormen&Gesetzesnummer=20011678",
      },
      {
        title: "France: L. 34-5 CPCE",
        url: "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000042155961",
      },
    ],
    rules: [
      rule("UWG § 7 (Germany): consent or a purchase before", unless(germany, [consent("express", "purchase")]), {
        do: "block",
      }),
      rule("TKG § 174 (Austria): consent or a purchase before", unless(austria, [consent("express", "purchase")]), {
        do: "block",
      }),
      rule("CPCE L. 34-5 (France): a way out in every mail", france, wayOut),
      rule("GDPR Art. 6: a legal basis stands with the contact", unless(eea, [test("contact.legalBasis", "isSet")]), {
        do: "approve",
      }),
    ],
  },
  {
    id: "spam-act",
    name: "Spam Act 2003 (Australia)",
    about:
      "Mail to Australia needs express or inferred consent (a purchase, an inquiry, or a published business address), a way out, and who sends it.",
    sources: [
      {
        title: "Spam Act 2003, ss. 16–18 and Schedule 2",
        url: "https://www.legislation.gov.au/C2004A01214/latest/text",
      },
    ],
    rules: [
      rule("Spam Act s. 16: consent", unless(australia, [consent("express", "purchase", "inquiry", "published")]), {
        do: "block",
      }),
      rule("Spam Act s. 17: who sends it", australia, address),
      rule("Spam Act s. 18: a way out in every mail", australia, wayOut),
    ],
  },
];

/** The rules of the packs that are switched on; an id nobody knows adds none. */
export function rulesOfPacks(ids: readonly string[]): ComplianceRule[] {
  return rulePacks.filter(({ id }) => ids.includes(id)).flatMap(({ rules }) => rules);
}
