import { addMs, type Instant } from "@haste/engine/base";
import type { BounceType, SignalKind } from "@haste/engine/track";
import { signalKinds } from "@haste/engine/track";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { type Claimed, LedgerWorld, signalOf, start } from "../../../tests/support/ledger-world.ts";
import type { NewSignal } from "./index.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const people = 4;
const minuteMs = 60_000;

/** One thing that happened to the n-th email, so many minutes after the start. */
interface Happened {
  readonly email: number;
  readonly kind: SignalKind;
  readonly actor: NewSignal["actor"];
  readonly minute: number;
}

const happened: fc.Arbitrary<Happened> = fc.record({
  email: fc.nat(people - 1),
  kind: fc.constantFrom<SignalKind>("opened", "opened", "clicked", "replied", "delivered", "bounced", "auto_replied"),
  actor: fc.constantFrom<NewSignal["actor"]>("human", "machine", "unknown"),
  minute: fc.nat(60),
});

/** What the server said to each handed-over email, and when. */
const outcome = fc.record({ kind: fc.constantFrom<SignalKind>("sent", "sent", "sent", "bounced"), minute: fc.nat(20) });

const story = fc
  .record({
    outcomes: fc.array(outcome, { minLength: people, maxLength: people }),
    happened: fc.array(happened, { maxLength: 25 }),
    // Each of these can happen once: their own kind of key sees to that.
    wishes: fc.uniqueArray(
      fc.record({
        email: fc.nat(people - 1),
        kind: fc.constantFrom<SignalKind>("complained", "unsubscribed"),
        actor: fc.constant<NewSignal["actor"]>("human"),
        minute: fc.nat(60),
      }),
      { selector: (wish) => `${wish.email} ${wish.kind}` },
    ),
    dice: fc.infiniteStream(fc.nat(1_000)),
  })
  .map(({ outcomes, happened: more, wishes, dice }) => {
    // Whoever's server refused is never heard of again, except by machines that looked while it was deciding.
    const heard = [...more, ...wishes].filter(
      ({ email, kind, actor }) => outcomes[email]?.kind === "sent" || (kind === "opened" && actor === "machine"),
    );
    return { outcomes, heard, dice };
  });

/** Every delivery twice, in any order, in transactions of up to four. */
function* batchesOf(signals: readonly NewSignal[], dice: Iterator<number>): Generator<NewSignal[]> {
  const roll = () => dice.next().value as number;
  const order = [...signals, ...signals].map((signal) => ({ signal, at: roll() })).toSorted((a, b) => a.at - b.at);
  for (let from = 0; from < order.length; ) {
    const to = from + 1 + (roll() % 4);
    yield order.slice(from, to).map((one) => one.signal);
    from = to;
  }
}

function signalsOf(emails: readonly Claimed[], { outcomes, heard }: Pick<Story, "outcomes" | "heard">): NewSignal[] {
  const at = (minute: number) => addMs(start, minute * minuteMs);
  const results = outcomes.map(({ kind, minute }, index) => {
    const email = emails[index] as Claimed;
    const meta = kind === "bounced" ? ({ bounceType: "block" } as const) : {};
    return signalOf(email, kind, { occurredAt: at(minute), claimId: email.claimId, meta });
  });
  const rest = heard.map(({ email, kind, actor, minute }, index) =>
    signalOf(emails[email] as Claimed, kind, {
      actor,
      occurredAt: at(minute),
      meta: kind === "bounced" ? { bounceType: "soft" } : {},
      key: `${index}`,
    }),
  );
  return [...results, ...rest];
}

interface Story {
  readonly outcomes: readonly { kind: SignalKind; minute: number }[];
  readonly heard: readonly Happened[];
  readonly dice: Iterator<number>;
}

/** A signal as the count needs it, whoever kept it. */
interface Told {
  readonly emailId: string | null;
  readonly kind: SignalKind;
  readonly isMachine: boolean;
  readonly at: Instant;
  readonly bounceType: BounceType | null;
}

/** Counter by bucket, zeros left out: `send 09:15 opens` → 3. */
type Numbers = Record<string, number>;

