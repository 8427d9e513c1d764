import {
  addMs,
  asInstant,
  type Instant,
  nextBoolean,
  nextFloat,
  nextInt,
  pickWeighted,
  type Random,
  randomFrom,
  seedFrom,
} from "@haste/engine/base";
import type { Visit } from "@haste/engine/track";

/**
 * A world of mails whose visits have a known truth, for measuring what the rules make of them. It is our own: who takes
 * part and how often is a guess from public reports, so its figures compare rules with each other and promise nothing.
 */
export interface LabelledVisit extends Visit {
  readonly truth: "human" | "machine";
  /** Who it is. */
  readonly who: string;
}

export interface LabelledMail {
  readonly visits: readonly LabelledVisit[];
}

const sentAt = asInstant(Date.parse("2026-11-24T09:00:00Z"));
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const edge = `${chrome} Edg/142.0.0.0`;
const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const safari =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15";
const thunderbird = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0";
const outlook =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Trident/7.0; Microsoft Outlook 16.0.17928; ms-office)";
const gmail = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";

/** One mail on its way: who meets it adds what they fetch. */
class Letter {
  readonly visits: LabelledVisit[] = [];
  readonly random: Random;
  readonly links: number;

  constructor(random: Random) {
    this.random = random;
    this.links = 1 + nextInt(random, 4);
  }

  between(low: number, high: number): number {
    return low + nextFloat(this.random) * (high - low);
  }

  add(visit: Partial<Visit> & { readonly afterMs: number } & Pick<LabelledVisit, "truth" | "who">): Instant {
    const { afterMs, ...rest } = visit;
    const kind = rest.kind ?? "opened";
    const links = kind === "clicked" ? this.links : null;
    const at = addMs(sentAt, Math.round(afterMs));
    const asked = { method: "GET", ahead: null, agent: chrome, network: "203.0.113.0/24", link: null, links };
    this.visits.push({ ...asked, kind, at, sinceSentMs: at - sentAt, ...rest });
    return at;
  }
}

type Guest = (letter: Letter, who: string) => void;

/** People: what they open with, where from, and whether they click. */
function person(of: Partial<Visit>, clickWith: Partial<Visit> = of, soonestS = 25): Guest {
  return (letter, who) => {
    const readMs = letter.between(soonestS, 6 * 3_600) * 1_000;
    letter.add({ ...of, afterMs: readMs, truth: "human", who });
    if (nextBoolean(letter.random, 0.5)) return;
    const link = nextInt(letter.random, letter.links);
    const clickMs = readMs + letter.between(3, 90) * 1_000;
    letter.add({ ...clickWith, kind: "clicked", link, afterMs: clickMs, truth: "human", who });
    if (letter.links > 1 && nextBoolean(letter.random, 0.2)) {
      // A second link, after having looked at the first.
      const other = (link + 1) % letter.links;
      const afterMs = clickMs + letter.between(4, 120) * 1_000;
      letter.add({ ...clickWith, kind: "clicked", link: other, afterMs, truth: "human", who });
    }
  };
}

/** Opens nothing that we see, and clicks. */
const withoutPictures: Guest = (letter, who) => {
  const link = nextInt(letter.random, letter.links);
  letter.add({ kind: "clicked", link, agent: edge, afterMs: letter.between(40, 9_000) * 1_000, truth: "human", who });
};

interface Walk {
  readonly agent: string;
  readonly network: string;
  /** Seconds after delivery. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds between two links. */
  readonly pace: number;
  readonly head?: boolean;
  readonly opens?: boolean;
}

/** A program that follows every link from top to bottom. */
function walker({ agent, network, from, to, pace, head = false, opens = true }: Walk): Guest {
  return (letter, who) => {
    let afterMs = letter.between(from, to) * 1_000;
    const asked = { agent, network, truth: "machine", who } as const;
    if (opens) letter.add({ ...asked, afterMs });
    for (let link = 0; link < letter.links; link += 1) {
      afterMs += pace * letter.between(0.5, 1.5);
      if (head) letter.add({ ...asked, kind: "clicked", link, method: "HEAD", afterMs });
      letter.add({ ...asked, kind: "clicked", link, afterMs: afterMs + (head ? 200 : 0) });
    }
  };
}

