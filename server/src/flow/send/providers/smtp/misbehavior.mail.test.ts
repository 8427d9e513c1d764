import { describe, expect, test } from "vitest";
import { until } from "../../../../../../tests/support/until.ts";
import type { MailConnection, Permission } from "../provider.ts";
import type { TimeLimits } from "./limits.ts";
import { mail, meet, trustAndCleanUp } from "./meeting.fixture.ts";
import type { Deed, Script, Stage, Turn } from "./scripted-server.fixture.ts";

trustAndCleanUp();

const encryptions = ["none", "starttls", "implicit"] as const;
/** Where a server can go wrong, with the limit that ends its silence. */
const stages = {
  greeting: "greetingMs",
  ehlo: "commandMs",
  mail: "mailMs",
  rcpt: "recipientMs",
  data: "dataMs",
  dot: "dotMs",
} as const satisfies Partial<Record<Stage, keyof TimeLimits>>;
type Where = keyof typeof stages;

/** When it breaks there: nothing began, nothing is lost, or nobody knows. */
const broken: Readonly<Record<Where, string>> = {
  greeting: "unreached",
  ehlo: "unreached",
  mail: "unsent",
  rcpt: "unsent",
  data: "unsent",
  dot: "uncertain",
};
/** The same word of refusal at each stage. */
const each = (fates: readonly string[]) =>
  Object.fromEntries(Object.keys(stages).map((stage, n) => [stage, fates[n] ?? ""])) as Record<Where, string>;
const later = each(["unreached", "unreached", "again", "again", "again", "again"]);
const never = each(["unreached", "greeted anew", "account", "contact hard", "contact block", "contact block"]);

interface Misbehavior {
  readonly does: string;
  readonly deed: Deed;
  readonly fate: Readonly<Record<Where, string>>;
  readonly isSilence?: boolean;
}

const spelled =
  (bytes: string): Deed =>
  ({ say }) => {
    for (const byte of bytes) say(byte);
  };

const inTurn =
  (...deeds: readonly ((server: Turn) => void)[]): Deed =>
  (server) => {
    for (const deed of deeds) deed(server);
  };

const misbehaviors: readonly Misbehavior[] = [
  {
    does: "says 421 and hangs up",
    deed: inTurn(
      ({ say }) => say("421 4.3.2 closing\r\n"),
      ({ hangUp }) => hangUp(),
    ),
    fate: later,
  },
  { does: "says 450 with an enhanced code", deed: "450 4.2.0 busy\r\n", fate: later },
  { does: "says 451 without one", deed: "451 busy\r\n", fate: later },
  { does: "says 452: too many", deed: "452 4.5.3 too many recipients\r\n", fate: later },
  { does: "says 550 without an enhanced code", deed: "550 no\r\n", fate: never },
  { does: "says 550 over several lines", deed: "550-no\r\n550-never\r\n550 no\r\n", fate: never },
  {
    does: "says 550 with the enhanced code of a yes",
    deed: "550 2.1.5 no\r\n",
    fate: each(["unreached", "greeted anew", "account", "contact hard", "contact hard", "contact hard"]),
  },
  {
    does: "says 554 by policy",
    deed: "554 5.7.1 policy\r\n",
    fate: each(["unreached", "greeted anew", "account", "contact block", "contact block", "contact block"]),
  },
  {
    does: "wants to know first who we are",
    deed: "530 5.7.0 sign in first\r\n",
    fate: { ...never, rcpt: "account", data: "account", dot: "account" },
  },
  { does: "says its no with bytes that are no text", deed: "550 \xff\xfe\0\x1b[31m\r\n", fate: never },
  { does: "ends its no with a bare LF", deed: "550 no\n", fate: never },
  { does: "says its no in digits only", deed: "550\r\n", fate: never },
  { does: "spells its no byte by byte", deed: spelled("550 no\r\n"), fate: never },
  { does: "contradicts itself", deed: "250-yes\r\n550 no\r\n", fate: broken },
  { does: "says what is no reply", deed: "hello there\r\n", fate: broken },
  { does: "says a number that is no code", deed: "199 hm\r\n", fate: broken },
  { does: "says a line without an end", deed: `250 ${"x".repeat(10_000)}`, fate: broken },
  { does: "says lines without an end", deed: `250-${"x".repeat(1_000)}\r\n`.repeat(100), fate: broken },
  { does: "goes on where nobody asked", deed: "334 go on\r\n", fate: broken },
  { does: "hangs up", deed: ({ hangUp }) => hangUp(), fate: broken },
  { does: "resets the connection", deed: ({ reset }) => reset(), fate: broken },
  {
    does: "hangs up within its reply",
    deed: inTurn(
      ({ say }) => say("250-y"),
      ({ hangUp }) => hangUp(),
    ),
    fate: broken,
  },
  { does: "says nothing", deed: "", fate: broken, isSilence: true },
  { does: "never ends its reply", deed: "250-yes\r\n", fate: broken, isSilence: true },
];