function quarter(at: Instant): string {
  return new Date(Math.floor(at / 900_000) * 900_000).toISOString().slice(11, 16);
}

/** The graver class comes first where two bounces came at the same instant. */
function gravity({ bounceType }: Told): number {
  return ["hard", "block", "auth", "content", "soft", "unknown"].indexOf(bounceType ?? "");
}

/** The rollups as the documentation defines them, counted in the plainest way there is. */
function recount(told: readonly Told[]): Numbers {
  const numbers: Numbers = {};
  const add = (key: string, by = 1) => {
    if (by > 0) numbers[key] = (numbers[key] ?? 0) + by;
  };
  for (const own of Object.values(Object.groupBy(told, (one) => one.emailId ?? ""))) {
    const of = (kind: SignalKind, isMachine?: boolean) =>
      (own ?? []).filter((one) => one.kind === kind && (isMachine === undefined || one.isMachine === isMachine));
    const first = (kind: SignalKind) => of(kind).toSorted((a, b) => a.at - b.at)[0]?.at;
    const sentAt = first("sent") ?? first("bounced");
    const once = { delivered: "delivered", replied: "replied", bounced: "bounced", sent: "sent" } as const;
    const wishes = { complained: "complained", unsubscribed: "unsubscribed" } as const;
    for (const [counter, kind] of Object.entries({ ...once, ...wishes })) {
      const at = first(kind);
      if (at === undefined) continue;
      add(`happening ${quarter(at)} ${counter}`);
      if (sentAt !== undefined) add(`send ${quarter(sentAt)} ${counter}`);
    }
    const each = { opens: of("opened", false), machine_opens: of("opened", true), clicks: of("clicked", false) };
    for (const [counter, list] of Object.entries({ ...each, machine_clicks: of("clicked", true) })) {
      for (const one of list) add(`happening ${quarter(one.at)} ${counter}`);
      if (sentAt !== undefined) add(`send ${quarter(sentAt)} ${counter}`, list.length);
    }
    if (sentAt === undefined) continue;
    const bounce = of("bounced").toSorted((a, b) => a.at - b.at || gravity(a) - gravity(b))[0];
    if (bounce !== undefined) add(`send ${quarter(sentAt)} bounced_${bounce.bounceType}`);
    if (first("bounced") !== undefined && first("sent") === undefined) add(`send ${quarter(sentAt)} refused`);
    add(`send ${quarter(sentAt)} opened`, Math.min(1, each.opens.length));
    add(`send ${quarter(sentAt)} opened_machine`, Math.min(1, each.machine_opens.length));
    add(`send ${quarter(sentAt)} clicked`, Math.min(1, each.clicks.length));
  }
  return numbers;
}

const kindOfCode = new Map<number, SignalKind>(
  Object.entries(signalKinds).map(([kind, code]) => [code, kind as SignalKind]),
);

async function readTold(world: LedgerWorld): Promise<Told[]> {
  const rows = await world.rows<{
    email_id: string;
    kind: number;
    actor: number;
    occurred_at: Date;
    bounce: BounceType | null;
  }>("select email_id, kind, actor, occurred_at, meta->>'bounceType' as bounce from signals");
  return rows.map((row) => ({
    emailId: row.email_id,
    kind: kindOfCode.get(row.kind) as SignalKind,
    isMachine: row.actor === 2,
    at: row.occurred_at.getTime() as Instant,
    bounceType: row.bounce,
  }));
}

async function readRollups(world: LedgerWorld): Promise<Numbers> {
  const numbers: Numbers = {};
  for (const [name, table] of [
    ["send", "email_rollups"],
    ["happening", "happening_rollups"],
  ]) {
    const rows = await world.rows<{ counters: Record<string, number | string>; bucket: Date }>(
      `select to_jsonb(r) as counters, bucket from ${table} r`,
    );
    for (const { counters, bucket } of rows) {
      for (const [counter, value] of Object.entries(counters)) {
        if (typeof value === "number" && value !== 0 && counter !== "sequence_version")
          numbers[`${name} ${quarter(bucket.getTime() as Instant)} ${counter}`] = value;
      }
    }
  }
  return numbers;
}

