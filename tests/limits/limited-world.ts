import { addMs, asInstant, HOUR_MS, type Instant, MINUTE_MS, nextInt, type Random } from "@haste/engine/base";
import { providerOfDomain } from "@haste/engine/pace";
import { planWorkspace } from "../../server/src/flow/schedule/index.ts";
import { releaseRefused } from "../../server/src/ledger/index.ts";
import type { Database } from "../../server/src/platform/db/index.ts";
import { type Claimed, LedgerWorld, signalOf } from "../support/ledger-world.ts";

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"];
/** Evenings before the clocks change somewhere among these zones. */
const evenings = ["2026-03-28T18:00:00Z", "2026-10-24T20:00:00Z", "2026-03-07T20:00:00Z", "2026-04-04T06:00:00Z"];
const domains = ["gmail.com", "googlemail.com", "acme.example", "outlook.com", "globex.example"];

interface Sent {
  readonly at: Instant;
  readonly domain: string;
}

interface Caps {
  readonly hourly: number;
  readonly daily: number;
  readonly shared: readonly (number | null)[];
}

export interface Counted {
  readonly windows: number;
  readonly sent: number;
  /** Each window that holds more than it may, as a sentence. */
  readonly over: readonly string[];
}

/** One account under random limits, with workers that are slow, stand still and are put off. */
export class LimitedWorld {
  late = 0;
  readonly #world: LedgerWorld;
  readonly #random: Random;
  readonly #zone: string;
  readonly #caps: Caps;
  readonly #sent: Sent[] = [];
  /** What workers claimed and did not come to. */
  #lying: Claimed[] = [];

  private constructor(world: LedgerWorld, random: Random, { zone, caps }: { zone: string; caps: Caps }) {
    this.#world = world;
    this.#random = random;
    this.#zone = zone;
    this.#caps = caps;
  }

  static async create(db: Database, random: Random): Promise<LimitedWorld> {
    const cap = (most: number) => (nextInt(random, 3) === 0 ? null : 1 + nextInt(random, most));
    const caps = {
      ...{ hourly: 4 + nextInt(random, 13), daily: 20 + nextInt(random, 60) },
      shared: [cap(16), cap(80), cap(4), cap(16), cap(8), cap(40)],
    };
    const zone = zones[nextInt(random, zones.length)] as string;
    const world = await LedgerWorld.create(db, { hourlyLimit: caps.hourly, dailyLimit: caps.daily });
    world.now = asInstant(Date.parse(evenings[nextInt(random, evenings.length)] as string));
    await world.rows("update workspaces set timezone = $2 where id = $1", [world.workspaceId, zone]);
    await world.rows("update sending_accounts set timezone = $2 where workspace_id = $1", [world.workspaceId, zone]);
    const shared = [world.workspaceId, ...caps.shared];
    await world.rows("insert into sending_limits values ($1, $2, $3, $4, $5, $6, $7, 1, now())", shared);
    return new LimitedWorld(world, random, { zone, caps });
  }

  /** New people, plans and workers at once; then time goes on, by minutes or by hours. */
  async turn(people: number): Promise<void> {
    const enrolled = await this.#world.enroll(people);
    await this.#world.rows(
      `update contacts c set email = c.id || '@' || x.domain, email_key = c.id || '@' || x.domain
       from unnest($2::uuid[], $3::text[]) x(id, domain) where c.workspace_id = $1 and c.id = x.id`,
      [
        this.#world.workspaceId,
        enrolled.map(({ contactId }) => contactId),
        enrolled.map(() => domains[nextInt(this.#random, domains.length)]),
      ],
    );
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 4 }, () => this.#plan()));
      const claims = await Promise.all(Array.from({ length: 3 }, () => this.#world.claim(5)));
      const claimed = claims.flat();
      const lies = nextInt(this.#random, 4) === 0;
      if (lies) this.#lying.push(...claimed);
      else await this.#send(claimed);
      this.#world.now = addMs(this.#world.now, nextInt(this.#random, 25) * MINUTE_MS);
    }
    if (nextInt(this.#random, 3) === 0) this.#world.now = addMs(this.#world.now, nextInt(this.#random, 5) * HOUR_MS);
    await this.#send(this.#lying.splice(0));
  }

  async #plan(): Promise<void> {
    await planWorkspace(this.#world.db, this.#world.workspaceId, new Date(this.#world.now));
  }

  async #send(claimed: readonly Claimed[]): Promise<void> {
    for (const [claimId, emails] of Map.groupBy(claimed, (email) => email.claimId)) {
      const allowed = await this.#world.mark(emails);
      const left = emails.filter(({ id }) => allowed.has(id));
      const late = emails.filter(({ id }) => !allowed.has(id));
      this.late += late.length;
      const off = left.filter(() => nextInt(this.#random, 5) === 0);
      const went = left.filter((email) => !off.includes(email));
      for (const { to_email: to } of went)
        this.#sent.push({ at: this.#world.now, domain: to.slice(to.indexOf("@") + 1) });
      const retryAt = addMs(this.#world.now, (5 + nextInt(this.#random, 90)) * MINUTE_MS);
      await this.#world.results([
        ...went.map((email) => signalOf(email, "sent", { claimId, occurredAt: this.#world.now })),
        ...off.map((email) => signalOf(email, "deferred", { claimId, occurredAt: this.#world.now, meta: { retryAt } })),
      ]);
      const enrollmentIds = late.flatMap(({ enrollment_id: id }) => id ?? []);
      const refused = { claimId, emailIds: late.map(({ id }) => id), enrollmentIds };
      await this.#world.in((tx) => releaseRefused(tx, refused, this.#world.moment()));
    }
  }

  /** By the calendar of Intl, not by the product's. */
  count(): Counted {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: this.#zone, dateStyle: "short" });
    const [workspaceHour, workspaceDay, domainHour, domainDay, providerHour, providerDay] = this.#caps.shared;
    const windows = new Map<string, { n: number; cap: number }>();
    const add = (key: string, cap: number | null | undefined) => {
      if (cap != null) windows.set(key, { n: (windows.get(key)?.n ?? 0) + 1, cap });
    };
    for (const { at, domain } of this.#sent) {
      const [hour, today] = [new Date(at).toISOString().slice(0, 13), day.format(at)];
      const provider = providerOfDomain(domain);
      add(`account ${hour}`, this.#caps.hourly);
      add(`account ${today}`, this.#caps.daily);
      add(`workspace ${hour}`, workspaceHour);
      add(`workspace ${today}`, workspaceDay);
      add(`${domain} ${hour}`, domainHour);
      add(`${domain} ${today}`, domainDay);
      add(`at ${provider} ${hour}`, providerHour);
      add(`at ${provider} ${today}`, providerDay);
    }
    const over = [...windows].flatMap(([key, { n, cap }]) => (n > cap ? [`${key}: ${n} of ${cap}`] : []));
    return { windows: windows.size, sent: this.#sent.length, over };
  }
}