describe.each(encryptions)("with encryption %s, a server that", (tls) => {
  for (const { does, deed, fate, isSilence = false } of misbehaviors) {
    test(`${does} has at every stage the fate that is written down`, async () => {
      const found: Record<string, string> = {};
      for (const [stage, limit] of Object.entries(stages) as [Where, keyof TimeLimits][]) {
        const limits = isSilence ? { [limit]: 150 } : {};
        // Where the encryption begins is not the EHLO that is meant.
        const met = await meet({ tls, at: { [stage]: deed } }, { limits });
        found[stage] = met.fate;
        // The mark is asked for only where the server waits for the text, and it has at most what it said it has.
        const taken = met.fate === "accepted" ? 1 : 0;
        expect([met.asked, met.server.accepted.length]).toEqual([stage === "dot" ? 1 : taken, taken]);
        if (fate[stage] === broken[stage]) expect(met.connection?.isUsable() ?? false).toBe(false);
      }
      // A no to EHLO is answered by HELO, after which there is no encryption to begin.
      const withHelo = tls === "starttls" ? "unreached" : "accepted";
      expect(found).toEqual({ ...fate, ehlo: fate.ehlo === "greeted anew" ? withHelo : fate.ehlo });
    });
  }

  test("keeps to the protocol gets mail after mail on one connection, dots doubled", async () => {
    const { server, fate, connection } = await meet({ tls });
    const again = await connection?.send(mail, async () => "go");
    expect([fate, again?.kind, server.accepted.length]).toEqual(["accepted", "accepted", 2]);
    expect(server.accepted[1]).toBe("Message-ID: <1@example.com>\r\n\r\nHello.\r\n..hidden");
    expect(server.heard.filter((line) => line.startsWith("EHLO"))).toHaveLength(tls === "starttls" ? 2 : 1);
  });

  test.each(["stop", "unrecorded"] as const)(
    "waits for a text whose permit says %s never gets it",
    async (permission) => {
      const { server, fate, connection, asked } = await meet({ tls }, { permission });
      expect([fate, asked, server.accepted.length, connection?.isUsable()]).toEqual(["withheld", 1, 0, false]);
    },
  );

  test("hangs up while the permit is being asked for never gets the mail", async () => {
    let connection: MailConnection | null = null;
    const untilGone = async (): Promise<Permission> => {
      await until("the server has hung up", () => connection?.isUsable() === false);
      return "go";
    };
    const begin = (opened: MailConnection) => {
      connection = opened;
    };
    const at = {
      data: inTurn(
        ({ say }) => say("354 go on\r\n"),
        ({ hangUp }) => hangUp(),
      ),
    };
    const { server, fate } = await meet({ tls, at }, { permit: untilGone, begin });
    expect([fate, server.accepted]).toEqual(["unsent", []]);
  });

  test("takes the mail and hangs up without a word leaves it uncertain", async () => {
    const { server, fate } = await meet({
      tls,
      at: {
        dot: inTurn(
          ({ accept }) => accept(),
          ({ hangUp }) => hangUp(),
        ),
      },
    });
    expect([fate, server.accepted.length]).toEqual(["uncertain", 1]);
  });

  test("says yes and resets the connection at once is believed, or leaves it uncertain", async () => {
    const { fate } = await meet({
      tls,
      at: {
        dot: inTurn(
          ({ accept }) => accept(),
          ({ say }) => say("250 ok\r\n"),
          ({ reset }) => reset(),
        ),
      },
    });
    expect(["accepted", "uncertain"]).toContain(fate);
  });

  test("says yes and then goodbye has the mail, and gets no other on that connection", async () => {
    const { fate, connection } = await meet({ tls, at: { dot: "250 ok\r\n421 4.7.0 too many\r\n" } });
    expect([fate, connection?.isUsable()]).toEqual(["accepted", false]);
  });

  test("stops reading in the middle of a long text has not got it", async () => {
    const long = { ...mail, raw: Buffer.alloc(8_000_000, "a line of text\r\n") };
    const script: Script = { tls, at: { text: ({ freeze }) => freeze() } };
    const { server, fate, asked } = await meet(script, { mail: long, limits: { blockMs: 150 } });
    expect([fate, asked, server.accepted]).toEqual(["unsent", 0, []]);
  });

  test("drops the connection in the middle of a long text has not got it", async () => {
    const long = { ...mail, raw: Buffer.alloc(8_000_000, "a line of text\r\n") };
    const { fate, asked } = await meet({ tls, at: { text: ({ reset }) => reset() } }, { mail: long });
    expect([fate, asked]).toEqual(["unsent", 0]);
  });
});