/** Fetches once what a person just clicked: looking again at the time of the click. */
const atTheClick: Guest = (letter, who) => {
  const link = nextInt(letter.random, letter.links);
  const afterMs = letter.between(60, 9_000) * 1_000;
  letter.add({ agent: outlook, afterMs, truth: "human", who });
  letter.add({ kind: "clicked", link, agent: edge, afterMs: afterMs + 9_000, truth: "human", who });
  const rescan = { kind: "clicked", link, agent: chrome, network: "52.101.9.0/24" } as const;
  letter.add({ ...rescan, afterMs: afterMs + 9_400, truth: "machine", who });
};

/** Somebody passed the link on in a chat, which shows what it leads to. */
const unfurled: Guest = (letter, who) => {
  const agent = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";
  letter.add({ kind: "clicked", link: 0, agent, network: "34.201.7.0/24", afterMs: 3_000_000, truth: "machine", who });
};

const guests: readonly (readonly [who: string, weight: number, guest: Guest])[] = [
  ["Thunderbird at a desk", 14, person({ agent: thunderbird })],
  ["Outlook at a desk", 14, person({ agent: outlook }, { agent: edge })],
  ["iPhone without privacy protection", 10, person({ agent: iphone }, { agent: iphone }, 11)],
  ["Outlook that loads no pictures", 6, withoutPictures],
  ["Gmail", 14, person({ agent: gmail, network: "66.249.84.0/24" }, { agent: chrome })],
  ["behind a VPN in a cloud", 2, person({ agent: safari, network: "165.227.3.0/24" })],
  ["in a vendor's isolated browser", 1, person({ agent: chrome, network: "207.211.31.0/24" })],
  [
    "Apple Mail with privacy protection",
    14,
    (letter, who) => {
      const relay = "172.225.1.0/24";
      letter.add({
        agent: "Mozilla/5.0",
        network: relay,
        afterMs: letter.between(6, 5_400) * 1_000,
        truth: "machine",
        who,
      });
      if (nextBoolean(letter.random, 0.3)) withoutPictures(letter, who);
    },
  ],
  [
    "named gateway",
    6,
    walker({ agent: "Barracuda Sentinel (EE)", network: "64.235.150.0/24", from: 1, to: 40, pace: 300, head: true }),
  ],
  [
    "SafeLinks under a browser's name",
    7,
    walker({ agent: chrome, network: "40.107.218.0/24", from: 2, to: 50, pace: 250 }),
  ],
  ["rented scanner", 5, walker({ agent: chrome, network: "34.210.9.0/24", from: 3, to: 120, pace: 400 })],
  ["hidden scanner", 4, walker({ agent: chrome, network: "198.51.100.0/24", from: 12, to: 240, pace: 500 })],
  [
    "hidden scanner that clicks only",
    2,
    walker({ agent: edge, network: "198.51.100.0/24", from: 25, to: 240, pace: 700, opens: false }),
  ],
  ["slow hidden scanner", 1, walker({ agent: chrome, network: "198.51.100.0/24", from: 60, to: 600, pace: 14_000 })],
  ["link checked at the click", 2, atTheClick],
  ["link passed on in a chat", 1, unfurled],
];

/** So many mails, always the same for the same seed; each met by one of the guests, and some by a second. */
export function labelledMails(count: number, seed: string): LabelledMail[] {
  const random = randomFrom(seedFrom("labelled visits", seed));
  const weights = guests.map(([, weight]) => weight);
  return Array.from({ length: count }, () => {
    const letter = new Letter(random);
    for (let met = 0; met === 0 || (met === 1 && nextBoolean(random, 0.15)); met += 1) {
      const [who, , guest] = guests[pickWeighted(random, weights)] ?? guests[0] ?? [];
      if (who !== undefined && guest !== undefined) guest(letter, who);
    }
    return { visits: letter.visits.toSorted((a, b) => a.at - b.at) };
  });
}