async function readCounters(world: LedgerWorld): Promise<Numbers> {
  const [row] = await world.rows<Numbers>(
    `select count(sent_at)::int as sent, count(delivered_at)::int as delivered, count(bounced_at)::int as bounced,
       count(replied_at)::int as replied, sum(open_count)::int as opens, sum(machine_open_count)::int as machine_opens,
       sum(click_count)::int as clicks, sum(machine_click_count)::int as machine_clicks,
       count(*) filter (where spam_complaint)::int as complained, count(*) filter (where unsubscribed)::int as unsubscribed
     from email_activities`,
  );
  return row ?? {};
}

/** The happening rollups without their quarters: what the emails' own counters add up to. */
function totals(numbers: Numbers): Numbers {
  const sums: Numbers = {};
  for (const [key, value] of Object.entries(numbers)) {
    const [table, , counter = ""] = key.split(" ");
    if (table === "happening") sums[counter] = (sums[counter] ?? 0) + value;
  }
  return sums;
}

function withoutZeros(numbers: Numbers): Numbers {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0));
}

describe("the numbers of a sequence", () => {
  test("are the same whatever order signals come in and however often, and can be rebuilt from them", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const world = await LedgerWorld.create(database.db);
        const { emails } = await world.toTheWire(people);
        const signals = signalsOf(emails, told);
        for (const batch of batchesOf(signals, told.dice)) await world.record(batch);
        const rollups = await readRollups(world);
        const asHappened = signals.map(({ emailId, kind, actor, occurredAt, meta }) => ({
          ...{ emailId, kind, isMachine: actor === "machine", at: occurredAt, bounceType: meta.bounceType ?? null },
        }));
        expect(rollups).toEqual(recount(asHappened));
        expect(recount(await readTold(world))).toEqual(rollups);
        expect(withoutZeros(await readCounters(world))).toEqual(totals(rollups));
        const [kept] = await world.rows<{ total: Numbers; added: Numbers }>(
          `select (select to_jsonb(t) - '{workspace_id,sequence_id,sending_account_id}'::text[] from email_totals t) as total,
             (select jsonb_build_object('sent', sum(sent), 'opened', sum(opened), 'opened_machine', sum(opened_machine),
                'clicked', sum(clicked), 'replied', sum(replied), 'bounced', sum(bounced), 'unsubscribed', sum(unsubscribed))
              from email_rollups) as added`,
        );
        if (Object.keys(rollups).some((key) => key.startsWith("send "))) expect(kept?.total).toEqual(kept?.added);
      }),
      { numRuns: 25 },
    );
  });

  test("do not count a second answer, and date both by the first one", async () => {
    const world = await LedgerWorld.create(database.db);
    const { emails } = await world.toTheWire(1);
    const email = emails[0] as Claimed;
    await world.results([signalOf(email, "sent", { claimId: email.claimId })]);
    for (const minute of [50, 5]) {
      const occurredAt = addMs(start, minute * minuteMs);
      await world.record([signalOf(email, "replied", { actor: "human", occurredAt })]);
    }
    expect(await readRollups(world)).toEqual({
      "send 09:00 sent": 1,
      "send 09:00 replied": 1,
      "happening 09:00 sent": 1,
      "happening 09:00 replied": 1,
    });
  });

  test("count a look that came before the server's yes in the quarter of the yes", async () => {
    const world = await LedgerWorld.create(database.db);
    const { emails } = await world.toTheWire(1);
    const email = emails[0] as Claimed;
    await world.record([signalOf(email, "opened")]);
    expect(await readRollups(world)).toEqual({ "happening 09:00 machine_opens": 1 });
    await world.results([signalOf(email, "sent", { claimId: email.claimId, occurredAt: addMs(start, 15 * minuteMs) })]);
    expect(await readRollups(world)).toMatchObject({ "send 09:15 machine_opens": 1, "send 09:15 sent": 1 });
  });
});
